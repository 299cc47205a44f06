/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cadre replace: what one cadre has goes over to another, and the households are told.
 */
#include "tools/family.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/duty.h"
#include "db/handover.h"
#include "db/household.h"
#include "services/callout_handover.h"
#include "services/duty_handover.h"
#include "tools/cadre_named.h"
#include "tools/catalog.h"
#include "tools/right.h"
#include "tools/view.h"

/* Above so many households a second person must agree. */
#define REPLACE_ALONE	20

/* A cadre being replaced: by whom, from when; counted by replace(). */
struct replacing {
	struct cadre old, new;
	int	 from;
	int	 households, texts, tasks;
	struct handover_duties duties;
};

/* Households of a replaced cadre. */
struct given_over {
	GArray	*all;		/* struct handover */
};

/* Telephones of one of them. */
struct told {
	struct command_call *call;
	struct dialog *dialog;
	const struct cadre *cadre;
	gint64	 household_id;
	int	 day, count;
	GPtrArray *numbers;
};

static gboolean	replace_try(struct command_call *call,
		    struct replacing *replacing, GError **error);
static enum command_status replace_preview(struct command_call *call,
		    const struct replacing *replacing);
static enum command_status replace_propose(struct command_call *call,
		    const struct replacing *replacing);
static enum command_status replace_do(struct command_call *call,
		    struct replacing *replacing);
static void	replace_rest(struct command_call *call,
		    const struct replacing *replacing);
static char	*replace_words(const struct replacing *replacing);
static gboolean	replace_takes(struct command_call *call,
		    const struct approval *approval, GError **error);
static gboolean	replace_act(struct command_call *call,
		    const struct approval *approval, void *work, char **said,
		    GError **error);
static gboolean	replace(struct command_call *call, struct replacing *replacing,
		    const char *reason, GError **error);
static gboolean	replace_is_open(struct command_call *call, int from, GError **error);
static void	replace_hold(const struct handover *handover, void *user);
static gboolean	replace_tell(struct told *told, GError **error);
static void	replace_number(const char *number, void *user);

const struct proposal_kind cadre_replace_kind = {
	.name = "cadre.replace",
	.title = N_("replace a cadre"),
	.roles = STAFF_BIT(STAFF_SUPERVISOR) | STAFF_BIT(STAFF_LEADER),
	.wait = 3 * CLOCK_DAY,
	.takes = replace_takes,
	.act = replace_act,
};

/* First what would change; then, when that is confirmed, it or its proposal. */
enum command_status
cadre_replace_run(struct command_call *call)
{
	gboolean confirmed = command_line_value(&call->line, "confirm") != NULL;
	struct replacing replacing = {
		.from = command_line_value(&call->line, "from") != NULL ?
		    cadre_day(call, "from") : calendar_day(clock_now(), call->zone),
	};
	g_autoptr(GError) error = NULL;
	enum command_status status;

	if (strcmp(command_line_value(&call->line, "old"),
	    command_line_value(&call->line, "new")) == 0) {
		g_string_append(call->err, _("these are the same cadre"));
		return COMMAND_USAGE;
	}
	if (replacing.from > calendar_day(clock_now(), call->zone)) {
		g_string_append(call->err, _("that day is in the future; give the "
		    "command when it has come"));
		return COMMAND_USAGE;
	}
	if (!cadre_named(call, "old", NULL, &replacing.old, &error) ||
	    !cadre_named(call, "new", NULL, &replacing.new, &error) ||
	    !replace_try(call, &replacing, &error))
		status = command_refused(call, error);
	else if (!confirmed)
		status = replace_preview(call, &replacing);
	else if (replacing.households > REPLACE_ALONE)
		status = replace_propose(call, &replacing);
	else
		status = replace_do(call, &replacing);
	cadre_clear(&replacing.old);
	cadre_clear(&replacing.new);
	return status;
}

/* Counts by doing it and undoing it. */
static gboolean
replace_try(struct command_call *call, struct replacing *replacing,
    GError **error)
{
	gboolean ok = db_begin(call->db, error) &&
	    replace(call, replacing, "", error);

	db_rollback(call->db);
	return ok;
}

