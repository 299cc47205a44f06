/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See backcheck.h.
 */
#include "db/backcheck.h"

#include <string.h>

#include "base/calendar.h"
#include "db/household.h"
#include "db/statement.h"

enum { BACKCHECK_SEED, BACKCHECK_ASKED, BACKCHECK_CARD, BACKCHECK_REPORTED, BACKCHECK_UNREPORTED,
       BACKCHECK_ADD, BACKCHECK_FORGET, BACKCHECK_WAITS, BACKCHECK_ANSWER };

static const struct statement_source backcheck_sources[] = {
	[BACKCHECK_SEED] = { "backcheck.seed", "SELECT seed FROM backcheck_seed WHERE id = 1" },
	[BACKCHECK_ASKED] = { "backcheck.asked",
	    "SELECT count(*) FROM backcheck WHERE cadre_id = ? AND day >= ?" },
	[BACKCHECK_CARD] = { "backcheck.card",
	    "SELECT count(*) FROM assignment WHERE cadre_id = ?1 "
	    "AND from_day <= ?2 AND (to_day = 0 OR to_day >= ?2)" },
	/* cadre, from day, to day, asked since */
	[BACKCHECK_REPORTED] = { "backcheck.reported",
	    "SELECT DISTINCT household_id FROM duty_contact AS d "
	    "WHERE cadre_id = ?1 AND day BETWEEN ?2 AND ?3 AND kind <> 'tried' "
	    "AND undone_at = 0 AND NOT EXISTS (SELECT 1 FROM backcheck AS k "
	    "WHERE k.household_id = d.household_id AND k.day >= ?4) "
	    "ORDER BY household_id" },
	/* cadre, first day of the month, today, asked since */
	[BACKCHECK_UNREPORTED] = { "backcheck.unreported",
	    "SELECT household_id FROM assignment AS a WHERE cadre_id = ?1 "
	    "AND from_day <= ?2 AND (to_day = 0 OR to_day >= ?3) "
	    "AND NOT EXISTS (SELECT 1 FROM duty_contact AS d "
	    "WHERE d.household_id = a.household_id AND d.day >= ?2 "
	    "AND d.cadre_id = ?1 AND d.undone_at = 0) "
	    "AND NOT EXISTS (SELECT 1 FROM backcheck AS k "
	    "WHERE k.household_id = a.household_id AND k.day >= ?4) "
	    "ORDER BY household_id" },
	[BACKCHECK_ADD] = { "backcheck.add",
	    "INSERT INTO backcheck (day, cadre_id, household_id, phone, "
	    "reported) VALUES (?, ?, ?, ?, ?) RETURNING id" },
	[BACKCHECK_FORGET] = { "backcheck.forget",
	    "DELETE FROM backcheck WHERE id = ?" },
	[BACKCHECK_WAITS] = { "backcheck.waits",
	    "SELECT id FROM backcheck WHERE phone = ? AND day >= ? "
	    "AND answer = '' ORDER BY day DESC, id DESC LIMIT 1" },
	[BACKCHECK_ANSWER] = { "backcheck.answer",
	    "UPDATE backcheck SET answer = ?, answered_at = ? WHERE id = ?" },
};
const struct statement_table backcheck_statements =
    STATEMENT_TABLE(backcheck_sources);

/* A draw for one cadre. */
struct draw {
	struct db *db;
	int	 month, today, quota, card;
	GHashTable *passed;
	guint8	 seed[32];
};

static gboolean	backcheck_count(struct db *db, int which, gint64 cadre_id, int day,
		    int *count, GError **error);
static gboolean	backcheck_seed(struct draw *draw, GError **error);
static gboolean	backcheck_pick(struct draw *draw, gint64 cadre_id,
		    gboolean reported, gboolean *found, struct backcheck *check,
		    GError **error);
static gboolean	backcheck_is_drawn(const struct draw *draw, gint64 household_id,
		    gboolean reported);

void
backcheck_clear(struct backcheck *check)
{
	g_free(check->phone);
	memset(check, 0, sizeof(*check));
}

