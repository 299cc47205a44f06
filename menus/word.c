/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See word.h.  Entries are found by their first character, so that a text costs
 * what begins like it, however many words the services have.
 */
#include "menus/word.h"

#include <string.h>

#include "base/numeral.h"
#include "base/words.h"
#include "menus/menu_table.h"
#include "understand/lexicon.h"

/* What is heard first weighs most. */
#define WORD_RANK_BEGINS	(1u << 31)	/* not the whole text */
#define WORD_RANK_UNNUMBERED	(1u << 30)	/* and names nothing by its number */
#define WORD_RANK_CLOSED	(1u << 29)	/* about nothing that is open */
#define WORD_LENGTH_MAX		255
#define WORD_RANK_LENGTH	(1u << 16)

/* Lists of the lexicon that are commands, and how a text of them is understood. */
static const struct word_reading {
	const char *list, *rule;	/* rule NULL: any */
	enum meaning meaning;
} word_readings[] = {
	{ "opt_out_offered", "opt_out.offered", MEANING_OPT_OUT },
	{ "opt_out", "opt_out", MEANING_OPT_OUT },
	{ "opt_in", NULL, MEANING_OPT_IN },
	{ "person", NULL, MEANING_PERSON },
	{ "menu", NULL, MEANING_MENU },
	{ "missed", NULL, MEANING_MISSED },
};

/* A row's words being put into the table. */
struct word_maker {
	struct menu *menu;
	struct word_entry entry;
	gboolean read;		/* it has one already */
};

static void	word_put_row(struct menu *menu, const struct service *service,
		    const struct service_word *row);
static void	word_put_listed(struct word_maker *maker);
static void	word_put(const char *word, void *user);
static gboolean	word_is_read(const struct service_word *row,
		    const struct word_text *text);
static void	word_find_whole(const struct menu *menu, const struct word_text *text,
		    GArray *found);
static void	word_find_begun(const struct menu *menu, const struct word_text *text,
		    const char *begins, guint shapes, GArray *found);
static guint	word_shapes(const struct service_word *row, guint shapes);
static guint	word_shape_of(const char *rest);
static const char *word_skip(const char *rest);
static void	word_add(GArray *found, const struct word_entry *entry, guint index,
		    const char *rest);
static int	word_compare(gconstpointer a, gconstpointer b);

void
word_table_make(struct menu *menu)
{
	menu->table = g_array_new(FALSE, FALSE, sizeof(struct word_entry));
	menu->table_whole = g_array_new(FALSE, FALSE, sizeof(guint));
	menu->table_first = g_hash_table_new_full(NULL, NULL, NULL,
	    (GDestroyNotify)g_array_unref);
	for (int i = 0; menu->services[i] != NULL; i++) {
		const struct service_word *row = menu->services[i]->heard;

		for (; row != NULL && row->list != NULL; row++)
			word_put_row(menu, menu->services[i], row);
	}
}

void
word_table_free(struct menu *menu)
{
	if (menu->table == NULL)
		return;
	g_array_free(menu->table, TRUE);
	g_array_free(menu->table_whole, TRUE);
	g_hash_table_destroy(menu->table_first);
}

void
word_each(const struct menu *menu,
    void (*each)(const struct word_entry *entry, void *user), void *user)
{
	for (guint i = 0; i < menu->table->len; i++)
		each(&g_array_index(menu->table, struct word_entry, i), user);
}

const char *
word_role_name(int index)
{
	static const char *const names[] = {
		N_("stranger"), N_("villager"), N_("cadre"), N_("former cadre"),
		N_("unit"), NULL
	};

	return names[index];
}

