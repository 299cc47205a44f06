/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the words of the lexicon in a text.
 *
 * Words are looked up by their first character, longest first, so that scanning a
 * text is linear in it.
 */
#include "understand/lexicon.h"

#include <string.h>

#include "understand/lexicon_table.h"

static gboolean	lexicon_begins(const struct lexicon *lexicon, gunichar c);
static int	lexicon_text_order(const void *a, const void *b);
static int	lexicon_longer(const void *a, const void *b);
static void	lexicon_word_clear(void *word);
static gboolean	lexicon_bounded(const char *start, const char *at,
		    const struct word *word);

void
lexicon_free(struct lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	g_hash_table_destroy(lexicon->words);
	g_hash_table_destroy(lexicon->signs);
	g_hash_table_destroy(lexicon->simplified);
	g_hash_table_destroy(lexicon->pinyin);
	g_hash_table_destroy(lexicon->spelt);
	g_hash_table_destroy(lexicon->lookalikes);
	g_free(lexicon->lines);
	g_free(lexicon);
}

gsize
lexicon_match(const struct lexicon *lexicon, const char *start, const char *at,
    guint classes, guint *found)
{
	gunichar c = g_utf8_get_char(at);
	const struct word *word;
	GArray *words;

	if (!lexicon_begins(lexicon, c))
		return 0;
	words = g_hash_table_lookup(lexicon->words, GUINT_TO_POINTER(c));
	for (guint i = 0; words != NULL && i < words->len; i++) {
		word = &g_array_index(words, struct word, i);
		if ((word->classes & classes) == 0 ||
		    strncmp(at, word->text, word->len) != 0 ||
		    !lexicon_bounded(start, at, word))
			continue;
		if (found != NULL)
			*found = word->classes & classes;
		return word->len;
	}
	return 0;
}

/* May a word begin with it? */
static gboolean
lexicon_begins(const struct lexicon *lexicon, gunichar c)
{
	c %= LEXICON_FIRST_BITS;
	return (lexicon->first[c / 8] & (1u << c % 8)) != 0;
}

gboolean
lexicon_is(const struct lexicon *lexicon, const char *text, guint classes)
{
	const struct word *word = lexicon_word(lexicon, text, FALSE);

	return word != NULL && (word->classes & classes) != 0;
}

void
lexicon_each(const struct lexicon *lexicon, guint classes,
    void (*each)(const char *word, void *user), void *user)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	GHashTableIter iter;
	gpointer words;

	g_hash_table_iter_init(&iter, lexicon->words);
	while (g_hash_table_iter_next(&iter, NULL, &words)) {
		const GArray *same = words;

		for (guint i = 0; i < same->len; i++) {
			const struct word *word = &g_array_index(same, struct word, i);

			if ((word->classes & classes) != 0)
				g_ptr_array_add(all, word->text);
		}
	}
	g_ptr_array_sort(all, lexicon_text_order);
	for (guint i = 0; i < all->len; i++)
		each(all->pdata[i], user);
}

static int
lexicon_text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

gboolean
lexicon_has_sign(const struct lexicon *lexicon, gunichar c)
{
	return g_hash_table_contains(lexicon->signs, GUINT_TO_POINTER(c));
}

gunichar
lexicon_simplified(const struct lexicon *lexicon, gunichar c)
{
	void *to = g_hash_table_lookup(lexicon->simplified,
	    GUINT_TO_POINTER(c));

	return to != NULL ? GPOINTER_TO_UINT(to) : c;
}

const char *
lexicon_pinyin(const struct lexicon *lexicon, const char *typed)
{
	return g_hash_table_lookup(lexicon->pinyin, typed);
}

int
lexicon_spelt_digit(const struct lexicon *lexicon, const char *typed)
{
	return GPOINTER_TO_INT(g_hash_table_lookup(lexicon->spelt, typed)) - 1;
}

int
lexicon_lookalike(const struct lexicon *lexicon, const char *typed)
{
	return GPOINTER_TO_INT(g_hash_table_lookup(lexicon->lookalikes,
	    typed)) - 1;
}

struct word *
lexicon_word(const struct lexicon *lexicon, const char *normal, gboolean make)
{
	void *first = GUINT_TO_POINTER(g_utf8_get_char(normal));
	GArray *words = g_hash_table_lookup(lexicon->words, first);
	struct word fresh = { NULL, strlen(normal), 0 };

	for (guint i = 0; words != NULL && i < words->len; i++)
		if (strcmp(g_array_index(words, struct word, i).text,
		    normal) == 0)
			return &g_array_index(words, struct word, i);
	if (!make)
		return NULL;
	if (words == NULL) {
		words = g_array_new(FALSE, FALSE, sizeof(struct word));
		g_array_set_clear_func(words, lexicon_word_clear);
		g_hash_table_insert(lexicon->words, first, words);
	}
	fresh.text = g_strdup(normal);
	g_array_append_val(words, fresh);
	g_array_sort(words, lexicon_longer);
	return lexicon_word(lexicon, normal, FALSE);
}

static int
lexicon_longer(const void *a, const void *b)
{
	const struct word *one = a, *other = b;

	return (one->len < other->len) - (one->len > other->len);
}

static void
lexicon_word_clear(void *word)
{
	g_free(((struct word *)word)->text);
}

/* Latin words match whole: "n" is not in "nihao". */
static gboolean
lexicon_bounded(const char *start, const char *at, const struct word *word)
{
	if (g_ascii_isalpha(word->text[0]) && at > start &&
	    g_ascii_isalpha(at[-1]))
		return FALSE;
	return !(g_ascii_isalpha(word->text[word->len - 1]) &&
	    g_ascii_isalpha(at[word->len]));
}
