/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty.h.
 *
 * A card is judged from five reads: its assignments and their households, who died
 * lately, the cadre's leave, and the contacts they (and who stood in for them) made since
 * the quarter began or the month before.  All are ranges of an index that begins with
 * the cadre.  A sweep reads less: no households but the special ones, once, and of
 * earlier months only who was met in person; it cannot tell short intervals.
 */
#include "db/duty.h"

#include <string.h>

#include "base/calendar.h"
#include "db/audit.h"
#include "db/cadre.h"
#include "db/household.h"
#include "db/person_mark.h"
#include "db/statement.h"

/* Of two days next to each other the dates are compared in C. */
enum { DUTY_CARD, DUTY_CONTACTS, DUTY_IN_PERSON,
       DUTY_ADD, DUTY_TYPED, DUTY_NEWEST, DUTY_UNDO,
       DUTY_UNDO_ALL, DUTY_LAST_TEXT, DUTY_OF_TEXT, DUTY_CLOSED };

/* An assignment a of the month that begins on ?2, with the day on which whoever had
 * the household before ended, and the day on which another began after. */
#define CARD_COLUMNS							\
	"SELECT a.no, a.household_id, a.from_day, a.to_day, "		\
	"CASE WHEN a.from_day > ?2 THEN (SELECT max(p.to_day) "		\
	"FROM assignment AS p WHERE p.household_id = a.household_id "	\
	"AND p.cadre_id <> a.cadre_id AND p.to_day <> 0 "		\
	"AND p.to_day < a.from_day) END, "				\
	"CASE WHEN a.to_day <> 0 THEN (SELECT min(n.from_day) "		\
	"FROM assignment AS n WHERE n.household_id = a.household_id "	\
	"AND n.cadre_id <> a.cadre_id AND n.from_day > a.to_day) END"

static const struct statement_source duty_sources[] = {
	/* cadre, first and last day of the month */
	[DUTY_CARD] = { "duty.card",
	    CARD_COLUMNS " FROM assignment AS a WHERE a.cadre_id = ?1 AND a.from_day <= ?3 "
	    "AND (a.to_day = 0 OR a.to_day >= ?2)" },
	[DUTY_IN_PERSON] = { "duty.in_person",
	    "SELECT household_id, day, kind FROM duty_contact "
	    "INDEXED BY duty_contact_in_person "
	    "WHERE cadre_id = ? AND day >= ? AND day <= ? "
	    "AND kind IN ('visit', 'came') AND undone_at = 0" },
	[DUTY_CONTACTS] = { "duty.contacts",
	    "SELECT household_id, day, kind FROM duty_contact "
	    "WHERE cadre_id = ? AND day >= ? AND day <= ? AND undone_at = 0" },
	[DUTY_ADD] = { "duty.add",
	    "INSERT INTO duty_contact (cadre_id, household_id, day, kind, "
	    "made_at, inbox_id, note) VALUES (?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT DO NOTHING RETURNING id" },
	[DUTY_TYPED] = { "duty.typed",
	    "SELECT i.typed_by, c.code FROM inbox AS i, cadre AS c "
	    "WHERE i.id = ? AND i.typed_by <> '' AND c.id = ?" },
	[DUTY_NEWEST] = { "duty.newest",
	    "SELECT id, kind FROM duty_contact WHERE cadre_id = ? "
	    "AND day >= ? AND household_id = ? AND made_at >= ? "
	    "AND undone_at = 0 ORDER BY made_at DESC, id DESC LIMIT 1" },
	[DUTY_UNDO] = { "duty.undo",
	    "UPDATE duty_contact SET undone_at = ? WHERE id = ?" },
	[DUTY_UNDO_ALL] = { "duty.undo_all",
	    "UPDATE duty_contact SET undone_at = ? WHERE cadre_id = ? "
	    "AND day >= ? AND made_at >= ? AND inbox_id IS NOT NULL "
	    "AND undone_at = 0 RETURNING id" },
	[DUTY_LAST_TEXT] = { "duty.last_text",
	    "SELECT inbox_id FROM duty_contact WHERE cadre_id = ? "
	    "AND day >= ? AND made_at >= ? AND inbox_id IS NOT NULL "
	    "AND undone_at = 0 ORDER BY made_at DESC, id DESC LIMIT 1" },
	[DUTY_OF_TEXT] = { "duty.of_text",
	    "SELECT household_id FROM duty_contact WHERE inbox_id = ? "
	    "AND undone_at = 0 ORDER BY id" },
	[DUTY_CLOSED] = { "duty.closed",
	    "SELECT 1 FROM duty_closed WHERE month = ?" },
};
const struct statement_table duty_statements = STATEMENT_TABLE(duty_sources);

