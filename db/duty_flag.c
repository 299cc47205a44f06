/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_flag.h.
 */
#include "db/duty_flag.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/person.h"
#include "db/person_flag.h"
#include "db/statement.h"

#define FLAG_FORGET	0.08	/* of the households that somebody did call on */
#define FLAG_LEVEL	0.05
#define FLAG_REPLIES	6
#define FLAG_NEW_DAYS	30	/* a number younger than that is new */

/* Flags of contacts are asked in SQL, those of numbers elsewhere.  Parameters: ?1 first
 * day, ?2 last day of the month, ?3 us when its last two days begin, ?4 seconds that
 * local time is ahead of UTC. */
#define FLAG_OF_MONTH							\
	"d.day BETWEEN ?1 AND ?2 AND d.undone_at = 0 AND ?3 > 0 AND ?4 > -90000"

/* Cadre by cadre: the index leads with the cadre and then the day, so that only the
 * month is read. */
#define FLAG_CONTACTS							\
	"cadre AS c CROSS JOIN duty_contact AS d INDEXED BY duty_contact_cadre " \
	"ON d.cadre_id = c.id"

#define FLAG_CHECKED							\
	"cadre AS c CROSS JOIN backcheck AS k INDEXED BY backcheck_cadre " \
	"ON k.cadre_id = c.id"

static const char *const flag_names[FLAG_COUNT] = {
	[FLAG_CHECKS] = "checks",
	[FLAG_LAST_DAYS] = "last days",
	[FLAG_HURRY] = "hurry",
	[FLAG_NIGHT] = "night",
	[FLAG_LEAVE] = "leave",
	[FLAG_HOUSEHOLDS] = "households",
	[FLAG_CADRE_NUMBER] = "cadre number",
	[FLAG_NEW_NUMBER] = "new number",
	[FLAG_QUICK] = "quick",
	[FLAG_TYPED] = "typed",
};

/* One that has no statement of its own is asked of the register. */
enum { FLAGS_CHECKS, FLAGS_LAST_DAYS, FLAGS_HURRY, FLAGS_NIGHT, FLAGS_LEAVE, FLAGS_QUICK,
       FLAGS_CHECKED, FLAGS_TYPED };

static const struct statement_source flag_sources[] = {
	/* ?1 is the first day of the year that ends with the month; judged in C */
	[FLAGS_CHECKS] = { "duty_flag.checks",
	    "SELECT c.code, c.name, total(k.answer = 'no'), count(*) "
	    "FROM backcheck AS k JOIN cadre AS c ON c.id = k.cadre_id "
	    "WHERE k.reported = 1 AND k.answer IN ('yes', 'no') "
	    "AND k.day BETWEEN ?1 AND ?2 AND ?3 > 0 AND ?4 > -90000 "
	    "GROUP BY c.id ORDER BY c.code" },
	[FLAGS_LAST_DAYS] = { "duty_flag.last_days",
	    "SELECT c.code, c.name, total(d.made_at >= ?3), count(*) "
	    "FROM " FLAG_CONTACTS " WHERE " FLAG_OF_MONTH
	    " GROUP BY c.id HAVING count(*) >= 10 "
	    "AND total(d.made_at >= ?3) * 10 >= count(*) * 4 ORDER BY c.code" },
	[FLAGS_HURRY] = { "duty_flag.hurry",
	    "SELECT code, name, max(visits), 0 FROM (SELECT c.code AS code, "
	    "c.name AS name, count(*) AS visits FROM " FLAG_CONTACTS
	    " WHERE d.kind = 'visit' AND " FLAG_OF_MONTH
	    " GROUP BY c.id, d.day, d.made_at / 3600000000) "
	    "WHERE visits > 15 GROUP BY code ORDER BY code" },
	[FLAGS_NIGHT] = { "duty_flag.night",
	    "SELECT c.code, c.name, count(*), 0 FROM duty_contact AS d "
	    "JOIN cadre AS c ON c.id = d.cadre_id WHERE " FLAG_OF_MONTH
	    " AND ((d.made_at / 1000000 + ?4) % 86400 >= 79200 "
	    "OR (d.made_at / 1000000 + ?4) % 86400 < 21600) "
	    "GROUP BY c.id HAVING count(*) >= 3 ORDER BY c.code" },
	[FLAGS_LEAVE] = { "duty_flag.leave",
	    "SELECT c.code, c.name, count(*), 0 FROM duty_contact AS d "
	    "JOIN leave AS l ON l.cadre_id = d.cadre_id "
	    "AND d.day BETWEEN l.from_day AND l.to_day "
	    "JOIN cadre AS c ON c.id = d.cadre_id WHERE " FLAG_OF_MONTH
	    " GROUP BY c.id ORDER BY c.code" },
	[FLAGS_QUICK] = { "duty_flag.quick",
	    "SELECT c.code, c.name, count(*), 0 FROM backcheck AS k "
	    "JOIN cadre AS c ON c.id = k.cadre_id JOIN outbox AS o "
	    "ON o.key = 'check:' || k.id JOIN outbox_part AS p "
	    "ON p.outbox_id = o.id WHERE k.day BETWEEN ?1 AND ?2 AND ?3 > 0 "
	    "AND ?4 > -90000 AND k.answered_at <> 0 "
	    "AND k.answered_at - p.sent_at < 10000000 "
	    "GROUP BY c.id HAVING count(*) >= 3 ORDER BY c.code" },
	[FLAGS_CHECKED] = { "duty_flag.checked",
	    "SELECT c.code, c.name, k.phone, k.household_id, k.day "
	    "FROM backcheck AS k JOIN cadre AS c ON c.id = k.cadre_id "
	    "WHERE k.day BETWEEN ? AND ? ORDER BY c.code" },
	[FLAGS_TYPED] = { "duty_flag.typed",
	    "SELECT c.code, c.name, count(*), 0 FROM inbox AS i "
	    "INDEXED BY inbox_typed JOIN duty_contact AS d ON d.inbox_id = i.id "
	    "JOIN cadre AS c ON c.id = d.cadre_id WHERE i.typed_by <> '' AND "
	    FLAG_OF_MONTH " GROUP BY c.id ORDER BY c.code" },
};
const struct statement_table duty_flag_statements =
    STATEMENT_TABLE_LATE(flag_sources);

