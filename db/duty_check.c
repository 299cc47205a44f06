/*
 * See duty_check.h.
 */
#include "db/duty_check.h"

#include <string.h>

#include "base/calendar.h"
#include "db/phone_book.h"
#include "db/statement.h"

enum { CHECK_SEED, CHECK_ASKED, CHECK_CARD, CHECK_REPORTED, CHECK_UNREPORTED,
       CHECK_PHONE, CHECK_ADD, CHECK_WAITS, CHECK_ANSWER };

/* No cadre's own number, and none that was asked lately. */
#define CHECK_PHONE_IS_GOOD						\
	"p.main = 1 AND " PHONE_IS_RIGHT("p") " AND NOT EXISTS (SELECT 1 FROM cadre AS o "		\
	"WHERE o.mobile = p.number AND o.gone_on = 0)"

static const struct statement_source check_sources[] = {
	[CHECK_SEED] = { "check.seed", "SELECT seed FROM duty_seed WHERE id = 1" },
	[CHECK_ASKED] = { "check.asked",
	    "SELECT count(*) FROM duty_check WHERE cadre_id = ? AND day >= ?" },
	[CHECK_CARD] = { "check.card",
	    "SELECT count(*) FROM assignment WHERE cadre_id = ?1 "
	    "AND from_day <= ?2 AND (to_day = 0 OR to_day >= ?2)" },
	/* cadre, from day, to day, asked since */
	[CHECK_REPORTED] = { "check.reported",
	    "SELECT DISTINCT household_id FROM duty_contact AS d "
	    "WHERE cadre_id = ?1 AND day BETWEEN ?2 AND ?3 AND kind <> 'tried' "
	    "AND undone_at = 0 AND NOT EXISTS (SELECT 1 FROM duty_check AS k "
	    "WHERE k.household_id = d.household_id AND k.day >= ?4) "
	    "ORDER BY household_id" },
	/* cadre, first day of the month, today, asked since */
	[CHECK_UNREPORTED] = { "check.unreported",
	    "SELECT household_id FROM assignment AS a WHERE cadre_id = ?1 "
	    "AND from_day <= ?2 AND (to_day = 0 OR to_day >= ?3) "
	    "AND NOT EXISTS (SELECT 1 FROM duty_contact AS d "
	    "WHERE d.household_id = a.household_id AND d.day >= ?2 "
	    "AND d.cadre_id = ?1 AND d.undone_at = 0) "
	    "AND NOT EXISTS (SELECT 1 FROM duty_check AS k "
	    "WHERE k.household_id = a.household_id AND k.day >= ?4) "
	    "ORDER BY household_id" },
	[CHECK_PHONE] = { "check.phone",
	    "SELECT p.number FROM phone AS p INDEXED BY phone_household "
	    "WHERE p.household_id = ? AND " CHECK_PHONE_IS_GOOD
	    " ORDER BY p.confirmed_on DESC, p.number LIMIT 1" },
	[CHECK_ADD] = { "check.add",
	    "INSERT INTO duty_check (day, cadre_id, household_id, phone, "
	    "reported) VALUES (?, ?, ?, ?, ?) RETURNING id" },
	[CHECK_WAITS] = { "check.waits",
	    "SELECT id FROM duty_check WHERE phone = ? AND day >= ? "
	    "AND answer = '' ORDER BY day DESC, id DESC LIMIT 1" },
	[CHECK_ANSWER] = { "check.answer",
	    "UPDATE duty_check SET answer = ?, answered_at = ? WHERE id = ?" },
};
const struct statement_table duty_check_statements =
    STATEMENT_TABLE(check_sources);

/* A draw for one cadre. */
struct draw {
	struct db *db;
	int	 month, today, quota, card;
	GHashTable *passed;
	guint8	 seed[32];
};

static gboolean	check_count(struct db *db, int which, gint64 cadre_id, int day,
		    int *count, GError **error);
static gboolean	check_seed(struct draw *draw, GError **error);
static gboolean	check_pick(struct draw *draw, gint64 cadre_id,
		    gboolean reported, gboolean *found, struct check *check,
		    GError **error);
static gboolean	check_is_drawn(const struct draw *draw, gint64 household_id,
		    gboolean reported);
static gboolean	check_phone(struct db *db, gint64 household_id, char **phone,
		    GError **error);

void
check_clear(struct check *check)
{
	g_free(check->phone);
	memset(check, 0, sizeof(*check));
}

gboolean
check_draw(struct db *db, const struct cadre *cadre, int today,
    GHashTable *passed, gboolean *found, struct check *check, GError **error)
{
	struct draw draw = {
		.db = db, .month = today / 100, .today = today, .passed = passed,
		.quota = *cadre->department != '\0' ? CHECK_DEPARTMENT :
		    CHECK_TOWN,
	};
	int asked;

	*found = FALSE;
	memset(check, 0, sizeof(*check));
	if (!check_count(db, CHECK_ASKED, cadre->id, draw.month * 100 + 1,
	    &asked, error) ||
	    !check_count(db, CHECK_CARD, cadre->id, today, &draw.card, error))
		return FALSE;
	if (asked >= draw.quota || draw.card == 0)
		return TRUE;
	if (!check_seed(&draw, error) ||
	    !check_pick(&draw, cadre->id, TRUE, found, check, error))
		return FALSE;
	return *found || today % 100 < CHECK_SILENT_FROM ||
	    check_pick(&draw, cadre->id, FALSE, found, check, error);
}