static enum command_status
replace_preview(struct command_call *call, const struct replacing *replacing)
{
	const struct cadre *old = &replacing->old, *new = &replacing->new;
	g_autofree char *day = calendar_day_write(replacing->from);
	g_autofree char *said = g_strdup_printf(_("%s (%s) would take over %d "
	    "households of %s (%s), who is gone from %s on; %d texts would tell "
	    "them. Nothing is done yet."), new->name, new->code,
	    replacing->households, old->name, old->code, day, replacing->texts);

	command_say(call, TONE_PLAIN, said);
	replace_rest(call, replacing);
	command_say(call, TONE_CARE, replacing->households > REPLACE_ALONE ?
	    _("Give the command with --confirm to propose it to a second person.") :
	    _("Give the command with --confirm to do it."));
	return COMMAND_DONE;
}

static enum command_status
replace_propose(struct command_call *call, const struct replacing *replacing)
{
	const struct cadre *old = &replacing->old, *new = &replacing->new;
	g_autofree char *object = g_strconcat("cadre:", old->code, NULL);
	g_autofree char *day = calendar_day_write(replacing->from);
	g_autofree char *households = g_strdup_printf("%d",
	    replacing->households);
	g_autofree char *arguments = approval_write("old", old->code, "new",
	    new->code, "from", day, "households", households, NULL);
	g_autofree char *words = g_strdup_printf(_("%s (%s) takes over %s "
	    "households of %s (%s), who is gone from %s on; %d texts tell them"),
	    new->name, new->code, households, old->name, old->code, day,
	    replacing->texts);

	return proposal_make(call, &cadre_replace_kind, object, words, arguments);
}

static enum command_status
replace_do(struct command_call *call, struct replacing *replacing)
{
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;

	if (!db_begin(call->db, &error) ||
	    !replace(call, replacing, "", &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_refused(call, error);
	}
	said = replace_words(replacing);
	command_say(call, TONE_PLAIN, said);
	replace_rest(call, replacing);
	return COMMAND_DONE;
}

/* What goes over beside the households, and what does not. */
static void
replace_rest(struct command_call *call, const struct replacing *replacing)
{
	const struct handover_duties *duties = &replacing->duties;
	const char *new = replacing->new.name, *old = replacing->old.name;

	if (replacing->tasks > 0) {
		g_autofree char *tasks = g_strdup_printf(P_("%d open task of %s goes "
		    "to whoever is there now.", "%d open tasks of %s go to whoever is "
		    "there now.", replacing->tasks), replacing->tasks, old);

		command_say(call, TONE_PLAIN, tasks);
	}
	if (duties->leaves + duties->deputies > 0) {
		g_autofree char *deputy = g_strdup_printf(_("%s is deputy instead of %s "
		    "for %d cadres, and in %d leaves under way or to come."), new, old,
		    duties->deputies, duties->leaves);

		command_say(call, TONE_PLAIN, deputy);
	}
	if (duties->supervised > 0) {
		g_autofree char *stays = g_strdup_printf(P_("%d cadre still has %s for "
		    "a supervisor; import another: xiangyin import cadre", "%d cadres "
		    "still have %s for a supervisor; import another: xiangyin import "
		    "cadre", duties->supervised), duties->supervised, old);

		command_say(call, TONE_CARE, stays);
	}
}

static char *
replace_words(const struct replacing *replacing)
{
	const struct cadre *old = &replacing->old, *new = &replacing->new;

	return g_strdup_printf(_("%s has %d households of %s now; %d texts tell "
	    "them. Print the card with xiangyin duty sheet %s."), new->name,
	    replacing->households, old->name, replacing->texts, new->code);
}

/* Both cadres must be within reach. */
static gboolean
replace_takes(struct command_call *call, const struct approval *approval,
    GError **error)
{
	static const char *const names[] = { "old", "new" };
	gboolean ok = TRUE;

	for (gsize i = 0; ok && i < G_N_ELEMENTS(names); i++) {
		g_autofree char *code = approval_value(approval, names[i]);
		struct cadre cadre;
		gboolean found;

		ok = cadre_by_code(call->db, code, &found, &cadre, error) &&
		    (!found || right_takes_cadre(call, &cadre, error));
		cadre_clear(&cadre);
	}
	return ok;
}

/* As it was proposed, or not at all. */
static gboolean
replace_act(struct command_call *call, const struct approval *approval,
    void *work, char **said, GError **error)
{
	g_autofree char *old = approval_value(approval, "old");
	g_autofree char *new = approval_value(approval, "new");
	g_autofree char *from = approval_value(approval, "from");
	g_autofree char *households = approval_value(approval, "households");
	g_autofree char *reason = proposal_reason(approval);
	struct replacing replacing = { .from = calendar_day_read(from) };
	gboolean ok;

	ok = cadre_named(call, NULL, old, &replacing.old, error) &&
	    cadre_named(call, NULL, new, &replacing.new, error) &&
	    replace(call, &replacing, reason, error);
	if (ok && replacing.households != atoi(households)) {
		g_string_append_printf(call->err, _("the card has changed: %d "
		    "households now, %s when it was proposed"),
		    replacing.households, households);
		ok = FALSE;
	}
	if (ok)
		*said = replace_words(&replacing);
	cadre_clear(&replacing.old);
	cadre_clear(&replacing.new);
	return ok;
}

/* Inside a transaction; counts. */
static gboolean
replace(struct command_call *call, struct replacing *replacing,
    const char *reason, GError **error)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE,
	    sizeof(struct handover));
	g_autofree char *object = g_strconcat("cadre:", replacing->old.code,
	    NULL);
	g_autofree char *why = g_strdup_printf("%s%s%s", replacing->new.code,
	    *reason != '\0' ? "; " : "", reason);
	const struct dialog_options options = { .zone = call->zone };
	struct dialog dialog = {
		.db = call->db, .menu = call->menu, .options = &options,
	};
	struct given_over given = { all };

	if (!replace_is_open(call, replacing->from, error) ||
	    !handover_cadre(call->db, &replacing->old, &replacing->new,
	    replacing->from, replace_hold, &given, error) ||
	    !handover_deputies(call->db, &replacing->old, &replacing->new,
	    replacing->from, &replacing->duties, error) ||
	    !callout_hand_over(&dialog, &replacing->old, clock_now(),
	    &replacing->tasks, error) ||
	    !command_record(call, "cadre.replace", object, why, error))
		return FALSE;
	replacing->households = (int)all->len;
	replacing->texts = 0;
	for (guint i = 0; i < all->len; i++) {
		struct told told = {
			.call = call, .dialog = &dialog, .cadre = &replacing->new,
			.day = replacing->from,
			.household_id = g_array_index(all, struct handover,
			    i).household_id,
		};

		if (!replace_tell(&told, error))
			return FALSE;
		replacing->texts += told.count;
	}
	return TRUE;
}

