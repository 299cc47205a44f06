/*
 * phone change: a household's number by a clerk's word and a call that confirms it
 * (DOMAIN 3.6).
 */
#include "tools/family.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "db/phone_book.h"
#include "db/second_word.h"
#include "tools/catalog.h"

#define PHONE_WAIT_DAYS	7	/* for the second word */

static gboolean	phone_refused(struct command_call *call, const char *old,
		    const char *number, GError **error);
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

	if (!phone_book_knows(call->db, old, &known, error) ||
	    !phone_book_is_cadres(call->db, number, &cadres, error))
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
		return !right_takes_phone(call, old, error);
	return TRUE;
}

static gboolean
phone_word(struct command_call *call, const char *old, const char *number,
    gboolean *second, GError **error)
{
	gint64 now = clock_now();
	g_autofree char *object = g_strconcat("phone:", old, NULL);
	g_autofree char *what = g_strconcat("phone.change:", old, ":", number, NULL);
	gboolean changed;

	if (!second_word(call->db, what, call->actor, now,
	    now - PHONE_WAIT_DAYS * CLOCK_DAY, second, error) ||
	    !command_record(call, *second ? "phone.change" : "phone.change.word",
	    object, number, error))
		return FALSE;
	return !*second || phone_book_change(call->db, old, number,
	    PHONE_BY_CLERK, calendar_day(now, call->zone), now, &changed, error);
}
