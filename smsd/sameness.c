/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See sameness.h.  Newest last in the queue, so that what is too old stands
 * first.
 */
#include "smsd/sameness.h"

#include "base/clock.h"

#define SAMENESS_SPAN	CLOCK_HOUR

struct words {
	char	*text;
	int	 count;		/* in `said` */
};

struct said {
	struct words *words;
	gint64	 at;
};

struct sameness {
	GQueue	 said;		/* struct said */
	GHashTable *words;	/* text -> struct words, owned */
};

static void	words_free(gpointer words);
static void	sameness_forget(struct sameness *sameness, gint64 now);

struct sameness *
sameness_new(void)
{
	struct sameness *sameness = g_new0(struct sameness, 1);

	g_queue_init(&sameness->said);
	sameness->words = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
	    words_free);
	return sameness;
}

void
sameness_free(struct sameness *sameness)
{
	if (sameness == NULL)
		return;
	g_queue_clear_full(&sameness->said, g_free);
	g_hash_table_unref(sameness->words);
	g_free(sameness);
}

static void
words_free(gpointer data)
{
	struct words *words = data;

	g_free(words->text);
	g_free(words);
}

gboolean
sameness_allows(struct sameness *sameness, const char *text, int limit,
    gint64 now)
{
	const struct words *words;

	if (limit == 0)
		return TRUE;
	sameness_forget(sameness, now);
	words = g_hash_table_lookup(sameness->words, text);
	return words == NULL || words->count < limit;
}

void
sameness_add(struct sameness *sameness, const char *text, gint64 now)
{
	struct words *words;
	struct said *said;

	sameness_forget(sameness, now);
	words = g_hash_table_lookup(sameness->words, text);
	if (words == NULL) {
		words = g_new0(struct words, 1);
		words->text = g_strdup(text);
		g_hash_table_insert(sameness->words, words->text, words);
	}
	words->count++;
	said = g_new(struct said, 1);
	said->words = words;
	said->at = now;
	g_queue_push_tail(&sameness->said, said);
}

static void
sameness_forget(struct sameness *sameness, gint64 now)
{
	struct said *oldest;

	while ((oldest = g_queue_peek_head(&sameness->said)) != NULL &&
	    now - oldest->at >= SAMENESS_SPAN) {
		if (--oldest->words->count == 0)
			g_hash_table_remove(sameness->words,
			    oldest->words->text);
		g_free(g_queue_pop_head(&sameness->said));
	}
}
