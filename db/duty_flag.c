/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_flag.h.
 */
#include "db/duty_flag.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/phone_book.h"
#include "db/statement.h"

#define FLAG_FORGET	0.08	/* of the households that somebody did call on */
#define FLAG_LEVEL	0.05
#define FLAG_REPLIES	6

/* Parameters of all: ?1 first day, ?2 last day of the month, ?3 us when its last two
 * days begin, ?4 seconds that local time is ahead of UTC. */
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

static const struct statement_source flag_sources[FLAG_COUNT] = {
	/* of the year that ends with the month; judged in C */
	[FLAG_CHECKS] = { "duty_flag.checks",
	    "SELECT c.code, c.name, total(k.answer = 'no'), count(*) "
	    "FROM " FLAG_CHECKED " WHERE k.reported = 1 AND k.answer IN ('yes', 'no') "
	    "AND k.day BETWEEN ?1 - 10000 AND ?2 AND ?3 > 0 AND ?4 > -90000 "
	    "GROUP BY c.id ORDER BY c.code" },
	[FLAG_LAST_DAYS] = { "duty_flag.last_days",
	    "SELECT c.code, c.name, total(d.made_at >= ?3), count(*) "
	    "FROM " FLAG_CONTACTS " WHERE " FLAG_OF_MONTH
	    " GROUP BY c.id HAVING count(*) >= 10 "
	    "AND total(d.made_at >= ?3) * 10 >= count(*) * 4 ORDER BY c.code" },
	[FLAG_HURRY] = { "duty_flag.hurry",
	    "SELECT code, name, max(visits), 0 FROM (SELECT c.code AS code, "
	    "c.name AS name, count(*) AS visits FROM " FLAG_CONTACTS
	    " WHERE d.kind = 'visit' AND " FLAG_OF_MONTH
	    " GROUP BY c.id, d.day, d.made_at / 3600000000) "
	    "WHERE visits > 15 GROUP BY code ORDER BY code" },
	[FLAG_NIGHT] = { "duty_flag.night",
	    "SELECT c.code, c.name, count(*), 0 FROM " FLAG_CONTACTS
	    " WHERE " FLAG_OF_MONTH " AND ((d.made_at / 1000000 + ?4) % 86400 >= 79200 "
	    "OR (d.made_at / 1000000 + ?4) % 86400 < 21600) "
	    "GROUP BY c.id HAVING count(*) >= 3 ORDER BY c.code" },
	[FLAG_LEAVE] = { "duty_flag.leave",
	    "SELECT c.code, c.name, count(*), 0 FROM " FLAG_CONTACTS
	    " JOIN leave AS l ON l.cadre_id = d.cadre_id "
	    "AND d.day BETWEEN l.from_day AND l.to_day WHERE " FLAG_OF_MONTH
	    " GROUP BY c.id ORDER BY c.code" },
	[FLAG_HOUSEHOLDS] = { "duty_flag.households",
	    "SELECT number, '', count(DISTINCT household_id), 0 FROM phone AS p "
	    "WHERE main = 1 AND " PHONE_IS_RIGHT("p") " AND ?1 + ?2 + ?3 + ?4 > 0 GROUP BY number "
	    "HAVING count(DISTINCT household_id) >= 3 ORDER BY number" },
	[FLAG_CADRE_NUMBER] = { "duty_flag.cadre_number",
	    "SELECT c.code, h.code, 1, 0 FROM cadre AS c JOIN phone AS p "
	    "ON p.number = c.mobile JOIN household AS h ON h.id = p.household_id "
	    "WHERE c.gone_on = 0 AND ?1 + ?2 + ?3 + ?4 > 0 "
	    "ORDER BY c.code, h.code" },
	/* 100 in days written 20261123 is a month */
	[FLAG_NEW_NUMBER] = { "duty_flag.new_number",
	    "SELECT c.code, c.name, count(*), 0 FROM " FLAG_CHECKED " JOIN phone AS p "
	    "ON p.number = k.phone AND p.household_id = k.household_id "
	    "WHERE k.day BETWEEN ?1 AND ?2 AND ?3 > 0 AND ?4 > -90000 "
	    "AND p.changed_on > k.day - 100 AND EXISTS (SELECT 1 FROM phone AS o "
	    "WHERE o.household_id = k.household_id "
	    "AND o.changed_on < p.changed_on) GROUP BY c.id ORDER BY c.code" },
	[FLAG_QUICK] = { "duty_flag.quick",
	    "SELECT c.code, c.name, count(*), 0 FROM " FLAG_CHECKED " JOIN outbox AS o "
	    "ON o.key = 'check:' || k.id JOIN outbox_part AS p "
	    "ON p.outbox_id = o.id WHERE k.day BETWEEN ?1 AND ?2 AND ?3 > 0 "
	    "AND ?4 > -90000 AND k.answered_at <> 0 "
	    "AND k.answered_at - p.sent_at < 10000000 "
	    "GROUP BY c.id HAVING count(*) >= 3 ORDER BY c.code" },
	[FLAG_TYPED] = { "duty_flag.typed",
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

static gboolean	flag_rows(struct db *db, enum duty_flag flag,
		    const struct flag_month *m,
		    void (*row)(const struct duty_flagged *flagged, void *user),
		    void *user, GError **error);

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
	gint64 begins = calendar_moment(m.first, 0, zone);
	gboolean ok = statement_prepare_late(db, MODULE_DUTY_FLAG, error);

	m.last_days = calendar_moment(m.last - 1, 0, zone);
	m.ahead_s = g_time_zone_get_offset(zone, g_time_zone_find_interval(zone,
	    G_TIME_TYPE_UNIVERSAL, begins / CLOCK_SECOND));
	for (int flag = 0; ok && flag < FLAG_COUNT; flag++)
		ok = flag_rows(db, (enum duty_flag)flag, &m, row, user, error);
	statement_finalize(db, MODULE_DUTY_FLAG);
	return ok;
}

static gboolean
flag_rows(struct db *db, enum duty_flag flag, const struct flag_month *m,
    void (*row)(const struct duty_flagged *flagged, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_FLAG, (int)flag);
	gboolean ok;

	statement_int(s, m->first);
	statement_int(s, m->last);
	statement_int(s, m->last_days);
	statement_int(s, m->ahead_s);
	while (statement_row(s, &ok, error)) {
		struct duty_flagged one = { .flag = flag };

		one.who = column_borrow(s);
		one.name = column_borrow(s);
		one.count = (int)column_int(s);
		one.of = (int)column_int(s);
		if (flag != FLAG_CHECKS || duty_flag_checks(one.count, one.of))
			row(&one, user);
	}
	return ok;
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