/* How many days before today a report can lie, and be taken back. */
#define DUTY_BACK_DAYS	40

/* One contact, with its household. */
struct card_contact {
	gint64	 household_id;
	struct duty_contact contact;
};

/* A card being judged. */
struct card {
	const struct duty_tag *tags;
	gint64	 cadre_id, deputy_id;	/* deputy_id 0: it is judged for themselves */
	int	 month, today, first, last;
	GArray	*leaves;	/* struct duty_leave */
	GArray	*deputies;	/* struct cadre_leave with a deputy */
	GArray	*contacts;	/* struct card_contact, by household */
	GPtrArray *entries;	/* struct card_entry */
	GHashTable *homes;	/* household id -> struct card_home; of a sweep only
				 * of special ones */
	GHashTable *deaths;	/* household id -> day, of those that rest */
	struct duty_totals *totals;	/* of a sweep; NULL not */
};

/* What is told of a household. */
struct card_home {
	gint64	 id;
	char	*code, *head, *tags;
	int	 closed_on;
	struct duty_rule rule;
};

/* Households being gathered. */
struct card_homes {
	GHashTable *homes;
	const struct duty_tag *tags;
	int	 month;
};

struct duty_sweep {
	struct db *db;
	const struct duty_tag *tags;
	int	 month, today;
	GHashTable *homes, *deaths;	/* as in struct card */
};

/* Deaths being gathered. */
struct card_deaths {
	GHashTable *days;
	int	 month, today;
};

struct card_entry {
	struct duty_entry entry;
	struct obligation_facts facts;
};

static gboolean	duty_record_typed(struct db *db,
		    const struct duty_booking *report, GError **error);
static gboolean	card_load(struct db *db, struct card *card, GError **error);
static void	card_clear(struct card *card);
static gboolean	card_leave(const struct cadre_leave *leave, void *user);
static gboolean	card_contacts(struct db *db, struct card *card, int which,
		    gint64 cadre_id, int from, int to, GError **error);
static int	card_contact_order(gconstpointer a, gconstpointer b);
static gboolean	card_households(struct db *db, struct card *card,
		    GError **error);
static void	card_read(struct statement *s, const struct card *card,
		    struct card_entry *entry);
static void	card_home(const struct card *card, struct card_entry *entry);
static GHashTable *card_homes_new(void);
static void	card_homes_add(const struct household *household, void *user);
static void	card_home_free(gpointer home);
static GHashTable *card_deaths(struct db *db, int month, int today, GError **error);
static void	card_death(gint64 household_id, int day, void *user);
static void	card_judge(struct card *card, struct card_entry *entry);
static int	card_entry_order(gconstpointer a, gconstpointer b);
static int	duty_back(gint64 since);

gboolean
duty_each(struct db *db, const struct duty_tag *tags, gint64 cadre_id,
    int month, int today,
    gboolean (*row)(const struct duty_entry *entry, void *user), void *user,
    GError **error)
{
	return duty_each_stood_for(db, tags, cadre_id, 0, month, today, row,
	    user, error);
}