static void
word_put_row(struct menu *menu, const struct service *service,
    const struct service_word *row)
{
	struct word_maker maker = {
		.menu = menu, .entry = { .service = service, .row = row },
	};
	g_autofree char *rule = g_strdup_printf("%s: %s", service->name,
	    row->meaning);

	maker.entry.rule = g_string_chunk_insert_const(menu->strings, rule);
	if ((row->shape & SHAPE_READ) == 0) {
		word_put_listed(&maker);
		return;
	}
	maker.entry.file = menu->lexicon_file;
	maker.entry.line = lexicon_list_line(menu->lexicon, row->list);
	lexicon_each(menu->lexicon, lexicon_list_class(row->list), word_put, &maker);
}

static void
word_put_listed(struct word_maker *maker)
{
	const struct menu_list *list = g_hash_table_lookup(maker->menu->lists,
	    maker->entry.row->list);

	for (guint i = 0; i < list->words->len; i++) {
		const struct menu_place *place = &g_array_index(list->places,
		    struct menu_place, i);

		maker->entry.file = place->file;
		maker->entry.line = place->line;
		word_put(list->words->pdata[i], maker);
	}
}

/* The index holds what a text may begin with; what is looked at whole stands apart. */
static void
word_put(const char *word, void *user)
{
	struct word_maker *maker = user;
	struct menu *menu = maker->menu;
	gpointer first = GUINT_TO_POINTER(g_utf8_get_char(word));
	guint index = menu->table->len;
	GArray *same;

	if (*word == '\0')
		return;
	maker->entry.word = g_string_chunk_insert_const(menu->strings, word);
	maker->entry.len = strlen(word);
	g_array_append_val(menu->table, maker->entry);
	if ((maker->entry.row->shape & (SHAPE_READ | SHAPE_ANYWHERE)) != 0) {
		/* Of a list of the lexicon understand() tells. */
		if ((maker->entry.row->shape & SHAPE_ANYWHERE) != 0 || !maker->read)
			g_array_append_val(menu->table_whole, index);
		maker->read = TRUE;
		return;
	}
	same = g_hash_table_lookup(menu->table_first, first);
	if (same == NULL) {
		same = g_array_new(FALSE, FALSE, sizeof(guint));
		g_hash_table_insert(menu->table_first, first, same);
	}
	g_array_append_val(same, index);
}

GArray *
word_find(const struct menu *menu, const struct word_text *text)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct word_found));

	word_find_whole(menu, text, found);
	word_find_begun(menu, text, text->normal, SHAPE_ALONE | SHAPE_NUMBER, found);
	if (strcmp(text->plain, text->normal) != 0)
		word_find_begun(menu, text, text->plain, SHAPE_ALONE, found);
	/* Blanks between Chinese characters stand only in what was typed. */
	word_find_begun(menu, text, word_skip(text->text), SHAPE_APART, found);
	g_array_sort(found, word_compare);
	return found;
}

static void
word_find_whole(const struct menu *menu, const struct word_text *text,
    GArray *found)
{
	for (guint i = 0; i < menu->table_whole->len; i++) {
		guint index = g_array_index(menu->table_whole, guint, i);
		const struct word_entry *entry = &g_array_index(menu->table,
		    struct word_entry, index);
		const struct service_word *row = entry->row;

		if ((row->roles & text->roles) != 0 &&
		    ((row->shape & SHAPE_READ) != 0 ? word_is_read(row, text) :
		    strstr(text->text, entry->word) != NULL))
			word_add(found, entry, index, "");
	}
}

static gboolean
word_is_read(const struct service_word *row, const struct word_text *text)
{
	for (gsize i = 0; i < G_N_ELEMENTS(word_readings); i++) {
		const struct word_reading *reading = &word_readings[i];

		if (strcmp(reading->list, row->list) == 0)
			return reading->meaning == text->meaning &&
			    (reading->rule == NULL ||
			    g_strcmp0(reading->rule, text->rule) == 0);
	}
	return FALSE;
}

