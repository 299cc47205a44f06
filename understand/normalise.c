/*
 * The character tables and the trimming of folding.
 *
 * Invariants: linear in the text; folding what is normal changes nothing (every
 * rule yields characters that no rule takes); never fails.
 */
#include "understand/normalise.h"

#include <string.h>

#include "understand/lexicon.h"

/* Longest signature, in characters with its mark: "【李家沟村委会】", "发自我的iphone". */
#define NORMALISE_SIGNATURE_MAX	24

/* Longest expansion of one character by NFKD is 18. */
#define NORMALISE_EXPAND_MAX		18

/* Runs of signs that NFKD leaves alone: `first` stands for `value`, and so on
 * upwards. */
static const struct normalise_run {
	gunichar first, last;
	int	 value;
} normalise_runs[] = {
	{ 0x2160, 0x216b, 1 },		/* Ⅰ-Ⅻ */
	{ 0x2170, 0x217b, 1 },		/* ⅰ-ⅻ */
	{ 0x24eb, 0x24f4, 11 },		/* ⓫-⓴ */
	{ 0x24f5, 0x24fe, 1 },		/* ⓵-⓾ */
	{ 0x24ff, 0x24ff, 0 },		/* ⓿ */
	{ 0x2776, 0x277f, 1 },		/* ❶-❿ */
	{ 0x2780, 0x2789, 1 },		/* ➀-➉ */
	{ 0x278a, 0x2793, 1 },		/* ➊-➓ */
	{ 0x3021, 0x3029, 1 },		/* 〡-〩, Suzhou numerals */
	{ 0x1f10b, 0x1f10c, 0 },	/* dingbat zeros */
};

/* Single signs that NFKD leaves alone. */
static const struct normalise_sign {
	gunichar from, to;
} normalise_signs[] = {
	{ 0x25cb, 0x3007 },		/* ○ 〇 */
	{ 0x25ef, 0x3007 },		/* ◯ 〇 */
	{ 0x1f51f, 0x5341 },		/* keycap ten: 十 */
	{ 0x2223, '|' },		/* ∣ */
	{ 0x2502, '|' },		/* │ */
};

struct normalise {
	const struct lexicon *lexicon;
	GString *out;
	gunichar last;		/* the character before */
	gboolean blank;		/* a blank waits to be written */
	gboolean enclosed;	/* the digits before were one sign: ① */
};

/* What is left of a text whose ends are cut; *end is writable. */
struct span {
	char	*start, *end;
};

static void	normalise_one(struct normalise *fold, gunichar c);
static gboolean	normalise_unseen(gunichar c);
static int	normalise_run_value(gunichar c);
static void	normalise_number(struct normalise *fold, int value);
static void	normalise_decomposed(struct normalise *fold, gunichar c);
static void	normalise_put(struct normalise *fold, gunichar c);
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
	struct normalise fold = { .lexicon = lexicon };

	fold.out = g_string_sized_new(strlen(text) + 1);
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		normalise_one(&fold, g_utf8_get_char(p));
	return g_string_free(fold.out, FALSE);
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

gboolean
normalise_is_han(gunichar c)
{
	return c == 0x3007 || c == 0x3005 || (c >= 0x3400 && c <= 0x4dbf) ||
	    (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff);
}

static void
normalise_one(struct normalise *fold, gunichar c)
{
	gunichar parts[NORMALISE_EXPAND_MAX];
	gsize count;
	int value;

	value = normalise_run_value(c);
	if (value >= 0) {
		normalise_number(fold, value);
		return;
	}
	count = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
	if (g_unichar_type(c) == G_UNICODE_OTHER_NUMBER && count > 0 &&
	    g_ascii_isdigit((char)MIN(parts[0], 0x7f))) {
		normalise_number(fold, -1);
		for (gsize i = 0; i < count; i++)
			normalise_decomposed(fold, parts[i]);
		fold->enclosed = TRUE;
		return;
	}
	for (gsize i = 0; i < count && i < G_N_ELEMENTS(parts); i++)
		normalise_decomposed(fold, parts[i]);
}

static int
normalise_run_value(gunichar c)
{
	const struct normalise_run *run;

	for (gsize i = 0; i < G_N_ELEMENTS(normalise_runs); i++) {
		run = &normalise_runs[i];
		if (c >= run->first && c <= run->last)
			return run->value + (int)(c - run->first);
	}
	return -1;
}

/* ①② are two numbers, not twelve: a blank parts digits of which one side is a
 * single sign.  -1: only the blank. */
static void
normalise_number(struct normalise *fold, int value)
{
	char digits[8];

	if (fold->last < 0x80 && g_ascii_isdigit((char)fold->last))
		fold->blank = TRUE;
	if (value < 0)
		return;
	g_snprintf(digits, sizeof digits, "%d", value);
	for (const char *p = digits; *p != '\0'; p++)
		normalise_put(fold, (gunichar)*p);
	fold->enclosed = TRUE;
}

static void
normalise_decomposed(struct normalise *fold, gunichar c)
{
	int digit = g_unichar_digit_value(c);

	for (gsize i = 0; i < G_N_ELEMENTS(normalise_signs); i++)
		if (c == normalise_signs[i].from)
			c = normalise_signs[i].to;
	if (g_unichar_isspace(c) || c == 0x2028 || c == 0x2029) {
		fold->blank = TRUE;
		return;
	}
	if (normalise_unseen(c))
		return;
	if (digit >= 0 && digit <= 9)
		c = (gunichar)('0' + digit);
	else
		c = g_unichar_tolower(c);
	if (fold->lexicon != NULL)
		c = lexicon_simplified(fold->lexicon, c);
	normalise_put(fold, c);
}

/* Controls, formats, marks that sit on other characters, skin tones, unassigned and
 * private ones (old phones' emoji), fillers. */
static gboolean
normalise_unseen(gunichar c)
{
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_UNASSIGNED:
	case G_UNICODE_PRIVATE_USE:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_ENCLOSING_MARK:
	case G_UNICODE_NON_SPACING_MARK:
		return TRUE;
	default:
		return (c >= 0x1f3fb && c <= 0x1f3ff) || c == 0x115f ||
		    c == 0x1160 || c == 0x3164 || c == 0xffa0;
	}
}

static void
normalise_put(struct normalise *fold, gunichar c)
{
	gboolean digit = c < 0x80 && g_ascii_isdigit((char)c);

	if (fold->enclosed && digit && fold->last < 0x80 &&
	    g_ascii_isdigit((char)fold->last) && !fold->blank)
		fold->blank = TRUE;
	if (fold->blank && fold->out->len > 0 &&
	    !(normalise_is_han(fold->last) && normalise_is_han(c)))
		g_string_append_c(fold->out, ' ');
	g_string_append_unichar(fold->out, c);
	fold->last = c;
	fold->blank = FALSE;
	fold->enclosed = FALSE;
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

/* "2【王秀英】": the name of a sender behind his words. */
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
