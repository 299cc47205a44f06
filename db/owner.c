/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See owner.h.  Has no statements of its own: it is what follows from a change, over
 * the modules that own it.
 */
#include "db/owner.h"

#include <string.h>

#include "base/words.h"
#include "db/audit.h"
#include "db/callback.h"
#include "db/checkin.h"
#include "db/contact.h"
#include "db/held.h"
#include "db/outbox.h"
#include "db/question.h"
#include "db/ticket.h"
#include "db/ticket_list.h"

#define OWNER_CALLBACK	N_("number changed owner")

static gboolean	owner_end_talk(struct db *db, const struct owner_change *change,
		    GError **error);
static gboolean	owner_keep_tickets(struct db *db,
		    const struct owner_change *change, gint64 since,
		    GError **error);
static gboolean	owner_newest(const struct ticket *t, void *user);
static gboolean	owner_record(struct db *db, const char *phone, const char *actor,
		    const char *role, const char *action, const char *after,
		    gint64 now, GError **error);
static void	owner_count(gint64 household_id, void *user);
static gboolean	owner_to_undo(struct db *db, const char *phone, gboolean *found,
		    struct person_owner *owner, GError **error);

gboolean
owner_begin(struct db *db, const struct owner_change *change,
    void (*row)(gint64 household_id, void *user), void *user, GError **error)
{
	const struct person_owner owner = {
		.phone = change->phone, .since = change->now, .how = change->how,
		.by = change->by, .inbox_id = change->inbox_id,
		.other = change->other, .day = change->day,
	};
	gint64 before;

	return person_owner_since(db, change->phone, &before, error) &&
	    person_begin_owner(db, &owner, error) &&
	    owner_record(db, change->phone, change->by,
	    change->how == PERSON_CLERK ? "clerk" : "villager", "phone.owner",
	    person_how_name(change->how), change->now, error) &&
	    (change->keeps_homes || person_lose_number(db, change->phone,
	    change->day, row, user, error)) &&
	    owner_end_talk(db, change, error) &&
	    owner_keep_tickets(db, change, before, error);
}

/* What was under way with the old owner. */
static gboolean
owner_end_talk(struct db *db, const struct owner_change *change, GError **error)
{
	gboolean ended;
	int held;

	return held_settle(db, change->phone, change->now, &held, error) &&
	    question_drop_all(db, change->phone, change->now, error) &&
	    outbox_cancel_all(db, change->phone, change->now, error) &&
	    checkin_end(db, change->phone, &ended, error);
}

static gboolean
owner_keep_tickets(struct db *db, const struct owner_change *change, gint64 since,
    GError **error)
{
	const struct ticket_filter filter = {
		.phone = change->phone, .state = "open", .since = since, .limit = 1,
	};
	struct ticket newest = { 0 };
	gboolean ok, fresh;

	ok = ticket_each(db, &filter, owner_newest, &newest, error) &&
	    (newest.number == NULL || callback_ask(db, change->phone, newest.line,
	    OWNER_CALLBACK, newest.number, change->now, &fresh, error));
	ticket_clear(&newest);
	return ok;
}

static gboolean
owner_newest(const struct ticket *t, void *user)
{
	struct ticket *newest = user;

	newest->number = g_strdup(t->number);
	newest->line = g_strdup(t->line);
	return FALSE;
}

static gboolean
owner_record(struct db *db, const char *phone, const char *actor, const char *role,
    const char *action, const char *after, gint64 now, GError **error)
{
	g_autofree char *object = g_strconcat("phone:", phone, NULL);
	const struct audit_row row = {
		.at = now, .actor = actor, .role = role, .action = action,
		.object = object, .before = "", .after = after, .reason = "",
	};

	return audit_add(db, &row, error);
}

gboolean
owner_renumber(struct db *db, const struct owner_change *change,
    enum person_word word, gboolean *changed, GError **error)
{
	struct owner_change to = *change;
	int count = 0;

	to.phone = change->other;
	to.other = NULL;
	to.keeps_homes = TRUE;
	if (!person_copy_number(db, change->phone, to.phone, word, change->day,
	    error) || !owner_begin(db, change, owner_count, &count, error))
		return FALSE;
	*changed = count > 0;
	return !*changed || (owner_begin(db, &to, NULL, NULL, error) &&
	    contact_opt_in(db, to.phone, CONTACT_PERSONAL, change->now, error));
}

static void
owner_count(gint64 household_id, void *user)
{
	++*(int *)user;
}

gboolean
owner_undo(struct db *db, const char *phone, gint64 since, const char *by,
    const char *role, gint64 now, gboolean *done,
    void (*row)(gint64 household_id, void *user), void *user, GError **error)
{
	struct person_owner owner = { 0 };
	gboolean ok;

	*done = FALSE;
	ok = owner_to_undo(db, phone, done, &owner, error);
	*done = ok && *done && owner.since >= since;
	if (*done)
		ok = person_end_owner(db, owner.phone, owner.since, by, now, error) &&
		    person_end_owner(db, owner.other, owner.since, by, now, error) &&
		    contact_opt_in_since(db, owner.phone, owner.since, error) &&
		    person_restore_number(db, &owner, row, user, error) &&
		    owner_record(db, phone, by, role, "phone.undo",
		    person_how_name(owner.how), now, error);
	person_owner_clear(&owner);
	return ok;
}

/* Of a change of number the row of the old one, whichever is named. */
static gboolean
owner_to_undo(struct db *db, const char *phone, gboolean *found,
    struct person_owner *owner, GError **error)
{
	struct person_owner gave;
	gboolean is;

	if (!person_last_owner(db, phone, found, owner, error))
		return FALSE;
	if (!*found || owner->how != PERSON_RENUMBER || *owner->other != '\0')
		return TRUE;
	if (!person_who_gave(db, phone, owner->since, &is, &gave, error))
		return FALSE;
	if (is) {
		person_owner_clear(owner);
		*owner = gave;
	}
	return TRUE;
}
