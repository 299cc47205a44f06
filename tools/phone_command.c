/*
 * phone change: a household's number by a clerk's word and a call that confirms it
 * (DOMAIN 3.6); phone owner, undo and confirm: whose a number is, and since when.
 */
#include "tools/family.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "db/cadre.h"
#include "db/contact.h"
#include "db/owner.h"
#include "db/second_word.h"
#include "tools/catalog.h"

#define PHONE_WAIT_DAYS	7	/* for the second word */

static gboolean	phone_refused(struct command_call *call, const char *old,
		    const char *number, GError **error);
static void	phone_owner_row(const struct person_owner *owner, void *user);
static void	phone_count(gint64 household_id, void *user);
static gboolean	phone_word(struct command_call *call, const char *old,
		    const char *number, gboolean *second, GError **error);

enum command_status
phone_change_run(struct command_call *call)
{
	g_autofree char *old = phone_normalise(command_line_value(&call->line,
	    "old"));
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "new"));
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean second = FALSE;

	if (phone_refused(call, old, number, &error))
		return error != NULL ? command_failed(call, error) : COMMAND_NO;
	if (!db_begin(call->db, &error) ||
	    !phone_word(call, old, number, &second, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	said = second ? g_strdup(_("The number is changed.")) :
	    g_strdup_printf(_("Noted. It is changed when a second person, who has "
	    "called the new number, gives the same command within %d days."),
	    PHONE_WAIT_DAYS);
	command_say(call, second ? TONE_GOOD : TONE_CARE, said);
	return COMMAND_DONE;
}

/* TRUE: it cannot be, and call->err or `error` says why. */
static gboolean
phone_refused(struct command_call *call, const char *old, const char *number,
    GError **error)
{
	gboolean known, cadres;

	if (!person_is_known(call->db, old, &known, error) ||
	    !cadre_has_mobile(call->db, number, &cadres, error))
		return TRUE;
	if (g_str_equal(old, number))
		g_string_append(call->err, _("these are the same number"));
	else if (!known)
		g_string_append(call->err, _("no household has the old number; see "
		    "xiangyin export phone"));
	else if (cadres)
		g_string_append(call->err, _("the new number is a cadre's, and no "
		    "household's"));
	else
		return FALSE;
	return TRUE;
}

static gboolean
phone_word(struct command_call *call, const char *old, const char *number,
    gboolean *second, GError **error)
{
	gint64 now = clock_now();
	const struct owner_change change = {
		.phone = old, .how = PERSON_RENUMBER, .by = call->actor,
		.other = number, .now = now,
		.day = calendar_day(now, call->zone),
	};
	g_autofree char *object = g_strconcat("phone:", old, NULL);
	g_autofree char *what = g_strconcat("phone.change:", old, ":", number, NULL);
	gboolean changed;

	if (!second_word(call->db, what, call->actor, now,
	    now - PHONE_WAIT_DAYS * CLOCK_DAY, second, error) ||
	    !command_record(call, *second ? "phone.change" : "phone.change.word",
	    object, number, error))
		return FALSE;
	return !*second || owner_renumber(call->db, &change, PERSON_BY_CLERK,
	    &changed, error);
}

enum command_status
phone_owner_run(struct command_call *call)
{
	static const struct column columns[] = {
		{ "since", N_("SINCE") },
		{ "how", N_("WHY") },
		{ "by", N_("BY"), FALSE, 8 },
		{ "other", N_("NOW HAS") },
		{ "undone_at", N_("TAKEN BACK") },
		{ "undone_by", N_("BY"), FALSE, 8 },
	};
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "number"));
	g_autofree char *object = g_strconcat("phone:", number, NULL);
	const struct table_look look = command_look(call);
	g_autoptr(GError) error = NULL;
	struct table *table;

	if (!command_record_read(call, "phone.owner", object))
		return COMMAND_NO;
	table = table_new(columns, G_N_ELEMENTS(columns), &look);
	if (!person_each_owner(call->db, number, phone_owner_row, table, &error)) {
		table_free(table);
		return command_failed(call, error);
	}
	command_print(call, table, _("Nobody has said that this number changed "
	    "its owner."));
	return COMMAND_DONE;
}

static void
phone_owner_row(const struct person_owner *owner, void *user)
{
	static const char *const words[PERSON_HOW_COUNT] = {
		[PERSON_REGISTERED] = N_("registered anew"),
		[PERSON_WRONG_NUMBER] = N_("wrong number"),
		[PERSON_RENUMBER] = N_("change of number"),
		[PERSON_CLERK] = N_("a clerk"),
	};
	struct table *table = user;

	table_time(table, owner->since, owner->undone_at != 0 ? TONE_FAINT :
	    TONE_PLAIN);
	table_words(table, _(words[owner->how]), person_how_name(owner->how),
	    TONE_PLAIN);
	table_text(table, owner->by, TONE_PLAIN);
	table_phone(table, owner->other);
	table_time(table, owner->undone_at, TONE_PLAIN);
	table_text(table, owner->undone_by, TONE_PLAIN);
}

enum command_status
phone_undo_run(struct command_call *call)
{
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "number"));
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean done = FALSE;
	int households = 0;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!owner_undo(call->db, number, 0, call->actor, "clerk", clock_now(),
	    &done, phone_count, &households, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (!done) {
		g_string_append(call->err, _("nothing is to be taken back; see "
		    "xiangyin phone owner"));
		return COMMAND_NO;
	}
	said = g_strdup_printf(_("The number is as it was before; %d households "
	    "have it again. What was cancelled meanwhile stays so."), households);
	command_say(call, TONE_GOOD, said);
	return COMMAND_DONE;
}

static void
phone_count(gint64 household_id, void *user)
{
	++*(int *)user;
}

enum command_status
phone_confirm_run(struct command_call *call)
{
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "number"));
	g_autofree char *object = g_strconcat("phone:", number, NULL);
	int today = calendar_day(clock_now(), call->zone);
	g_autoptr(GError) error = NULL;
	gboolean known = FALSE;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!person_confirm(call->db, number, today, &known, &error) ||
	    !contact_believe(call->db, number, &error) ||
	    !command_record(call, "phone.confirm", object, "", &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	command_say(call, TONE_GOOD, known ? _("The number is confirmed today.") :
	    _("Noted. No household has this number; see xiangyin import phone."));
	return COMMAND_DONE;
}
