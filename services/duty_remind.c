/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is left, gathered and said.
 */
#include "services/duty_remind.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "db/duty_card.h"
#include "db/outbox.h"
#include "menus/fill.h"
#include "menus/say.h"

#define DUTY_REMIND_ENOUGH	70	/* percent: then the first is not said */
#define DUTY_REMIND_CARD	5	/* numbers, key households first */
#define DUTY_REMIND_PEOPLE_MAX 5	/* names */

static const struct {
	const char *name, *screen;
	const char *deputy;	/* where only what they stand in for is left */
} duty_remind_stages[DUTY_REMIND_STAGE_COUNT] = {
	[DUTY_REMIND_FIRST] = { "first", "remind.first", "remind.deputy" },
	[DUTY_REMIND_SECOND] = { "second", "remind.first", "remind.deputy" },
	[DUTY_REMIND_LIST] = { "list", "remind.list", "remind.deputy" },
	[DUTY_REMIND_FINAL] = { "final", "remind.final", "remind.deputy.final" },
	[DUTY_REMIND_PEOPLE] = { "people", "remind.people" },
	[DUTY_REMIND_PEOPLE_FINAL] = { "people.final", "remind.people" },
};

/* A card, gathered. */
struct gathered {
	struct duty_totals totals;
	GString	*key, *other;	/* "07王 12李" */
	int	 keys, others;
};

/* A supervisor's people. */
struct people {
	struct dialog *dialog;
	const struct duty_remind *remind;
	GString	*list;
	int	 count, left;
};

/* Whom somebody stands in for. */
struct principals {
	GArray	*ids;		/* gint64 */
};

static gboolean	duty_remind_card(struct dialog *dialog, const struct duty_remind *remind,
		    const struct cadre *cadre, GHashTable *fill, gboolean *left,
		    const char **screen, GError **error);
static gboolean	duty_remind_gather(const struct duty_entry *entry, void *user);
static gboolean	duty_remind_stood_for(struct dialog *dialog,
		    const struct duty_remind *remind, const struct cadre *cadre,
		    const char *word, GString *notes, GError **error);
static gboolean	duty_remind_principal(const struct cadre_leave *leave, void *user);
static gboolean	duty_remind_count(const struct duty_entry *entry, void *user);
static gboolean	duty_remind_people(struct dialog *dialog,
		    const struct duty_remind *remind, const struct cadre *cadre,
		    GHashTable *fill, gboolean *left, GError **error);
static gboolean	duty_remind_add(struct dialog *dialog, const struct duty_remind *remind,
		    const struct cadre *cadre, const char *screen, GHashTable *fill,
		    gboolean *said, GError **error);
static gboolean	duty_remind_on_leave(const struct cadre_leave *leave, void *user);
static char	*duty_remind_key(const char *cadre_code, int month,
		    enum duty_remind_stage stage);

const char *
duty_remind_stage_name(enum duty_remind_stage stage)
{
	return duty_remind_stages[stage].name;
}

gboolean
duty_remind_say(struct dialog *dialog, const struct duty_remind *remind,
    const struct cadre *cadre, gboolean *said, GError **error)
{
	g_autoptr(GHashTable) fill = fill_new();
	const char *screen = duty_remind_stages[remind->stage].screen;
	gboolean away = FALSE, left = FALSE;

	*said = FALSE;
	if (!cadre_each_leave(dialog->db, cadre->id, remind->today,
	    remind->today, duty_remind_on_leave, &away, error))
		return FALSE;
	if (away)
		return TRUE;
	fill_set(fill, "who", cadre->name);
	fill_number(fill, "month", remind->month % 100);
	if (remind->stage < DUTY_REMIND_PEOPLE ?
	    !duty_remind_card(dialog, remind, cadre, fill, &left, &screen, error) :
	    !duty_remind_people(dialog, remind, cadre, fill, &left, error))
		return FALSE;
	return !left || duty_remind_add(dialog, remind, cadre, screen, fill, said,
	    error);
}

static gboolean
duty_remind_on_leave(const struct cadre_leave *leave, void *user)
{
	*(gboolean *)user = TRUE;
	return FALSE;
}