/* What the statements are asked with. */
struct flag_month {
	int	 first, last;
	gint64	 last_days;
	int	 ahead_s;
};

/* Flags under way. */
struct flag_call {
	struct db *db;
	const struct flag_month *month;
	enum duty_flag flag;
	void (*row)(const struct duty_flagged *flagged, void *user);
	void *user;
};

static gboolean	flag_rows(struct flag_call *call, int which, GError **error);
static gboolean	flag_checks(struct flag_call *call, GError **error);
static gboolean	flag_last_days(struct flag_call *call, GError **error);
static gboolean	flag_hurry(struct flag_call *call, GError **error);
static gboolean	flag_night(struct flag_call *call, GError **error);
static gboolean	flag_leave(struct flag_call *call, GError **error);
static gboolean	flag_quick(struct flag_call *call, GError **error);
static gboolean	flag_typed(struct flag_call *call, GError **error);
static gboolean	flag_households(struct flag_call *call, GError **error);
static void	flag_shared(const char *number, int households, void *user);
static gboolean	flag_cadre_number(struct flag_call *call, GError **error);
static void	flag_cadre(const char *cadre, const char *household, void *user);
static gboolean	flag_new_number(struct flag_call *call, GError **error);
static void	flag_say(struct flag_call *call, const char *who, const char *name,
		    int count);

static gboolean (*const flag_asks[FLAG_COUNT])(struct flag_call *call,
    GError **error) = {
	[FLAG_CHECKS] = flag_checks, [FLAG_LAST_DAYS] = flag_last_days,
	[FLAG_HURRY] = flag_hurry, [FLAG_NIGHT] = flag_night,
	[FLAG_LEAVE] = flag_leave, [FLAG_HOUSEHOLDS] = flag_households,
	[FLAG_CADRE_NUMBER] = flag_cadre_number,
	[FLAG_NEW_NUMBER] = flag_new_number, [FLAG_QUICK] = flag_quick,
	[FLAG_TYPED] = flag_typed,
};

const char *
duty_flag_name(enum duty_flag flag)
{
	return flag_names[flag];
}

gboolean
duty_flag_each(struct db *db, int month, GTimeZone *zone,
    void (*row)(const struct duty_flagged *flagged, void *user), void *user,
    GError **error)
{
	struct flag_month m = {
		.first = month * 100 + 1,
		.last = month * 100 + calendar_month_days(month),
	};
	struct flag_call call = { .db = db, .month = &m, .row = row, .user = user };
	gint64 begins = calendar_moment(m.first, 0, zone);
	gboolean ok = statement_prepare_late(db, MODULE_DUTY_FLAG, error);

	m.last_days = calendar_moment(calendar_day_add(m.last, -1), 0, zone);
	m.ahead_s = g_time_zone_get_offset(zone, g_time_zone_find_interval(zone,
	    G_TIME_TYPE_UNIVERSAL, begins / CLOCK_SECOND));
	for (int flag = 0; ok && flag < FLAG_COUNT; flag++) {
		call.flag = (enum duty_flag)flag;
		ok = flag_asks[flag](&call, error);
	}
	statement_finalize(db, MODULE_DUTY_FLAG);
	return ok;
}

