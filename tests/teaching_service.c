/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See teaching_service.h.
 *
 * Invariant: a phone is reminded once of a market day, on the morning before it;
 * the natural key says so, not the table.
 */
#include "tests/teaching_service.h"

#include <sqlite3.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/agenda.h"
#include "db/statement.h"
#include "menus/action.h"
#include "menus/fill.h"
#include "menus/menu.h"
#include "menus/say.h"
#include "menus/turn.h"

#define TEACHING_KIND	"market.remind"
#define TEACHING_AT	(9 * 60)	/* minute of the day */

/* Who is told of a market day. */
struct teaching_day {
	struct dialog *dialog;
	int	 day;
	gboolean ok;
	GError	**error;
};

static gboolean	teaching_hears(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	teaching_remind(struct action_call *call, const char **screen,
		    GError **error);
static const char *teaching_list_fault(const char *list, const char *word);
static gboolean	teaching_plan(void *context, gint64 now, GError **error);
static gboolean	teaching_run(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);
static gboolean	teaching_is_market(const struct menu *menu, int day);
static gboolean	teaching_tell(struct dialog *dialog, int day, GError **error);
static gboolean	teaching_tell_one(const struct market_phone *phone, void *user);

static const struct saying teaching_says[] = {
	{ "market.days", "" },
	{ "market.tomorrow", "day", SAY_NOTICE },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying teaching_says_kept[] = {
	{ "market.kept", "" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action teaching_actions[] = {
	{ "market.remind", teaching_remind, teaching_says_kept },
	{ NULL, NULL, NULL }
};

static const struct agenda_kind teaching_agenda[] = {
	{ TEACHING_KIND, "remind people of the market",
	    teaching_run, teaching_plan, FALSE },
	{ .name = NULL }
};

static const struct service_word teaching_heard[] = {
	{ "market_days", SHAPE_ALONE, ROLE_ANYBODY, "market days",
	    .take = teaching_hears },
	{ .list = NULL }
};

static const char *const teaching_lists[] = { "market_on", NULL };

const struct service teaching_service = {
	.name = "market",
	.heard = teaching_heard,
	.agenda = teaching_agenda,
	.says = teaching_says,
	.actions = teaching_actions,
	.lists = teaching_lists,
	.list_fault = teaching_list_fault,
};

gboolean
teaching_migrate(struct db *db)
{
	return sqlite3_exec(db->sql, "CREATE TABLE market (phone TEXT NOT NULL "
	    "PRIMARY KEY, line TEXT NOT NULL, since INTEGER NOT NULL) STRICT, "
	    "WITHOUT ROWID", NULL, NULL, NULL) == SQLITE_OK;
}

gboolean
teaching_each(struct db *db, gboolean (*row)(const struct market_phone *phone, void *user),
    void *user, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	int status;

	sqlite3_prepare_v2(db->sql, "SELECT phone, line, since FROM market "
	    "ORDER BY phone", -1, &stmt, NULL);
	while ((status = sqlite3_step(stmt)) == SQLITE_ROW) {
		const struct market_phone phone = {
			.phone = (char *)sqlite3_column_text(stmt, 0),
			.line = (char *)sqlite3_column_text(stmt, 1),
			.since = sqlite3_column_int64(stmt, 2),
		};

		if (!row(&phone, user))
			break;
	}
	sqlite3_finalize(stmt);
	if (status != SQLITE_DONE && status != SQLITE_ROW)
		db_fail(db, "market.each", error);
	return status == SQLITE_DONE || status == SQLITE_ROW;
}

static gboolean
teaching_hears(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	*taken = TRUE;
	turn->call.reason = "market days";
	return turn_say(turn, "market.days", error);
}

static gboolean
teaching_remind(struct action_call *call, const char **screen, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	gboolean ok;

	call->reason = "market days";
	*screen = "market.kept";
	sqlite3_prepare_v2(call->db->sql, "INSERT OR IGNORE INTO market VALUES "
	    "(?, ?, ?)", -1, &stmt, NULL);
	sqlite3_bind_text(stmt, 1, call->msg->phone, -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(stmt, 2, call->msg->line, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(stmt, 3, call->now);
	ok = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	if (!ok)
		db_fail(call->db, "market.add", error);
	return ok;
}

static const char *
teaching_list_fault(const char *list, const char *word)
{
	return g_ascii_isdigit(word[0]) && word[1] == '\0' ? NULL : "expected a digit";
}

static gboolean
teaching_plan(void *context, gint64 now, GError **error)
{
	struct dialog *dialog = context;

	return agenda_sooner(dialog->db, TEACHING_KIND, "", now, error);
}

/* On the morning before a market day. */
static gboolean
teaching_run(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct dialog *dialog = context;
	GTimeZone *zone = dialog->options->zone;
	int today = calendar_day(now, zone);
	int tomorrow = calendar_day_add(today, 1);
	gboolean late = calendar_minute_of_day(now, zone) >= TEACHING_AT;

	*again = calendar_moment(late ? tomorrow : today, TEACHING_AT, zone);
	return !late || !teaching_is_market(dialog->menu, tomorrow) ||
	    teaching_tell(dialog, tomorrow, error);
}

static gboolean
teaching_is_market(const struct menu *menu, int day)
{
	int count;
	const char *const *days = menu_list(menu, "market_on", &count);
	gboolean market = FALSE;

	for (int i = 0; i < count; i++)
		market |= days[i][0] - '0' == day % 10;
	return market;
}

static gboolean
teaching_tell(struct dialog *dialog, int day, GError **error)
{
	struct teaching_day tells = { dialog, day, TRUE, error };

	return teaching_each(dialog->db, teaching_tell_one, &tells, error) && tells.ok;
}

static gboolean
teaching_tell_one(const struct market_phone *phone, void *user)
{
	struct teaching_day *tells = user;
	g_autoptr(GHashTable) fill = fill_new();
	g_autofree char *number = g_strdup_printf("%d", tells->day % 100);
	g_autofree char *key = g_strdup_printf("market:%d:%s", tells->day, phone->phone);
	const struct say say = {
		.screen = "market.tomorrow", .fill = fill, .phone = phone->phone,
		.line = phone->line, .key = key, .since = phone->since,
	};
	enum say_result result;

	fill_set(fill, "day", number);
	tells->ok = say_text(tells->dialog, &say, &result, tells->error);
	return tells->ok;
}