static gboolean
check_count(struct db *db, int which, gint64 cadre_id, int day, int *count,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_CHECK, which);
	gint64 rows = 0;

	statement_int(s, cadre_id);
	statement_int(s, day);
	if (!statement_value(s, &rows, error))
		return FALSE;
	*count = (int)rows;
	return TRUE;
}

static gboolean
check_seed(struct draw *draw, GError **error)
{
	struct statement *s = statement_use(draw->db, MODULE_DUTY_CHECK,
	    CHECK_SEED);
	const guint8 *blob;
	gboolean row;
	gsize len;

	if (!statement_next(s, &row, error))
		return FALSE;
	if (!row)
		return TRUE;
	blob = column_blob(s, &len);
	memcpy(draw->seed, blob, MIN(len, sizeof(draw->seed)));
	statement_end(s);
	return TRUE;
}

/* The first that is drawn and has a telephone. */
static gboolean
check_pick(struct draw *draw, gint64 cadre_id, gboolean reported,
    gboolean *found, struct check *check, GError **error)
{
	struct statement *s = statement_use(draw->db, MODULE_DUTY_CHECK,
	    reported ? CHECK_REPORTED : CHECK_UNREPORTED);
	gint64 id = 0;
	gboolean row;

	statement_int(s, cadre_id);
	statement_int(s, reported ? calendar_day_add(draw->today, -CHECK_BEFORE) :
	    draw->month * 100 + 1);
	statement_int(s, reported ? calendar_day_add(draw->today, -CHECK_AFTER) :
	    draw->today);
	statement_int(s, calendar_day_add(draw->today, -CHECK_QUIET));
	while (id == 0) {
		if (!statement_next(s, &row, error))
			return FALSE;
		if (!row)
			return TRUE;
		id = column_int(s);
		if (g_hash_table_contains(draw->passed, &id) ||
		    !check_is_drawn(draw, id, reported))
			id = 0;
	}
	statement_end(s);
	check->cadre_id = cadre_id;
	check->household_id = id;
	check->reported = reported;
	if (!check_phone(draw->db, id, &check->phone, error))
		return FALSE;
	*found = check->phone != NULL;
	g_hash_table_add(draw->passed, g_memdup2(&id, sizeof(id)));
	return *found || check_pick(draw, cadre_id, reported, found, check,
	    error);
}

/* u below the share of the card that is to be asked. */
static gboolean
check_is_drawn(const struct draw *draw, gint64 household_id, gboolean reported)
{
	g_autofree char *what = g_strdup_printf("%s:%d:%" G_GINT64_FORMAT,
	    reported ? "reported" : "silent", draw->month, household_id);
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, draw->seed,
	    sizeof(draw->seed));
	guint8 digest[32];
	gsize len = sizeof(digest);
	guint64 u = 0;
	double share = (double)draw->quota / draw->card;

	g_hmac_update(hmac, (const guchar *)what, -1);
	g_hmac_get_digest(hmac, digest, &len);
	for (int i = 0; i < 8; i++)
		u = u << 8 | digest[i];
	return (double)u / 18446744073709551616.0 <
	    (reported ? share : share / CHECK_SILENT);
}

static gboolean
check_phone(struct db *db, gint64 household_id, char **phone, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_CHECK, CHECK_PHONE);
	gboolean row;

	*phone = NULL;
	statement_int(s, household_id);
	if (!statement_next(s, &row, error))
		return FALSE;
	if (row) {
		*phone = column_text(s);
		statement_end(s);
	}
	return TRUE;
}

gboolean
check_add(struct db *db, struct check *check, int today, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_CHECK, CHECK_ADD);

	statement_int(s, today);
	statement_int(s, check->cadre_id);
	statement_int(s, check->household_id);
	statement_text(s, check->phone);
	statement_int(s, check->reported);
	return statement_value(s, &check->id, error);
}

gboolean
check_answer(struct db *db, const char *phone, int since, const char *answer,
    gint64 now, gboolean *taken, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_CHECK, CHECK_WAITS);
	gint64 id = 0;

	statement_text(s, phone);
	statement_int(s, since);
	if (!statement_value(s, &id, error))
		return FALSE;
	*taken = id != 0;
	if (id == 0)
		return TRUE;
	s = statement_use(db, MODULE_DUTY_CHECK, CHECK_ANSWER);
	statement_text(s, answer);
	statement_int(s, now);
	statement_int(s, id);
	return statement_run(s, error);
}
