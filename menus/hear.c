/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See hear.h.
 */
#include "menus/hear.h"

#include "base/words.h"
#include "menus/fill.h"
#include "menus/word.h"

/* Rows that fit a text, and how many of the things they are about are open. */
struct hearing {
	struct turn *turn;
	GArray	*found;		/* struct word_found */
	GHashTable *counts;	/* struct word_open -> how many */
};

static guint	hear_roles(const struct principal *who);
static gboolean	hear_row(struct hearing *hearing, const struct word_found *found,
		    gboolean *taken, GError **error);
static gboolean	hear_count(struct hearing *hearing, const struct word_open *open,
		    int *count, GError **error);
static gboolean	hear_count_single(struct hearing *hearing, int *count,
		    GError **error);
static gboolean	hear_which(struct turn *turn, const struct word_open *open,
		    int count, GError **error);
static gboolean	hear_take(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);

gboolean
hear_words(struct turn *turn, gboolean *taken, GError **error)
{
	g_autofree char *plain = understand_plain(menu_lexicon(turn->call.menu),
	    turn->normal);
	const struct word_text text = {
		.text = turn->call.msg->text, .normal = turn->normal, .plain = plain,
		.meaning = turn->u.meaning, .rule = turn->u.rule,
		.roles = hear_roles(turn->call.who),
	};
	g_autoptr(GArray) found = word_find(turn->call.menu, &text);
	g_autoptr(GHashTable) counts = NULL;
	struct hearing hearing = { turn, found, NULL };

	*taken = FALSE;
	if (found->len == 0)
		return TRUE;
	hearing.counts = counts = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < found->len && !*taken; i++)
		if (!hear_row(&hearing, &g_array_index(found, struct word_found, i),
		    taken, error))
			return FALSE;
	return TRUE;
}

/* What somebody is, as bits of enum word_role. */
static guint
hear_roles(const struct principal *who)
{
	guint roles = 0;

	if (principal_is(who, PRINCIPAL_VILLAGER))
		roles |= ROLE_VILLAGER;
	if (principal_is(who, PRINCIPAL_CADRE))
		roles |= ROLE_CADRE;
	else if (who->cadre.id != 0)
		roles |= ROLE_LEFT;
	if (principal_is(who, PRINCIPAL_UNIT))
		roles |= ROLE_UNIT;
	return roles != 0 ? roles : (guint)ROLE_STRANGER;
}

static gboolean
hear_row(struct hearing *hearing, const struct word_found *found, gboolean *taken,
    GError **error)
{
	const struct service_word *row = found->heard.row;
	struct turn *turn = hearing->turn;
	const char *before = turn->word;
	int count;

	if (row->open != NULL) {
		if (!hear_count(hearing, row->open, &count, error) ||
		    (count > 0 && row->single &&
		    !hear_count_single(hearing, &count, error)))
			return FALSE;
		if (count == 0)
			return TRUE;
	}
	turn->word = found->rule;
	if (row->open != NULL && row->single && count > 1) {
		*taken = TRUE;
		return hear_which(turn, row->open, count, error);
	}
	if (!hear_take(turn, &found->heard, taken, error))
		return FALSE;
	if (!*taken)
		turn->word = before;
	return TRUE;
}

static gboolean
hear_count(struct hearing *hearing, const struct word_open *open, int *count,
    GError **error)
{
	gpointer known;

	if (g_hash_table_lookup_extended(hearing->counts, open, NULL, &known)) {
		*count = GPOINTER_TO_INT(known);
		return TRUE;
	}
	*count = 0;
	if (!open->count(hearing->turn, count, error))
		return FALSE;
	g_hash_table_insert(hearing->counts, (gpointer)open, GINT_TO_POINTER(*count));
	return TRUE;
}

/* Over every service that would take the word for exactly one. */
static gboolean
hear_count_single(struct hearing *hearing, int *count, GError **error)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	*count = 0;
	for (guint i = 0; i < hearing->found->len; i++) {
		const struct service_word *row = g_array_index(hearing->found,
		    struct word_found, i).heard.row;
		int more;

		if (row->open == NULL || !row->single ||
		    !g_hash_table_add(seen, (gpointer)row->open))
			continue;
		if (!hear_count(hearing, row->open, &more, error))
			return FALSE;
		*count += more;
	}
	return TRUE;
}

static gboolean
hear_which(struct turn *turn, const struct word_open *open, int count, GError **error)
{
	turn->call.reason = N_("which of several");
	fill_number(turn->call.fill, "count", count);
	return turn_say(turn, open->which, error);
}

static gboolean
hear_take(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	if (heard->row->take != NULL)
		return heard->row->take(turn, heard, taken, error);
	*taken = TRUE;
	return turn_run(turn, heard->row->action, NULL, error);
}
