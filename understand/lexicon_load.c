/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loading etc/menus/lexicon.conf: which lists it has, what may stand in each, and
 * which words exclude each other.
 */
#include "understand/lexicon.h"

#include <string.h>

#include "understand/character.h"
#include "understand/conf.h"
#include "understand/lexicon_table.h"

/* Longest word, in characters. */
#define LEXICON_WORD_MAX	32

/* Of these classes an answer may be made; their signs (👍) are no decoration. */
#define LEXICON_ANSWERS	(WORD_YES | WORD_NO | WORD_UNKNOWN | WORD_ACK)

/* What no word of another kind may be: whole messages that end or turn things. */
#define LEXICON_COMMANDS (WORD_GREETING | WORD_COURTESY | WORD_YES | WORD_NO | \
	WORD_UNKNOWN | WORD_ACK | WORD_PERSON | WORD_MENU | WORD_MISSED)

/* A list of the file, and where its elements go. */
struct list {
	const char *path;
	guint	 class;
	gboolean (*add)(struct lexicon *lexicon, const struct list *list,
		    const char *value, const char **expected);
};

static gboolean	lexicon_add_word(struct lexicon *lexicon,
		    const struct list *list, const char *value,
		    const char **expected);
static gboolean	lexicon_add_simplified(struct lexicon *lexicon,
		    const struct list *list, const char *value,
		    const char **expected);
static gboolean	lexicon_add_pinyin(struct lexicon *lexicon,
		    const struct list *list, const char *value,
		    const char **expected);
static gboolean	lexicon_add_spelt(struct lexicon *lexicon,
		    const struct list *list, const char *value,
		    const char **expected);
static gboolean	lexicon_add_lookalike(struct lexicon *lexicon,
		    const struct list *list, const char *value,
		    const char **expected);

/* Every list must be there; simplified comes first, words are normal with it. */
static const struct list lexicon_lists[] = {
	{ "simplified", 0, lexicon_add_simplified },
	{ "pinyin", 0, lexicon_add_pinyin },
	{ "spelt_digits", 0, lexicon_add_spelt },
	{ "lookalikes", 0, lexicon_add_lookalike },
	{ "greeting", WORD_GREETING, lexicon_add_word },
	{ "courtesy", WORD_COURTESY, lexicon_add_word },
	{ "yes", WORD_YES, lexicon_add_word },
	{ "no", WORD_NO, lexicon_add_word },
	{ "unknown", WORD_UNKNOWN, lexicon_add_word },
	{ "ack", WORD_ACK, lexicon_add_word },
	{ "opt_out", WORD_OPT_OUT, lexicon_add_word },
	{ "opt_out_offered", WORD_OPT_OFFERED, lexicon_add_word },
	{ "opt_in", WORD_OPT_IN, lexicon_add_word },
	{ "person", WORD_PERSON, lexicon_add_word },
	{ "menu", WORD_MENU, lexicon_add_word },
	{ "missed", WORD_MISSED, lexicon_add_word },
	{ "emergency.strong", WORD_STRONG, lexicon_add_word },
	{ "emergency.short", WORD_SHORT, lexicon_add_word },
	{ "emergency.weak", WORD_WEAK, lexicon_add_word },
	{ "emergency.harmless", WORD_HARMLESS, lexicon_add_word },
	{ "emergency.call", WORD_CALL, lexicon_add_word },
	{ "automatic.marks", WORD_AUTO_MARK, lexicon_add_word },
	{ "automatic.phrases", WORD_AUTO_PHRASE, lexicon_add_word },
	{ "automatic.human_titles", WORD_HUMAN_TITLE, lexicon_add_word },
	{ "choice.prefix", WORD_PREFIX, lexicon_add_word },
	{ "choice.suffix", WORD_SUFFIX, lexicon_add_word },
	{ "choice.measure", WORD_MEASURE, lexicon_add_word },
	{ "choice.join", WORD_JOIN, lexicon_add_word },
	{ "choice.refusal", WORD_REFUSAL, lexicon_add_word },
	{ "choice.code_mark", WORD_CODE_MARK, lexicon_add_word },
	{ "negation.words", WORD_NEGATION, lexicon_add_word },
	{ "negation.doubt", WORD_DOUBT, lexicon_add_word },
	{ "negation.degree", WORD_DEGREE, lexicon_add_word },
	{ "reply_mark", WORD_REPLY_MARK, lexicon_add_word },
	{ "signature", WORD_SIGNATURE, lexicon_add_word },
	{ "proxy", WORD_PROXY, lexicon_add_word },
};