/* --- a cadre's own ------------------------------------------------------------- */

static gboolean
duty_remind_card(struct dialog *dialog, const struct duty_remind *remind,
    const struct cadre *cadre, GHashTable *fill, gboolean *left,
    const char **screen, GError **error)
{
	g_autoptr(GString) notes = g_string_new(NULL);
	g_autoptr(GString) key = g_string_new(NULL);
	g_autoptr(GString) other = g_string_new(NULL);
	g_autofree char *card = NULL;
	struct gathered g = { .key = key, .other = other };
	int owed, done;

	if (!duty_sweep_card(remind->sweep, cadre->id, &g.totals, error))
		return FALSE;
	if (duty_left(&g.totals) > 0 && !duty_each(dialog->db,
	    dialog->options->duty_tags, cadre->id, remind->month, remind->today,
	    duty_remind_gather, &g, error))
		return FALSE;
	*screen = duty_left(&g.totals) > 0 ? duty_remind_stages[remind->stage].screen :
	    duty_remind_stages[remind->stage].deputy;
	if (!duty_remind_stood_for(dialog, remind, cadre, duty_left(&g.totals) > 0 ?
	    "duty_stands_in" : "duty_stands_in_only", notes, error))
		return FALSE;
	owed = duty_owed(&g.totals);
	done = owed - duty_left(&g.totals);
	*left = notes->len > 0 || (done < owed &&
	    (remind->stage != DUTY_REMIND_FIRST ||
	    done * 100 < DUTY_REMIND_ENOUGH * owed));
	card = g_strdup_printf("%s%s%s%s%s",
	    key->len > 0 ? menu_word(dialog->menu, "duty_key") : "", key->str,
	    key->len > 0 && other->len > 0 ? " " : "",
	    other->len > 0 && key->len > 0 ?
	    menu_word(dialog->menu, "duty_other") : "", other->str);
	fill_set(fill, "card", card);
	fill_set(fill, "notes", notes->str);
	fill_number(fill, "due", owed);
	fill_number(fill, "done", done);
	fill_number(fill, "left", owed - done);
	fill_number(fill, "day", dialog->options->duty_close_day);
	return TRUE;
}

/* The first numbers that are left, key households before the others. */
static gboolean
duty_remind_gather(const struct duty_entry *entry, void *user)
{
	struct gathered *g = user;
	gboolean key = entry->rule.key;
	GString *into = key ? g->key : g->other;
	g_autofree char *name = NULL;

	if ((entry->obligation.state != OBLIGATION_DUE &&
	    entry->obligation.state != OBLIGATION_LATE) ||
	    (key ? g->keys : g->others) >= DUTY_REMIND_CARD - (key ? 0 :
	    MIN(g->keys, DUTY_REMIND_CARD)))
		return TRUE;
	name = text_surname(entry->head);
	g_string_append_printf(into, "%s%02d%s", into->len > 0 ? " " : "",
	    entry->no, name);
	g->keys += key;
	g->others += !key;
	return TRUE;
}

/* "另替王明还差8户。", in the words of the menus. */
static gboolean
duty_remind_stood_for(struct dialog *dialog, const struct duty_remind *remind,
    const struct cadre *cadre, const char *word, GString *notes, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GHashTable) fill = fill_new();
	struct principals principals = { ids };

	if (!cadre_each_stood_for(dialog->db, cadre->id, remind->month * 100,
	    remind->month * 100 + 31, duty_remind_principal, &principals, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);
		struct duty_totals totals = { 0 };
		struct cadre principal = { 0 };
		g_autofree char *note = NULL;
		gboolean found;

		if (!duty_each_stood_for(dialog->db,
		    dialog->options->duty_tags, id, cadre->id, remind->month,
		    remind->today, duty_remind_count, &totals, error))
			return FALSE;
		if (duty_left(&totals) == 0)
			continue;
		if (!cadre_by_id(dialog->db, id, &found, &principal, error))
			return FALSE;
		fill_set(fill, "who", principal.name);
		fill_number(fill, "left", duty_left(&totals));
		note = fill_text(menu_word(dialog->menu, word), fill);
		g_string_append(notes, note);
		cadre_clear(&principal);
	}
	return TRUE;
}