gboolean
duty_each_stood_for(struct db *db, const struct duty_tag *tags,
    gint64 cadre_id, gint64 deputy_id, int month, int today,
    gboolean (*row)(const struct duty_entry *entry, void *user), void *user,
    GError **error)
{
	struct card card = {
		.tags = tags != NULL ? tags : duty_tags_usual,
		.cadre_id = cadre_id, .deputy_id = deputy_id,
		.month = month, .today = today, .first = month * 100 + 1,
		.last = month * 100 + calendar_month_days(month),
		.homes = card_homes_new(),
		.deaths = card_deaths(db, month, today, error),
	};
	struct card_homes homes = { card.homes, card.tags, month };
	gboolean ok = card.deaths != NULL && household_each_assigned(db, cadre_id, card.first, card.last,
	    card_homes_add, &homes, error) && card_load(db, &card, error);
	gboolean go_on = ok;

	for (guint i = 0; go_on && i < card.entries->len; i++) {
		struct card_entry *entry = g_ptr_array_index(card.entries, i);

		go_on = row(&entry->entry, user);
	}
	g_hash_table_destroy(card.homes);
	g_clear_pointer(&card.deaths, g_hash_table_unref);
	card_clear(&card);
	return ok;
}

static gboolean
card_load(struct db *db, struct card *card, GError **error)
{
	int quarter = calendar_month_add(card->month,
	    -((card->month % 100 - 1) % 3)) * 100 + 1;
	int before = calendar_month_add(card->month, -1) * 100 + 1;
	int since = MIN(quarter, before);
	int begin = card->totals != NULL ? card->first : since;

	card->leaves = g_array_new(FALSE, FALSE, sizeof(struct duty_leave));
	card->deputies = g_array_new(FALSE, FALSE, sizeof(struct cadre_leave));
	card->contacts = g_array_new(FALSE, FALSE, sizeof(struct card_contact));
	card->entries = g_ptr_array_new_with_free_func(g_free);
	if (!cadre_each_leave(db, card->cadre_id, since, card->last, card_leave,
	    card, error) ||
	    !card_contacts(db, card, DUTY_CONTACTS, card->cadre_id, begin,
	    card->last, error) ||
	    (begin > quarter && !card_contacts(db, card, DUTY_IN_PERSON,
	    card->cadre_id, quarter, calendar_day_add(begin, -1), error)))
		return FALSE;
	for (guint i = 0; i < card->deputies->len; i++) {
		const struct cadre_leave *leave = &g_array_index(card->deputies,
		    struct cadre_leave, i);

		int from = MAX(MAX(leave->from, leave->deputy_since), since);
		int to = MIN(leave->to, card->last);

		if (!card_contacts(db, card, DUTY_CONTACTS, leave->deputy_id, from, to,
		    error) || (leave->deputy_before != 0 &&
		    !card_contacts(db, card, DUTY_CONTACTS, leave->deputy_before,
		    MAX(leave->from, since), MIN(to,
		    calendar_day_add(leave->deputy_since, -1)), error)))
			return FALSE;
	}
	g_array_sort(card->contacts, card_contact_order);
	return card_households(db, card, error);
}

static void
card_clear(struct card *card)
{
	g_clear_pointer(&card->leaves, g_array_unref);
	g_clear_pointer(&card->deputies, g_array_unref);
	g_clear_pointer(&card->contacts, g_array_unref);
	g_clear_pointer(&card->entries, g_ptr_array_unref);
}

/* Judged for a deputy, only the leaves they stand in for are deputed. */
static gboolean
card_leave(const struct cadre_leave *leave, void *user)
{
	struct card *card = user;
	struct duty_leave one = {
		.from = leave->from, .to = leave->to,
		.deputy = leave->deputy_id != 0 && (card->deputy_id == 0 ||
		    card->deputy_id == leave->deputy_id),
	};

	g_array_append_val(card->leaves, one);
	if (leave->deputy_id != 0 || leave->deputy_before != 0)
		g_array_append_vals(card->deputies, leave, 1);
	return TRUE;
}

