/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See proposal.h.  Nothing is done before the last transaction, which settles the
 * proposal and does it together: two who approve at the same time find that one of
 * them came second, and an engine that ends in between has done nothing.
 */
#include "tools/proposal.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "tools/catalog.h"
#include "tools/family.h"
#include "tools/right.h"

/* An approval under way. */
struct approving {
	const struct proposal_kind *kind;
	struct approval approval;
	void	*work;
	gboolean stepped;
};

static enum command_status proposal_add(struct command_call *call,
		    const struct proposal_kind *kind,
		    const struct approval *approval);
static void	proposal_say(struct command_call *call,
		    const struct proposal_kind *kind, gint64 id,
		    gint64 expires_at);
static gboolean	proposal_may(struct command_call *call,
		    const struct proposal_kind *kind,
		    const struct approval *approval, GError **error);
static void	approving_free(gpointer approving);
static enum command_status approving_step(struct command_call *call);
static enum command_status approving_end(struct command_call *call,
		    struct approving *approving);
static enum command_status approving_void(struct command_call *call,
		    const struct approval *approval);
static void	proposal_refuse(struct command_call *call, gint64 id,
		    enum approval_answer answer);
static void	proposal_settled(struct command_call *call, gint64 id);

enum command_status
proposal_make(struct command_call *call, const struct proposal_kind *kind,
    const char *object, const char *words, const char *arguments)
{
	struct approval approval = { 0 };
	const struct approval_person who = right_person(call);
	gint64 now = clock_now();
	g_autoptr(GError) error = NULL;
	enum command_status status;
	gboolean found;

	if (!approval_open(call->db, kind->name, object, arguments, now, &found,
	    &approval, &error))
		return command_failed(call, error);
	if (!found) {
		const struct approval new = {
			.kind = (char *)kind->name, .object = (char *)object,
			.words = (char *)words, .arguments = (char *)arguments,
			.expires_at = now + kind->wait,
		};

		return proposal_add(call, kind, &new);
	}
	if (approval_is_of(&approval, &who)) {
		proposal_say(call, kind, approval.id, approval.expires_at);
		status = COMMAND_DONE;
	} else
		status = proposal_approve(call, kind, &approval);
	approval_clear(&approval);
	return status;
}

