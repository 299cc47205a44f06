/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over a text each: weight, danger, machines, covers.
 */
#include "understand/summary.h"

#include <string.h>

#include "understand/character.h"
#include "understand/normalise.h"

/* In a text no heavier than this, 塌 and 淹 are news and no figure of speech. */
#define SUMMARY_SHORT_WEIGHT	8

/* A machine names itself within its first words. */
#define SUMMARY_MARK_WITHIN	30

/* What a machine's phrase may have beside it: "我…您". */
#define SUMMARY_PHRASE_BESIDE	4

/* Longest title in 【】 that may begin a text. */
#define SUMMARY_TITLE_MAX		16

/* Words that tell nothing. */
#define SUMMARY_EMPTY	(WORD_GREETING | WORD_COURTESY)

static int	summary_weigh(const struct lexicon *lexicon, const char *chars,
		    guint empty);
static gsize	summary_run(const char *p);
static gboolean summary_titled(const struct lexicon *lexicon, const char *chars);

int
summary_weight(const struct lexicon *lexicon, const char *chars)
{
	return summary_weigh(lexicon, chars, SUMMARY_EMPTY);
}

/*
 * A Chinese character weighs 1, a word of another script 1, and so does a
 * number beside words.  The same character a third time in a row weighs nothing
 * (哈哈哈哈哈哈), neither do words of `empty`, single characters excepted: the
 * 请 of 申请 is none of courtesy.
 */
static int
summary_weigh(const struct lexicon *lexicon, const char *chars, guint empty)
{
	gunichar last = 0, before = 0, c;
	int weight = 0, numbers = 0;
	gsize len;

	for (const char *p = chars; *p != '\0'; p += len) {
		len = lexicon_match(lexicon, chars, p, empty, NULL);
		if (len > strlen("请"))
			continue;
		c = g_utf8_get_char(p);
		len = (gsize)(g_utf8_next_char(p) - p);
		if (g_ascii_isdigit(*p)) {
			len = strspn(p, "0123456789");
			numbers++;
		} else if (character_is_han(c)) {
			weight += !(c == last && c == before);
		} else if (g_unichar_isalnum(c)) {
			len = summary_run(p);
			weight++;
		}
		before = last;
		last = c;
	}
	return weight > 0 ? weight + numbers : 0;
}

/* Octets of a word that is not Chinese. */
static gsize
summary_run(const char *p)
{
	const char *end = p;

	while (*end != '\0' && !character_is_han(g_utf8_get_char(end)) &&
	    g_unichar_isalnum(g_utf8_get_char(end)) && !g_ascii_isdigit(*end))
		end = g_utf8_next_char(end);
	return (gsize)(end - p);
}

/* Two tiers (DOMAIN 1.6): strong words get the emergency text, weak ones only
 * ring the console. */
enum emergency
summary_emergency(const struct lexicon *lexicon, const char *chars)
{
	g_autofree char *whole = g_strdup(chars);
	guint all = 0, found;
	gsize len;

	normalise_ends(lexicon, whole);
	if (lexicon_is(lexicon, whole, WORD_CALL))
		return EMERGENCY_STRONG;
	for (const char *p = chars; *p != '\0'; p += len) {
		found = 0;
		len = lexicon_match(lexicon, chars, p, WORD_STRONG |
		    WORD_SHORT | WORD_WEAK | WORD_HARMLESS, &found);
		all |= found;
		if (len == 0)
			len = (gsize)(g_utf8_next_char(p) - p);
	}
	if ((all & WORD_STRONG) != 0)
		return EMERGENCY_STRONG;
	if ((all & WORD_SHORT) != 0 &&
	    summary_weight(lexicon, chars) <= SUMMARY_SHORT_WEIGHT)
		return EMERGENCY_STRONG;
	return (all & (WORD_SHORT | WORD_WEAK)) != 0 ? EMERGENCY_WEAK :
	    EMERGENCY_NONE;
}

/*
 * An auto-responder (DOMAIN 5.5): a mark of one near the beginning, a company's
 * 【name】 in front, or a phrase of one with little else said: "正在开车" of
 * somebody's driver is a complaint.
 */
gboolean
summary_automatic(const struct lexicon *lexicon, const char *chars)
{
	const char *p = chars;
	gboolean phrase = FALSE;
	gsize len;

	if (summary_titled(lexicon, chars))
		return TRUE;
	for (int i = 0; *p != '\0'; p += len, i++) {
		len = lexicon_match(lexicon, chars, p, WORD_AUTO_MARK, NULL);
		if (len > 0 && i < SUMMARY_MARK_WITHIN)
			return TRUE;
		len = lexicon_match(lexicon, chars, p, WORD_AUTO_PHRASE, NULL);
		phrase |= len > 0;
		if (len == 0)
			len = (gsize)(g_utf8_next_char(p) - p);
	}
	return phrase && summary_weigh(lexicon, chars,
	    SUMMARY_EMPTY | WORD_AUTO_PHRASE) <= SUMMARY_PHRASE_BESIDE;
}

/* "【中国移动】尊敬的…", but neither "【2】" nor "【求助】房子…". */
static gboolean
summary_titled(const struct lexicon *lexicon, const char *chars)
{
	static const char open[] = "【", close[] = "】";
	g_autofree char *title = NULL, *rest = NULL;
	const char *end;

	while (*chars != '\0' && !g_str_has_prefix(chars, open) &&
	    normalise_is_mark(lexicon, g_utf8_get_char(chars)))
		chars = g_utf8_next_char(chars);
	if (!g_str_has_prefix(chars, open))
		return FALSE;
	chars += strlen(open);
	end = strstr(chars, close);
	if (end == NULL || g_utf8_strlen(chars, end - chars) > SUMMARY_TITLE_MAX)
		return FALSE;
	rest = g_strdup(end + strlen(close));
	normalise_trim(lexicon, rest);
	title = g_strndup(chars, (gsize)(end - chars));
	normalise_trim(lexicon, title);
	return *rest != '\0' && *title != '\0' &&
	    !g_ascii_isdigit(title[0]) &&
	    summary_cover(lexicon, title, WORD_HUMAN_TITLE, 0) == 0;
}

guint
summary_cover(const struct lexicon *lexicon, const char *chars, guint wanted,
    guint filler)
{
	guint all = 0, found;
	gsize len;

	for (const char *p = chars; *p != '\0'; p += len) {
		found = 0;
		len = lexicon_match(lexicon, chars, p, wanted | filler, &found);
		all |= found & wanted;
		if (len > 0)
			continue;
		if (!normalise_is_mark(lexicon, g_utf8_get_char(p)))
			return 0;
		len = (gsize)(g_utf8_next_char(p) - p);
	}
	return all;
}