/* Words of the one may not be words of the other. */
static const struct clash {
	guint	 a, b;
	const char *rule;
} lexicon_clashes[] = {
	{ WORD_YES, WORD_NO, "no word in both yes and no" },
	{ WORD_YES, WORD_UNKNOWN, "no word in both yes and unknown" },
	{ WORD_NO, WORD_UNKNOWN, "no word in both no and unknown" },
	{ WORD_ACK, WORD_NO, "no word in both ack and no" },
	{ WORD_ACK, WORD_UNKNOWN, "no word in both ack and unknown" },
	{ WORD_OPT_OUT, LEXICON_COMMANDS, "no word in both opt_out and another command" },
	{ WORD_OPT_OUT, WORD_OPT_IN, "no word in both opt_out and opt_in" },
	{ WORD_OPT_IN, LEXICON_COMMANDS, "no word in both opt_in and another command" },
	{ WORD_PERSON, LEXICON_COMMANDS & ~(guint)WORD_PERSON,
	    "no word in both person and another command" },
	{ WORD_MENU, LEXICON_COMMANDS & ~(guint)WORD_MENU,
	    "no word in both menu and another command" },
	{ WORD_STRONG, WORD_SHORT | WORD_WEAK | WORD_HARMLESS,
	    "no word in both emergency.strong and another emergency list" },
	{ WORD_SHORT, WORD_WEAK | WORD_HARMLESS,
	    "no word in both emergency.short and another emergency list" },
	{ WORD_WEAK, WORD_HARMLESS, "no word in both emergency.weak and emergency.harmless" },
	{ WORD_AUTO_MARK, WORD_AUTO_PHRASE,
	    "no word in both automatic.marks and automatic.phrases" },
};

static gboolean	lexicon_known_keys(const config_setting_t *group,
		    const char *above, const char *path, GError **error);
static gboolean	lexicon_read_list(struct lexicon *lexicon,
		    const config_t *config, const struct list *list,
		    const char *path, GError **error);
static const char *lexicon_check_word(const char *normal);
static gboolean	lexicon_simplifies_to(void *from, void *to, void *wanted);
static gboolean	lexicon_add_pair(const struct lexicon *lexicon,
		    GHashTable *into, const char *value, gboolean digit,
		    const char **expected);
static void	lexicon_words_free(void *words);
static char	*lexicon_normal(const struct lexicon *lexicon, const char *text);
static gunichar	lexicon_map(const void *lexicon, gunichar c);

struct lexicon *
lexicon_load(const char *path, GError **error)
{
	struct lexicon *lexicon = g_new0(struct lexicon, 1);
	config_t config;
	gboolean ok;

	lexicon->words = g_hash_table_new_full(NULL, NULL, NULL,
	    lexicon_words_free);
	lexicon->signs = g_hash_table_new(NULL, NULL);
	lexicon->simplified = g_hash_table_new(NULL, NULL);
	lexicon->pinyin = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	lexicon->spelt = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	lexicon->lookalikes = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);
	lexicon->lines = g_new0(int, G_N_ELEMENTS(lexicon_lists));

	config_init(&config);
	ok = conf_read(&config, path, error) &&
	    lexicon_known_keys(config_root_setting(&config), "", path, error);
	for (gsize i = 0; ok && i < G_N_ELEMENTS(lexicon_lists); i++)
		ok = lexicon_read_list(lexicon, &config, &lexicon_lists[i],
		    path, error);
	config_destroy(&config);
	if (ok)
		return lexicon;
	lexicon_free(lexicon);
	return NULL;
}