/* The rows whose word the text begins with, and that take what follows it. */
static void
word_find_begun(const struct menu *menu, const struct word_text *text,
    const char *begins, guint shapes, GArray *found)
{
	const GArray *same = g_hash_table_lookup(menu->table_first,
	    GUINT_TO_POINTER(g_utf8_get_char(begins)));

	for (guint i = 0; same != NULL && i < same->len; i++) {
		guint index = g_array_index(same, guint, i);
		const struct word_entry *entry = &g_array_index(menu->table,
		    struct word_entry, index);
		const char *rest = begins + entry->len;

		if ((entry->row->roles & text->roles) != 0 &&
		    strncmp(begins, entry->word, entry->len) == 0 &&
		    !(g_ascii_isalpha(rest[-1]) && g_ascii_isalpha(*rest)) &&
		    (word_shape_of(rest) & word_shapes(entry->row, shapes)) != 0)
			word_add(found, entry, index, word_skip(rest));
	}
}

/* What a row takes of those: of a number, anything where it takes anything. */
static guint
word_shapes(const struct service_word *row, guint shapes)
{
	if ((row->shape & SHAPE_TAIL) != SHAPE_TAIL)
		return row->shape & shapes;
	return shapes == SHAPE_APART ? 0 : row->shape & (shapes |
	    ((shapes & SHAPE_NUMBER) != 0 ? (guint)SHAPE_TAIL : 0u));
}

/* What stands behind a word. */
static guint
word_shape_of(const char *rest)
{
	const char *next = word_skip(rest);

	if (*next == '\0')
		return SHAPE_ALONE;
	return (numeral_digit(g_utf8_get_char(next)) >= 0 ||
	    g_ascii_isdigit(*next) ? SHAPE_NUMBER : 0u) |
	    (next > rest ? SHAPE_APART : 0u) | (SHAPE_TAIL & ~(guint)(SHAPE_NUMBER |
	    SHAPE_APART));
}

/* Beyond blanks and marks. */
static const char *
word_skip(const char *rest)
{
	while (*rest != '\0' && (g_unichar_isspace(g_utf8_get_char(rest)) ||
	    g_unichar_ispunct(g_utf8_get_char(rest))))
		rest = g_utf8_next_char(rest);
	return rest;
}

/* Of one row the longest word counts. */
static void
word_add(GArray *found, const struct word_entry *entry, guint index,
    const char *rest)
{
	gboolean whole = *rest == '\0';
	struct word_found fresh = {
		.heard = { entry->service, entry->row, entry->word, rest },
		.rule = entry->rule,
		.rank = (whole ? 0 : WORD_RANK_BEGINS) | (whole ||
		    entry->row->shape == SHAPE_NUMBER ? 0 : WORD_RANK_UNNUMBERED) |
		    (entry->row->open != NULL ? 0 : WORD_RANK_CLOSED) |
		    (guint)(WORD_LENGTH_MAX - MIN(entry->len, WORD_LENGTH_MAX)) *
		    WORD_RANK_LENGTH | MIN(index, WORD_RANK_LENGTH - 1),
	};

	for (guint i = 0; i < found->len; i++) {
		struct word_found *other = &g_array_index(found, struct word_found, i);

		if (other->heard.row != entry->row)
			continue;
		if (fresh.rank < other->rank)
			*other = fresh;
		return;
	}
	g_array_append_val(found, fresh);
}

static int
word_compare(gconstpointer a, gconstpointer b)
{
	const struct word_found *one = a, *other = b;

	return (one->rank > other->rank) - (one->rank < other->rank);
}

const struct word_entry *
word_means(const struct menu *menu, const char *text)
{
	const GArray *same = g_hash_table_lookup(menu->table_first,
	    GUINT_TO_POINTER(g_utf8_get_char(text)));

	for (guint i = 0; same != NULL && i < same->len; i++) {
		const struct word_entry *entry = &g_array_index(menu->table,
		    struct word_entry, g_array_index(same, guint, i));

		if ((entry->row->shape & SHAPE_ALONE) != 0 &&
		    entry->row->open == NULL && strcmp(entry->word, text) == 0)
			return entry;
	}
	return NULL;
}