gboolean
backcheck_draw(struct db *db, const struct cadre *cadre, int today,
    GHashTable *passed, gboolean *found, struct backcheck *check, GError **error)
{
	struct draw draw = {
		.db = db, .month = today / 100, .today = today, .passed = passed,
		.quota = *cadre->department != '\0' ? BACKCHECK_DEPARTMENT :
		    BACKCHECK_TOWN,
	};
	int asked;

	*found = FALSE;
	memset(check, 0, sizeof(*check));
	if (!backcheck_count(db, BACKCHECK_ASKED, cadre->id, draw.month * 100 + 1,
	    &asked, error) ||
	    !backcheck_count(db, BACKCHECK_CARD, cadre->id, today, &draw.card, error))
		return FALSE;
	if (asked >= draw.quota || draw.card == 0)
		return TRUE;
	if (!backcheck_seed(&draw, error) ||
	    !backcheck_pick(&draw, cadre->id, TRUE, found, check, error))
		return FALSE;
	return *found || today % 100 < BACKCHECK_SILENT_FROM ||
	    backcheck_pick(&draw, cadre->id, FALSE, found, check, error);
}

static gboolean
backcheck_count(struct db *db, int which, gint64 cadre_id, int day, int *count,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_BACKCHECK, which);

	statement_int(s, cadre_id);
	statement_int(s, day);
	return statement_count(s, count, error);
}

static gboolean
backcheck_seed(struct draw *draw, GError **error)
{
	struct statement *s = statement_use(draw->db, MODULE_BACKCHECK,
	    BACKCHECK_SEED);
	const guint8 *blob;
	gboolean ok;
	gsize len;

	if (statement_row(s, &ok, error)) {
		blob = column_blob(s, &len);
		memcpy(draw->seed, blob, MIN(len, sizeof(draw->seed)));
	}
	statement_end(s);
	return ok;
}

/* The first that is drawn and has a telephone. */
static gboolean
backcheck_pick(struct draw *draw, gint64 cadre_id, gboolean reported,
    gboolean *found, struct backcheck *check, GError **error)
{
	struct statement *s = statement_use(draw->db, MODULE_BACKCHECK,
	    reported ? BACKCHECK_REPORTED : BACKCHECK_UNREPORTED);
	gint64 id = 0;
	gboolean ok = TRUE;

	statement_int(s, cadre_id);
	statement_int(s, reported ? calendar_day_add(draw->today, -BACKCHECK_BEFORE) :
	    draw->month * 100 + 1);
	statement_int(s, reported ? calendar_day_add(draw->today, -BACKCHECK_AFTER) :
	    draw->today);
	statement_int(s, calendar_day_add(draw->today, -BACKCHECK_QUIET));
	while (id == 0 && statement_row(s, &ok, error)) {
		id = column_int(s);
		if (g_hash_table_contains(draw->passed, &id) ||
		    !backcheck_is_drawn(draw, id, reported))
			id = 0;
	}
	statement_end(s);
	if (!ok || id == 0)
		return ok;
	check->cadre_id = cadre_id;
	check->household_id = id;
	check->reported = reported;
	if (!household_main_phone(draw->db, id, &check->phone, error))
		return FALSE;
	*found = check->phone != NULL;
	g_hash_table_add(draw->passed, g_memdup2(&id, sizeof(id)));
	return *found || backcheck_pick(draw, cadre_id, reported, found, check,
	    error);
}

/* u below the share of the card that is to be asked. */
static gboolean
backcheck_is_drawn(const struct draw *draw, gint64 household_id, gboolean reported)
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
	    (reported ? share : share / BACKCHECK_SILENT);
}

gboolean
backcheck_add(struct db *db, struct backcheck *check, int today, GError **error)
{
	struct statement *s = statement_use(db, MODULE_BACKCHECK, BACKCHECK_ADD);

	statement_int(s, today);
	statement_int(s, check->cadre_id);
	statement_int(s, check->household_id);
	statement_text(s, check->phone);
	statement_int(s, check->reported);
	return statement_value(s, &check->id, error);
}

gboolean
backcheck_forget(struct db *db, gint64 id, GError **error)
{
	struct statement *s = statement_use(db, MODULE_BACKCHECK, BACKCHECK_FORGET);

	statement_int(s, id);
	return statement_run(s, error);
}

gboolean
backcheck_answer(struct db *db, const char *phone, int since, const char *answer,
    gint64 now, gboolean *taken, GError **error)
{
	struct statement *s = statement_use(db, MODULE_BACKCHECK, BACKCHECK_WAITS);
	gint64 id = 0;

	statement_text(s, phone);
	statement_int(s, since);
	if (!statement_value(s, &id, error))
		return FALSE;
	*taken = id != 0;
	if (id == 0)
		return TRUE;
	s = statement_use(db, MODULE_BACKCHECK, BACKCHECK_ANSWER);
	statement_text(s, answer);
	statement_int(s, now);
	statement_int(s, id);
	return statement_run(s, error);
}