int
lexicon_list_line(const struct lexicon *lexicon, const char *list)
{
	for (gsize i = 0; i < G_N_ELEMENTS(lexicon_lists); i++)
		if (strcmp(lexicon_lists[i].path, list) == 0)
			return lexicon->lines[i];
	return 0;
}

guint
lexicon_list_class(const char *list)
{
	for (gsize i = 0; i < G_N_ELEMENTS(lexicon_lists); i++)
		if (strcmp(lexicon_lists[i].path, list) == 0)
			return lexicon_lists[i].class;
	return 0;
}

/* Every key of the file is a list we know, or a group that holds some. */
static gboolean
lexicon_known_keys(const config_setting_t *group, const char *above,
    const char *path, GError **error)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *key = config_setting_get_elem(group,
		    (unsigned)i);
		g_autofree char *name = g_strconcat(above,
		    config_setting_name(key), NULL);
		g_autofree char *within = g_strconcat(name, ".", NULL);
		gboolean list = FALSE, holds = FALSE;

		for (gsize j = 0; j < G_N_ELEMENTS(lexicon_lists); j++) {
			list |= strcmp(name, lexicon_lists[j].path) == 0;
			holds |= g_str_has_prefix(lexicon_lists[j].path,
			    within);
		}
		if (!list && !holds)
			return conf_fail(error, path,
			    config_setting_source_line(key),
			    "expected a list of the lexicon, got \"%s\"", name);
		if (holds && !config_setting_is_group(key))
			return conf_fail(error, path,
			    config_setting_source_line(key),
			    "%s: expected a group { … }", name);
		if (holds && !lexicon_known_keys(key, within, path, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
lexicon_read_list(struct lexicon *lexicon, const config_t *config,
    const struct list *list, const char *path, GError **error)
{
	const config_setting_t *setting = config_lookup(config, list->path);

	if (setting == NULL)
		return conf_fail(error, path, 1, "expected a list \"%s\"",
		    list->path);
	if (!config_setting_is_array(setting) &&
	    !config_setting_is_list(setting))
		return conf_fail(error, path,
		    config_setting_source_line(setting),
		    "%s: expected a list [ \"…\", \"…\" ]", list->path);
	lexicon->lines[list - lexicon_lists] = (int)config_setting_source_line(setting);
	for (int i = 0; i < config_setting_length(setting); i++) {
		const config_setting_t *elem = config_setting_get_elem(setting,
		    (unsigned)i);
		const char *value = config_setting_get_string(elem);
		const char *expected = "a text in quotes";

		if (value == NULL || !list->add(lexicon, list, value, &expected))
			return conf_fail(error, path,
			    config_setting_source_line(elem),
			    "%s: expected %s, got %s%s%s", list->path, expected,
			    value != NULL ? "\"" : "",
			    value != NULL ? value : "something else",
			    value != NULL ? "\"" : "");
	}
	return TRUE;
}

static gboolean
lexicon_add_word(struct lexicon *lexicon, const struct list *list,
    const char *value, const char **expected)
{
	g_autofree char *normal = lexicon_normal(lexicon, value);
	gunichar first = g_utf8_get_char(normal) % LEXICON_FIRST_BITS;
	struct word *word;

	*expected = lexicon_check_word(normal);
	if (*expected != NULL)
		return FALSE;
	word = lexicon_word(lexicon, normal, TRUE);
	lexicon->first[first / 8] |= (guint8)(1u << first % 8);
	if ((word->classes & list->class) != 0) {
		*expected = "every word once";
		return FALSE;
	}
	word->classes |= list->class;
	for (gsize i = 0; i < G_N_ELEMENTS(lexicon_clashes); i++) {
		if ((word->classes & lexicon_clashes[i].a) == 0 ||
		    (word->classes & lexicon_clashes[i].b) == 0)
			continue;
		*expected = lexicon_clashes[i].rule;
		return FALSE;
	}
	if ((list->class & LEXICON_ANSWERS) != 0 &&
	    g_unichar_ispunct(g_utf8_get_char(normal)))
		g_hash_table_add(lexicon->signs,
		    GUINT_TO_POINTER(g_utf8_get_char(normal)));
	return TRUE;
}

static const char *
lexicon_check_word(const char *normal)
{
	if (*normal == '\0')
		return "a word that can be seen";
	if (g_utf8_strlen(normal, -1) > LEXICON_WORD_MAX)
		return "a word of at most 32 characters";
	return NULL;
}

/* "來来": traditional, simplified. The simplified one is final. */
static gboolean
lexicon_add_simplified(struct lexicon *lexicon, const struct list *list,
    const char *value, const char **expected)
{
	gunichar from, to;

	*expected = "two characters, the traditional one first";
	if (g_utf8_strlen(value, -1) != 2)
		return FALSE;
	from = g_utf8_get_char(value);
	to = g_utf8_get_char(g_utf8_next_char(value));
	if (from == to || !character_is_han(from) || !character_is_han(to))
		return FALSE;
	*expected = "every traditional character once, and no chains";
	if (g_hash_table_contains(lexicon->simplified, GUINT_TO_POINTER(to)) ||
	    g_hash_table_find(lexicon->simplified, lexicon_simplifies_to,
	    GUINT_TO_POINTER(from)) != NULL)
		return FALSE;
	return g_hash_table_insert(lexicon->simplified, GUINT_TO_POINTER(from),
	    GUINT_TO_POINTER(to));
}

static gboolean
lexicon_simplifies_to(void *from, void *to, void *wanted)
{
	return to == wanted;
}

static gboolean
lexicon_add_pinyin(struct lexicon *lexicon, const struct list *list,
    const char *value, const char **expected)
{
	return lexicon_add_pair(lexicon, lexicon->pinyin, value, FALSE,
	    expected);
}

static gboolean
lexicon_add_spelt(struct lexicon *lexicon, const struct list *list,
    const char *value, const char **expected)
{
	return lexicon_add_pair(lexicon, lexicon->spelt, value, TRUE,
	    expected);
}

static gboolean
lexicon_add_lookalike(struct lexicon *lexicon, const struct list *list,
    const char *value, const char **expected)
{
	return lexicon_add_pair(lexicon, lexicon->lookalikes, value, TRUE,
	    expected);
}

/* "tousu=投诉", "er=2": what is typed, what it means. */
static gboolean
lexicon_add_pair(const struct lexicon *lexicon, GHashTable *into,
    const char *value, gboolean digit, const char **expected)
{
	g_auto(GStrv) pair = g_strsplit(value, "=", 2);
	g_autofree char *typed = NULL, *means = NULL;

	*expected = digit ? "\"typed=digit\"" : "\"typed=meaning\"";
	if (g_strv_length(pair) != 2)
		return FALSE;
	typed = lexicon_normal(lexicon, pair[0]);
	means = lexicon_normal(lexicon, pair[1]);
	if (*typed == '\0' || *means == '\0' || strchr(typed, ' ') != NULL ||
	    (digit && !(g_ascii_isdigit(means[0]) && means[1] == '\0')))
		return FALSE;
	*expected = "every typed form once in pinyin, spelt_digits and "
	    "lookalikes";
	if (g_hash_table_contains(lexicon->pinyin, typed) ||
	    g_hash_table_contains(lexicon->spelt, typed) ||
	    g_hash_table_contains(lexicon->lookalikes, typed))
		return FALSE;
	g_hash_table_insert(into, g_steal_pointer(&typed), digit ?
	    GINT_TO_POINTER(means[0] - '0' + 1) :
	    (void *)g_steal_pointer(&means));
	return TRUE;
}

static void
lexicon_words_free(void *words)
{
	g_array_free(words, TRUE);
}

/* The form in which words are stored: simplified by what has been read so far. */
static char *
lexicon_normal(const struct lexicon *lexicon, const char *text)
{
	return character_normalise(text, lexicon_map, lexicon);
}

static gunichar
lexicon_map(const void *lexicon, gunichar c)
{
	return lexicon_simplified(lexicon, c);
}