static gboolean
duty_remind_principal(const struct cadre_leave *leave, void *user)
{
	struct principals *principals = user;
	GArray *ids = principals->ids;

	if (ids->len == 0 || g_array_index(ids, gint64, ids->len - 1) !=
	    leave->cadre_id)
		g_array_append_val(ids, leave->cadre_id);
	return TRUE;
}

static gboolean
duty_remind_count(const struct duty_entry *entry, void *user)
{
	duty_count(user, entry);
	return TRUE;
}

/* --- a supervisor's people ------------------------------------------------------- */

static gboolean
duty_remind_person(const struct cadre *cadre, void *user)
{
	GPtrArray *people = user;
	struct cadre *one = g_new0(struct cadre, 1);

	one->id = cadre->id;
	one->name = g_strdup(cadre->name);
	g_ptr_array_add(people, one);
	return TRUE;
}

static void
duty_remind_person_free(gpointer data)
{
	cadre_clear(data);
	g_free(data);
}

static gboolean
duty_remind_people(struct dialog *dialog, const struct duty_remind *remind,
    const struct cadre *cadre, GHashTable *fill, gboolean *left, GError **error)
{
	g_autoptr(GPtrArray) people =
	    g_ptr_array_new_with_free_func(duty_remind_person_free);
	g_autoptr(GString) list = g_string_new(NULL);
	int count = 0, households = 0;

	if (!cadre_each_under(dialog->db, cadre->code, duty_remind_person, people,
	    error))
		return FALSE;
	for (guint i = 0; i < people->len; i++) {
		const struct cadre *person = g_ptr_array_index(people, i);
		struct duty_totals totals;

		if (!duty_sweep_card(remind->sweep, person->id, &totals, error))
			return FALSE;
		if (duty_left(&totals) == 0)
			continue;
		if (count++ < DUTY_REMIND_PEOPLE_MAX)
			g_string_append_printf(list, "%s%s%d",
			    list->len > 0 ? " " : "", person->name,
			    duty_left(&totals));
		households += duty_left(&totals);
	}
	*left = count > 0;
	fill_number(fill, "count", count);
	fill_number(fill, "left", households);
	fill_set(fill, "list", list->str);
	return TRUE;
}

/* --- the text ---------------------------------------------------------------------- */

static gboolean
duty_remind_add(struct dialog *dialog, const struct duty_remind *remind,
    const struct cadre *cadre, const char *screen, GHashTable *fill, gboolean *said,
    GError **error)
{
	g_autofree char *key = duty_remind_key(cadre->code, remind->month,
	    remind->stage);
	const struct say say = {
		.screen = screen, .fill = fill,
		.phone = cadre->mobile, .line = remind->line, .key = key,
		.since = calendar_moment(remind->month * 100 + 1, 0,
		    dialog->options->zone),
		.not_before = remind->not_before, .not_after = remind->not_after,
	};
	enum say_result result;

	if (!say_text(dialog, &say, &result, error))
		return FALSE;
	*said = result == SAY_SAID;
	return TRUE;
}

gboolean
duty_remind_cancel(struct db *db, const char *cadre_code, int month, GError **error)
{
	for (int stage = 0; stage < DUTY_REMIND_PEOPLE; stage++) {
		g_autofree char *key = duty_remind_key(cadre_code, month,
		    (enum duty_remind_stage)stage);
		struct outbox_msg msg = { 0 };
		gboolean found, done;

		if (!outbox_find(db, key, &found, &msg, error) ||
		    (found && msg.state == OUTBOX_QUEUED &&
		    !outbox_cancel(db, msg.id, &done, error)))
			return FALSE;
		outbox_msg_clear(&msg);
	}
	return TRUE;
}

static char *
duty_remind_key(const char *cadre_code, int month, enum duty_remind_stage stage)
{
	g_autofree char *written = calendar_month_write(month);

	return g_strdup_printf("remind:%s:%s:%s", written, cadre_code,
	    duty_remind_stages[stage].name);
}