/* What was owed in a month that is closed stays theirs who owed it. FALSE with a
 * sentence in call->err, or with `error`. */
static gboolean
replace_is_open(struct command_call *call, int from, GError **error)
{
	int month = calendar_day(clock_now(), call->zone) / 100;
	g_autofree char *written = NULL;
	gboolean closed = FALSE;

	for (; !closed && month >= from / 100; month = calendar_month_add(month, -1)) {
		if (!duty_is_closed(call->db, month, &closed, error))
			return FALSE;
		if (closed)
			written = calendar_month_write(month);
	}
	if (closed)
		g_string_append_printf(call->err, _("%s is closed; give a first day "
		    "after it"), written);
	return !closed;
}

static void
replace_hold(const struct handover *handover, void *user)
{
	struct given_over *given = user;

	g_array_append_vals(given->all, handover, 1);
}

static gboolean
replace_tell(struct told *told, GError **error)
{
	struct command_call *call = told->call;
	g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func(g_free);

	told->numbers = numbers;
	if (!household_each_phone(call->db, told->household_id, replace_number,
	    told, error))
		return FALSE;
	for (guint i = 0; i < numbers->len; i++) {
		gboolean said;

		if (!duty_handover_say(told->dialog, call->view->duty_line, told->cadre,
		    told->household_id, told->day, g_ptr_array_index(numbers, i),
		    &said, error))
			return FALSE;
		told->count += said;
	}
	return TRUE;
}

static void
replace_number(const char *number, void *user)
{
	struct told *told = user;

	g_ptr_array_add(told->numbers, g_strdup(number));
}
