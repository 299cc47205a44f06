/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See normalise.h.
 *
 * Invariants: linear in the text; a normal text stays as it is; never fails.
 */
#include "understand/normalise.h"

#include <string.h>

#include "understand/character.h"
#include "understand/lexicon.h"

/* Longest signature, in characters with its mark: "【李家沟村委会】", "发自我的iphone". */
#define NORMALISE_SIGNATURE_MAX	24

/* What is left of a text whose ends are cut; *end is writable. */
struct span {
	char	*start, *end;
};

static gunichar	normalise_simplified(const void *lexicon, gunichar c);
static gboolean	normalise_all_question(const char *normal);
static void	span_trim_front(const struct lexicon *lexicon,
		    struct span *span);
static void	span_trim_behind(const struct lexicon *lexicon,
		    struct span *span);
static gboolean	span_cut_bracket(const struct lexicon *lexicon,
		    struct span *span);
static gboolean	span_cut_mark(const struct lexicon *lexicon,
		    struct span *span);
static gboolean	span_cut_signature(const struct lexicon *lexicon,
		    struct span *span);

char *
normalise_chars(const struct lexicon *lexicon, const char *text)
{
	return character_normalise(text, lexicon != NULL ? normalise_simplified : NULL,
	    lexicon);
}

static gunichar
normalise_simplified(const void *lexicon, gunichar c)
{
	return lexicon_simplified(lexicon, c);
}

void
normalise_ends(const struct lexicon *lexicon, char *normal)
{
	struct span span = { normal, normal + strlen(normal) };

	if (normalise_all_question(normal)) {
		strcpy(normal, "?");
		return;
	}
	do {
		span_trim_front(lexicon, &span);
		while (span_cut_bracket(lexicon, &span))
			continue;
		span_trim_behind(lexicon, &span);
	} while (span_cut_mark(lexicon, &span) ||
	    span_cut_signature(lexicon, &span));
	memmove(normal, span.start, (gsize)(span.end - span.start) + 1);
}

void
normalise_trim(const struct lexicon *lexicon, char *normal)
{
	struct span span = { normal, normal + strlen(normal) };

	span_trim_front(lexicon, &span);
	span_trim_behind(lexicon, &span);
	memmove(normal, span.start, (gsize)(span.end - span.start) + 1);
}

gboolean
normalise_is_mark(const struct lexicon *lexicon, gunichar c)
{
	if (c == '|' || !(c == ' ' || g_unichar_ispunct(c)))
		return FALSE;
	return lexicon == NULL || !lexicon_has_sign(lexicon, c);
}

static gboolean
normalise_all_question(const char *normal)
{
	gboolean any = FALSE;

	for (; *normal != '\0'; normal++) {
		if (*normal != '?' && *normal != ' ')
			return FALSE;
		any |= *normal == '?';
	}
	return any;
}

static void
span_trim_front(const struct lexicon *lexicon, struct span *span)
{
	while (span->start < span->end &&
	    normalise_is_mark(lexicon, g_utf8_get_char(span->start)))
		span->start = g_utf8_next_char(span->start);
}

static void
span_trim_behind(const struct lexicon *lexicon, struct span *span)
{
	char *before;

	while (span->end > span->start) {
		before = g_utf8_prev_char(span->end);
		if (!normalise_is_mark(lexicon, g_utf8_get_char(before)))
			break;
		span->end = before;
	}
	*span->end = '\0';
}

/* "2【王秀英】": the name of a sender behind their words. */
static gboolean
span_cut_bracket(const struct lexicon *lexicon, struct span *span)
{
	char *p = span->end;
	gunichar c = 0;

	while (p > span->start && c != 0x3011) {
		p = g_utf8_prev_char(p);
		c = g_utf8_get_char(p);
		if (!normalise_is_mark(lexicon, c))
			return FALSE;
	}
	for (int i = 0; i < NORMALISE_SIGNATURE_MAX && p > span->start; i++) {
		p = g_utf8_prev_char(p);
		if (g_utf8_get_char(p) != 0x3010)
			continue;
		span->end = p;
		return TRUE;
	}
	return FALSE;
}

/* "回复:2", "re: 2": what phones put in front of a reply. */
static gboolean
span_cut_mark(const struct lexicon *lexicon, struct span *span)
{
	gsize len = lexicon_match(lexicon, span->start, span->start,
	    WORD_REPLY_MARK, NULL);

	if (len == 0 || span->start[len] == '\0')
		return FALSE;
	span->start += len;
	return TRUE;
}

/* A signature of the lexicon near the end goes, unless it is all there is. */
static gboolean
span_cut_signature(const struct lexicon *lexicon, struct span *span)
{
	char *p = span->end;

	for (int i = 0; i < NORMALISE_SIGNATURE_MAX && p > span->start; i++) {
		p = g_utf8_prev_char(p);
		if (lexicon_match(lexicon, span->start, p, WORD_SIGNATURE,
		    NULL) == 0)
			continue;
		if (p == span->start)
			return FALSE;
		*p = '\0';
		span->end = p;
		return TRUE;
	}
	return FALSE;
}