static gboolean
card_contacts(struct db *db, struct card *card, int which, gint64 cadre_id,
    int from, int to, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, which);
	gboolean ok;

	statement_int(s, cadre_id);
	statement_int(s, from);
	statement_int(s, to);
	while (statement_row(s, &ok, error)) {
		struct card_contact one = { .contact.counts = TRUE };

		one.household_id = column_int(s);
		one.contact.day = (int)column_int(s);
		if (duty_kind_from_name(column_borrow(s), &one.contact.kind))
			g_array_append_val(card->contacts, one);
	}
	return ok;
}

static int
card_contact_order(gconstpointer a, gconstpointer b)
{
	const struct card_contact *one = a, *other = b;

	return (one->household_id > other->household_id) -
	    (one->household_id < other->household_id);
}

static gboolean
card_households(struct db *db, struct card *card, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_CARD);
	gboolean ok;

	statement_int(s, card->cadre_id);
	statement_int(s, card->first);
	statement_int(s, card->last);
	while (statement_row(s, &ok, error)) {
		struct card_entry entry = { .facts.month = card->month };

		card_read(s, card, &entry);
		card_home(card, &entry);
		card_judge(card, &entry);
		if (card->totals != NULL)
			duty_count(card->totals, &entry.entry);
		else
			g_ptr_array_add(card->entries, g_memdup2(&entry,
			    sizeof(entry)));
	}
	g_ptr_array_sort(card->entries, card_entry_order);
	return ok;
}

static void
card_read(struct statement *s, const struct card *card,
    struct card_entry *entry)
{
	struct duty_entry *e = &entry->entry;
	struct obligation_facts *f = &entry->facts;
	int previous, next;

	e->no = (int)column_int(s);
	e->household_id = column_int(s);
	f->from = (int)column_int(s);
	f->to = (int)column_int(s);
	previous = (int)column_int(s);
	next = (int)column_int(s);
	f->today = card->today;
	f->as_deputy = card->deputy_id != 0;
	f->taken_over = previous != 0 &&
	    calendar_day_add(previous, 1) == f->from;
	f->handed_on = next != 0 && calendar_day_add(f->to, 1) == next ?
	    next : 0;
	f->rule.per_month = 1;
}

static void
card_home(const struct card *card, struct card_entry *entry)
{
	const struct card_home *home = g_hash_table_lookup(card->homes,
	    &entry->entry.household_id);

	entry->facts.died_on = GPOINTER_TO_INT(g_hash_table_lookup(card->deaths,
	    &entry->entry.household_id));
	if (home == NULL)
		return;
	entry->entry.code = home->code;
	entry->entry.head = home->head;
	entry->entry.tags = home->tags;
	entry->facts.closed_on = home->closed_on;
	entry->facts.rule = home->rule;
}

static GHashTable *
card_homes_new(void)
{
	return g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL,
	    card_home_free);
}

static void
card_homes_add(const struct household *household, void *user)
{
	struct card_homes *homes = user;
	struct card_home *home = g_new0(struct card_home, 1);

	home->id = household->id;
	home->code = g_strdup(household->code);
	home->head = g_strdup(household->head);
	home->tags = g_strdup(household->tags);
	home->closed_on = household->closed_on;
	duty_rule_of(homes->tags, household->tags, household->tags_before,
	    household->tags_on, homes->month, &home->rule);
	g_hash_table_replace(homes->homes, &home->id, home);
}

static void
card_home_free(gpointer data)
{
	struct card_home *home = data;

	g_free(home->code);
	g_free(home->head);
	g_free(home->tags);
	g_free(home);
}

/* NULL when the database failed. */
static GHashTable *
card_deaths(struct db *db, int month, int today, GError **error)
{
	struct card_deaths deaths = {
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		month, today
	};

	if (!person_mark_each_death(db, calendar_day_add(month * 100 + 1,
	    -PERSON_REST_DAYS), card_death, &deaths, error))
		g_clear_pointer(&deaths.days, g_hash_table_unref);
	return deaths.days;
}