static enum command_status
proposal_add(struct command_call *call, const struct proposal_kind *kind,
    const struct approval *approval)
{
	const struct approval_person who = right_person(call);
	enum approval_answer answer;
	g_autoptr(GError) error = NULL;
	gint64 id;

	if (!db_begin(call->db, &error) ||
	    !approval_propose(call->db, approval, &who, clock_now(), &answer,
	    &id, &error) || !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (answer != APPROVAL_OK) {
		g_string_append(call->err, _("two people must agree, and root is "
		    "nobody in particular; give the command as yourself"));
		return COMMAND_NO;
	}
	proposal_say(call, kind, id, approval->expires_at);
	return COMMAND_DONE;
}

static void
proposal_say(struct command_call *call, const struct proposal_kind *kind,
    gint64 id, gint64 expires_at)
{
	g_autofree char *roles = staff_roles_words(kind->roles);
	g_autofree char *until = calendar_format(expires_at, call->zone,
	    "%Y-%m-%d %H:%M");
	g_autofree char *said = g_strdup_printf(_("Proposed as %d; nothing is done "
	    "yet. Somebody else (%s) approves it until %s: xiangyin approval "
	    "approve %d"), (int)id, roles, until, (int)id);

	command_say(call, TONE_CARE, said);
}

enum command_status
proposal_approve(struct command_call *call, const struct proposal_kind *kind,
    const struct approval *approval)
{
	struct approving *approving;
	g_autoptr(GError) error = NULL;
	struct approval_person who;
	enum approval_answer answer;
	gboolean found;

	if (!proposal_may(call, kind, approval, &error))
		return command_refused(call, error);
	who = right_person(call);
	answer = approval_look(approval, &who, clock_now());
	if (answer != APPROVAL_OK) {
		proposal_refuse(call, approval->id, answer);
		return COMMAND_NO;
	}
	approving = g_new0(struct approving, 1);
	approving->kind = kind;
	call->state = approving;
	call->state_free = approving_free;
	call->step = approving_step;
	/* A copy of its own, that outlives the caller's. */
	if (!approval_get(call->db, approval->id, &found, &approving->approval,
	    &error))
		return command_failed(call, error);
	return approving_step(call);
}

/* Has the asker the kind's role, and is it within reach? */
static gboolean
proposal_may(struct command_call *call, const struct proposal_kind *kind,
    const struct approval *approval, GError **error)
{
	const struct right_need need = {
		.roles = kind->roles,
		.reach = kind->takes != NULL ? RIGHT_SCOPED : RIGHT_WHOLE,
	};

	return right_permits(call, &need, kind->name) &&
	    (kind->takes == NULL || kind->takes(call, approval, error));
}

static void
approving_free(gpointer data)
{
	struct approving *approving = data;

	if (approving->work != NULL && approving->kind->work_free != NULL)
		approving->kind->work_free(approving->work);
	approval_clear(&approving->approval);
	g_free(approving);
}

static enum command_status
approving_step(struct command_call *call)
{
	struct approving *approving = call->state;
	const struct proposal_kind *kind = approving->kind;
	g_autoptr(GError) error = NULL;
	gboolean more = FALSE;

	if (kind->step == NULL || approving->stepped)
		return approving_end(call, approving);
	if (!kind->step(call, &approving->approval, &approving->work, &more,
	    &error))
		return error != NULL ? command_failed(call, error) :
		    approving_void(call, &approving->approval);
	approving->stepped = !more;
	return COMMAND_MORE;
}

/* Settled and done, or neither. */
static enum command_status
approving_end(struct command_call *call, struct approving *approving)
{
	const struct approval *approval = &approving->approval;
	const struct approval_person who = right_person(call);
	enum approval_answer answer = APPROVAL_OK;
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;

	if (db_begin(call->db, &error) && approval_approve(call->db,
	    approval->id, &who, clock_now(), &answer, &error) &&
	    answer == APPROVAL_OK && approving->kind->act(call, approval,
	    approving->work, &said, &error) && db_commit(call->db, &error)) {
		command_say(call, TONE_GOOD, said);
		return COMMAND_DONE;
	}
	db_rollback(call->db);
	if (error != NULL)
		return command_failed(call, error);
	if (answer == APPROVAL_OK)
		return approving_void(call, approval);
	proposal_refuse(call, approval->id, answer);
	return COMMAND_NO;
}

/* What call->err says is why it cannot be done any more. */
static enum command_status
approving_void(struct command_call *call, const struct approval *approval)
{
	const struct approval_person who = right_person(call);
	enum approval_answer answer;
	g_autoptr(GError) error = NULL;

	if (!db_begin(call->db, &error) || !approval_void(call->db, approval->id,
	    &who, call->err->str, clock_now(), &answer, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (answer == APPROVAL_OK)
		g_string_append_printf(call->err, _("; proposal %d is void, and "
		    "nothing was done"), (int)approval->id);
	return COMMAND_NO;
}

static void
proposal_refuse(struct command_call *call, gint64 id,
    enum approval_answer answer)
{
	switch (answer) {
	case APPROVAL_SETTLED:
		proposal_settled(call, id);
		return;
	case APPROVAL_EXPIRED:
		g_string_append_printf(call->err, _("proposal %d has expired; "
		    "propose it again"), (int)id);
		return;
	case APPROVAL_OWN:
		g_string_append_printf(call->err, _("proposal %d is yours, or of "
		    "whom you stand in for; somebody else must approve it"),
		    (int)id);
		return;
	case APPROVAL_OWNER:
		g_string_append(call->err, _("root is nobody's second person; "
		    "approve it as yourself"));
		return;
	case APPROVAL_NONE:
	case APPROVAL_OK:
		g_string_append_printf(call->err, _("there is no proposal %d; see "
		    "xiangyin approval list"), (int)id);
		return;
	}
}

static void
proposal_settled(struct command_call *call, gint64 id)
{
	struct approval approval;
	gboolean found;

	if (approval_get(call->db, id, &found, &approval, NULL) && found)
		g_string_append_printf(call->err, _("proposal %d is settled: %s by "
		    "%s"), (int)id, _(approval.state), approval.settled_by);
	approval_clear(&approval);
}

/* Whoever proposed it needs no right to take it back. */
enum command_status
proposal_reject(struct command_call *call, const struct proposal_kind *kind,
    const struct approval *approval, const char *reason)
{
	struct approval_person who = right_person(call);
	gboolean own = approval_is_of(approval, &who);
	enum approval_answer answer;
	g_autoptr(GError) error = NULL;
	g_autofree char *said = NULL;

	if (!own && !proposal_may(call, kind, approval, &error))
		return command_refused(call, error);
	who = right_person(call);
	if (!db_begin(call->db, &error) || !approval_reject(call->db,
	    approval->id, &who, reason, clock_now(), &answer, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (answer != APPROVAL_OK) {
		proposal_refuse(call, approval->id, answer);
		return COMMAND_NO;
	}
	said = g_strdup_printf(own ? _("Proposal %d is withdrawn.") :
	    _("Proposal %d is rejected."), (int)approval->id);
	command_say(call, TONE_PLAIN, said);
	return COMMAND_DONE;
}

char *
proposal_reason(const struct approval *approval)
{
	return g_strdup_printf("approval %" G_GINT64_FORMAT ", proposed by %s",
	    approval->id, approval->by);
}