static gboolean
flag_rows(struct flag_call *call, int which, GError **error)
{
	struct statement *s = statement_use(call->db, MODULE_DUTY_FLAG, which);
	const struct flag_month *m = call->month;
	gboolean ok;

	statement_int(s, which == FLAGS_CHECKS ?
	    calendar_month_add(m->first / 100, -11) * 100 + 1 : m->first);
	statement_int(s, m->last);
	statement_int(s, m->last_days);
	statement_int(s, m->ahead_s);
	while (statement_row(s, &ok, error)) {
		struct duty_flagged one = { .flag = call->flag };

		one.who = column_borrow(s);
		one.name = column_borrow(s);
		one.count = (int)column_int(s);
		one.of = (int)column_int(s);
		if (which != FLAGS_CHECKS || duty_flag_checks(one.count, one.of))
			call->row(&one, call->user);
	}
	return ok;
}

static gboolean
flag_checks(struct flag_call *call, GError **error)
{
	return flag_rows(call, FLAGS_CHECKS, error);
}

static gboolean
flag_last_days(struct flag_call *call, GError **error)
{
	return flag_rows(call, FLAGS_LAST_DAYS, error);
}

static gboolean
flag_hurry(struct flag_call *call, GError **error)
{
	return flag_rows(call, FLAGS_HURRY, error);
}

static gboolean
flag_night(struct flag_call *call, GError **error)
{
	return flag_rows(call, FLAGS_NIGHT, error);
}

static gboolean
flag_leave(struct flag_call *call, GError **error)
{
	return flag_rows(call, FLAGS_LEAVE, error);
}

static gboolean
flag_quick(struct flag_call *call, GError **error)
{
	return flag_rows(call, FLAGS_QUICK, error);
}

static gboolean
flag_typed(struct flag_call *call, GError **error)
{
	return flag_rows(call, FLAGS_TYPED, error);
}

static gboolean
flag_households(struct flag_call *call, GError **error)
{
	return person_each_shared_number(call->db, flag_shared, call, error);
}

static void
flag_shared(const char *number, int households, void *user)
{
	flag_say(user, number, "", households);
}

static gboolean
flag_cadre_number(struct flag_call *call, GError **error)
{
	return person_each_number_of_cadre(call->db, flag_cadre, call, error);
}

static void
flag_cadre(const char *cadre, const char *household, void *user)
{
	flag_say(user, cadre, household, 1);
}

/* Households that were asked by a number that was new then, by cadre. */
static gboolean
flag_new_number(struct flag_call *call, GError **error)
{
	struct statement *s = statement_use(call->db, MODULE_DUTY_FLAG,
	    FLAGS_CHECKED);
	g_autofree char *code = g_strdup(""), *name = g_strdup("");
	gboolean ok, asked = TRUE;
	int count = 0;

	statement_int(s, call->month->first);
	statement_int(s, call->month->last);
	while (asked && statement_row(s, &ok, error)) {
		const char *cadre = column_borrow(s), *called = column_borrow(s);
		const char *phone = column_borrow(s);
		gint64 home = column_int(s);
		gboolean is = FALSE;

		asked = person_number_is_new(call->db, phone, home,
		    calendar_day_add((int)column_int(s), -(FLAG_NEW_DAYS - 1)),
		    &is, error);
		if (strcmp(code, cadre) != 0) {
			flag_say(call, code, name, count);
			g_free(code);
			g_free(name);
			code = g_strdup(cadre);
			name = g_strdup(called);
			count = 0;
		}
		count += is;
	}
	statement_end(s);
	flag_say(call, code, name, count);
	return asked && ok;
}

static void
flag_say(struct flag_call *call, const char *who, const char *name, int count)
{
	const struct duty_flagged one = {
		.flag = call->flag, .who = who, .name = name, .count = count,
	};

	if (count > 0)
		call->row(&one, call->user);
}

/* The tail of the binomial distribution. */
gboolean
duty_flag_checks(int no, int replies)
{
	double term = 1, below = 0;

	if (replies < FLAG_REPLIES)
		return FALSE;
	for (int i = 0; i < replies; i++)
		term *= 1 - FLAG_FORGET;
	for (int k = 0; k < no; k++) {
		below += term;
		term *= (double)(replies - k) / (k + 1) * FLAG_FORGET /
		    (1 - FLAG_FORGET);
	}
	return 1 - below <= FLAG_LEVEL;
}