static void
card_death(gint64 household_id, int day, void *user)
{
	struct card_deaths *deaths = user;

	if (obligation_rests(day, deaths->month, deaths->today))
		g_hash_table_replace(deaths->days, g_memdup2(&household_id,
		    sizeof(household_id)), GINT_TO_POINTER(day));
}

static void
card_judge(struct card *card, struct card_entry *entry)
{
	struct duty_contact contacts[64];
	int count = 0;
	guint low = 0, high = card->contacts->len;

	while (low < high) {
		guint middle = (low + high) / 2;

		if (g_array_index(card->contacts, struct card_contact,
		    middle).household_id < entry->entry.household_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < card->contacts->len && count <
	    (int)G_N_ELEMENTS(contacts); low++) {
		const struct card_contact *one = &g_array_index(card->contacts,
		    struct card_contact, low);

		if (one->household_id != entry->entry.household_id)
			break;
		contacts[count++] = one->contact;
	}
	entry->facts.contacts = contacts;
	entry->facts.contact_count = count;
	entry->facts.leaves = (const struct duty_leave *)card->leaves->data;
	entry->facts.leave_count = (int)card->leaves->len;
	obligation_judge(&entry->facts, &entry->entry.obligation);
	entry->entry.rule = entry->facts.rule;
	entry->entry.active = entry->facts.from <= card->today &&
	    (entry->facts.to == 0 || entry->facts.to >= card->today) &&
	    entry->facts.closed_on == 0;
}

static int
card_entry_order(gconstpointer a, gconstpointer b)
{
	const struct card_entry *one = *(const struct card_entry *const *)a;
	const struct card_entry *other = *(const struct card_entry *const *)b;

	return one->entry.no - other->entry.no;
}

int
duty_owed(const struct duty_totals *totals)
{
	return totals->states[OBLIGATION_DUE] + totals->states[OBLIGATION_DONE] +
	    totals->states[OBLIGATION_LATE] + totals->states[OBLIGATION_TRIED];
}

int
duty_left(const struct duty_totals *totals)
{
	return totals->states[OBLIGATION_DUE] + totals->states[OBLIGATION_LATE];
}

void
duty_count(struct duty_totals *totals, const struct duty_entry *entry)
{
	totals->households += entry->active;
	totals->states[entry->obligation.state]++;
}

struct duty_sweep *
duty_sweep_new(struct db *db, const struct duty_tag *tags, int month,
    int today, GError **error)
{
	struct duty_sweep *sweep = g_new0(struct duty_sweep, 1);
	struct card_homes homes = {
		card_homes_new(), tags != NULL ? tags : duty_tags_usual, month
	};

	sweep->db = db;
	sweep->tags = homes.tags;
	sweep->month = month;
	sweep->today = today;
	sweep->homes = homes.homes;
	sweep->deaths = card_deaths(db, month, today, error);
	if (sweep->deaths == NULL ||
	    !household_each_special(db, card_homes_add, &homes, error))
		g_clear_pointer(&sweep, duty_sweep_free);
	return sweep;
}

gboolean
duty_sweep_card(struct duty_sweep *sweep, gint64 cadre_id,
    struct duty_totals *totals, GError **error)
{
	struct card card = {
		.tags = sweep->tags, .cadre_id = cadre_id,
		.month = sweep->month, .today = sweep->today,
		.first = sweep->month * 100 + 1,
		.last = sweep->month * 100 + calendar_month_days(sweep->month),
		.homes = sweep->homes, .deaths = sweep->deaths, .totals = totals,
	};
	gboolean ok;

	memset(totals, 0, sizeof(*totals));
	ok = card_load(sweep->db, &card, error);
	card_clear(&card);
	return ok;
}

void
duty_sweep_free(struct duty_sweep *sweep)
{
	if (sweep == NULL)
		return;
	g_hash_table_unref(sweep->homes);
	g_clear_pointer(&sweep->deaths, g_hash_table_unref);
	g_free(sweep);
}

gboolean
duty_add(struct db *db, const struct duty_booking *report, gboolean *added,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_ADD);

	statement_int(s, report->cadre_id);
	statement_int(s, report->household_id);
	statement_int(s, report->day);
	statement_text(s, duty_kind_name(report->kind));
	statement_int(s, report->made_at);
	statement_id(s, report->inbox_id);
	statement_text(s, report->note);
	return statement_is(s, added, error) &&
	    (!*added || duty_record_typed(db, report, error));
}

/* A report that no cadre's phone sent is in the audit trail, under who typed it. */
static gboolean
duty_record_typed(struct db *db, const struct duty_booking *report,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_TYPED);
	g_autofree char *actor = NULL, *object = NULL, *after = NULL;
	g_autofree char *reason = g_strdup_printf("inbox:%" G_GINT64_FORMAT,
	    report->inbox_id);
	struct audit_row row = {
		.at = report->made_at, .role = "console", .action = "duty.report",
		.before = "", .reason = reason,
	};
	struct household household;
	gboolean found, ok;

	statement_int(s, report->inbox_id);
	statement_int(s, report->cadre_id);
	if (!statement_row(s, &ok, error))
		return ok;
	actor = column_text(s);
	object = g_strconcat("cadre:", column_borrow(s), NULL);
	statement_end(s);
	if (!household_by_id(db, report->household_id, &found, &household, error))
		return FALSE;
	after = g_strdup_printf("%s %s %d", found ? household.code : "",
	    duty_kind_name(report->kind), report->day);
	household_clear(&household);
	row.actor = actor;
	row.object = object;
	row.after = after;
	return audit_add(db, &row, error);
}

/* The earliest day that a report made since then can be of: so that the index of
 * days is walked from there. */
static int
duty_back(gint64 since)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	return calendar_day_add(calendar_day(since, utc), -DUTY_BACK_DAYS);
}

gboolean
duty_undo(struct db *db, gint64 cadre_id, gint64 household_id, gint64 since,
    gint64 now, gboolean *done, enum duty_kind *kind, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_NEWEST);
	gint64 id = 0;
	gboolean ok;

	statement_int(s, cadre_id);
	statement_int(s, duty_back(since));
	statement_int(s, household_id);
	statement_int(s, since);
	*done = statement_row(s, &ok, error);
	if (!*done)
		return ok;
	id = column_int(s);
	duty_kind_from_name(column_borrow(s), kind);
	statement_end(s);
	s = statement_use(db, MODULE_DUTY, DUTY_UNDO);
	statement_int(s, now);
	statement_int(s, id);
	return statement_run(s, error);
}

gboolean
duty_undo_all(struct db *db, gint64 cadre_id, gint64 since, gint64 now,
    int *count, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_UNDO_ALL);
	gboolean ok;

	*count = 0;
	statement_int(s, now);
	statement_int(s, cadre_id);
	statement_int(s, duty_back(since));
	statement_int(s, since);
	while (statement_row(s, &ok, error))
		++*count;
	return ok;
}

gboolean
duty_last_text(struct db *db, gint64 cadre_id, gint64 since, gint64 *inbox_id,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_LAST_TEXT);

	*inbox_id = 0;
	statement_int(s, cadre_id);
	statement_int(s, duty_back(since));
	statement_int(s, since);
	return statement_value(s, inbox_id, error);
}

gboolean
duty_each_of_text(struct db *db, gint64 inbox_id,
    gboolean (*row)(gint64 household_id, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_OF_TEXT);

	statement_int(s, inbox_id);
	return statement_each_id(s, row, user, error);
}

gboolean
duty_is_closed(struct db *db, int month, gboolean *closed, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_CLOSED);

	statement_int(s, month);
	return statement_is(s, closed, error);
}
