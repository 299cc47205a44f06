/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A verb, then numbers with what stands between and behind them.
 *
 * Invariants
 *  - a text that does not begin with a verb of the lists or a number is no report,
 *    and neither is one that begins with a verb and goes on with other words
 *    ("电坏了三天"): it is somebody's own words.
 *  - three numbers tied by hyphens are three numbers; two are a range.
 */
#include "services/duty_report.h"

#include <string.h>

#include "base/calendar.h"
#include "understand/normalise.h"
#include "understand/numeral.h"

#define DUTY_REPORT_NUMBER_LEN	3	/* digits of a number on a card */
#define DUTY_REPORT_BARE_LEN		6	/* longer, alone, it is a code or a telephone */
#define DUTY_REPORT_TOKENS_MAX	64
#define DUTY_REPORT_NAME_MAX		4	/* characters of a cadre's name */

/* What begins a report. */
static const struct verb {
	const char *list;
	enum duty_report_verb verb;
	enum duty_kind kind;
} verbs[] = {
	{ "report_visit", DUTY_REPORT_CONTACT, DUTY_VISIT },
	{ "report_phone", DUTY_REPORT_CONTACT, DUTY_PHONE },
	{ "report_came", DUTY_REPORT_CONTACT, DUTY_CAME },
	{ "report_tried", DUTY_REPORT_CONTACT, DUTY_TRIED },
	{ "report_undo", DUTY_REPORT_UNDO, DUTY_UNSTATED },
	{ "report_sheet", DUTY_REPORT_SHEET, DUTY_UNSTATED },
	{ "report_matter", DUTY_REPORT_MATTER, DUTY_UNSTATED },
};

/* A number as it was typed. */
struct token {
	int	 number;
	gboolean tied;		/* by a hyphen to the one before */
	gboolean trouble;
};

struct reader {
	const struct menu *menu;
	const struct lexicon *lexicon;
	struct duty_report *report;
	const char *at;
	struct token tokens[DUTY_REPORT_TOKENS_MAX];
	int	 count;
	gboolean tie;		/* a hyphen waits for its number */
};

static void	reader_stands_in(struct reader *r);
static gboolean	reader_is_verb(const struct reader *r);
static gboolean	reader_verb(struct reader *r);
static gsize	reader_list(const struct reader *r, const char *list);
static gboolean	reader_numbers(struct reader *r);
static gboolean	reader_number(struct reader *r);
static char	*reader_numeral(const char *at, gsize *len);
static gboolean	reader_day(struct reader *r, const char *digits);
static gboolean	reader_day_word(struct reader *r);
static gboolean	reader_between(struct reader *r);
static void	reader_expand(struct reader *r);
static void	reader_add(struct reader *r, int number, gboolean trouble);
static gboolean	reader_holds(struct reader *r);

void
duty_report_clear(struct duty_report *report)
{
	g_free(report->whose);
	g_free(report->words);
	g_free(report->glued);
	memset(report, 0, sizeof(*report));
}

gboolean
duty_report_read(const struct menu *menu, const char *normal, struct duty_report *report)
{
	struct reader r = {
		.menu = menu, .lexicon = menu_lexicon(menu), .report = report,
		.at = normal,
	};

	memset(report, 0, sizeof(*report));
	report->kind = DUTY_UNSTATED;
	reader_stands_in(&r);
	report->bare = !reader_verb(&r);
	if (reader_numbers(&r) && reader_holds(&r)) {
		reader_expand(&r);
		return TRUE;
	}
	duty_report_clear(report);
	return FALSE;
}

int
duty_report_day(const struct duty_report *report, int today)
{
	int day;

	if (report->day == 0)
		return calendar_day_add(today, -report->days_ago);
	if (report->month != 0) {
		day = today / 10000 * 10000 + report->month * 100 + report->day;
		if (calendar_is_day(day) && day > today)
			day -= 10000;	/* last year's */
		return calendar_is_day(day) ? day : 0;
	}
	day = today / 100 * 100 + report->day;
	if (day > today)
		day = calendar_month_add(today / 100, -1) * 100 + report->day;
	return calendar_is_day(day) ? day : 0;
}

/* 替, and the name of whose card it is, when a verb or a number follows. */
static void
reader_stands_in(struct reader *r)
{
	const char *begin = r->at, *name;
	gsize len = reader_list(r, "report_for");

	if (len == 0)
		return;
	r->at = name = begin + len;
	for (int i = 0; i <= DUTY_REPORT_NAME_MAX && *r->at != '\0'; i++) {
		/* 李四 is no number. */
		if (reader_is_verb(r) || g_ascii_isdigit(*r->at)) {
			r->report->stands_in = TRUE;
			r->report->whose = r->at == name ? NULL :
			    g_strstrip(g_strndup(name, (gsize)(r->at - name)));
			return;
		}
		r->at = g_utf8_next_char(r->at);
	}
	r->at = begin;
}

static gboolean
reader_is_verb(const struct reader *r)
{
	for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
		if (reader_list(r, verbs[i].list) > 0)
			return TRUE;
	}
	return FALSE;
}

/* Takes the longest verb. */
static gboolean
reader_verb(struct reader *r)
{
	gsize longest = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
		gsize len = reader_list(r, verbs[i].list);

		if (len <= longest)
			continue;
		longest = len;
		r->report->verb = verbs[i].verb;
		r->report->kind = verbs[i].kind;
	}
	r->at += longest;
	return longest > 0;
}

/* Octets of the longest word of a list that stands here; of a Latin one nothing
 * may go on behind it. */
static gsize
reader_list(const struct reader *r, const char *list)
{
	int count;
	const char *const *words = menu_list(r->menu, list, &count);
	gsize longest = 0;

	for (int i = 0; i < count; i++) {
		gsize len = strlen(words[i]);

		if (len > longest && strncmp(r->at, words[i], len) == 0 &&
		    !(g_ascii_isalpha(words[i][len - 1]) &&
		    g_ascii_isalpha(r->at[len])))
			longest = len;
	}
	return longest;
}

/* Everything after the verb; FALSE when it cannot be a report. */
static gboolean
reader_numbers(struct reader *r)
{
	while (*r->at != '\0' && r->report->fault == DUTY_REPORT_FINE) {
		if (reader_day_word(r) || reader_number(r) || reader_between(r))
			continue;
		if (r->report->bare || r->count == 0)
			return FALSE;
		r->report->words = g_strstrip(g_strdup(r->at));
		return TRUE;
	}
	return TRUE;
}

/* A number, the day it may be, and what belongs to it: 07困, 7号, 12日. */
static gboolean
reader_number(struct reader *r)
{
	struct duty_report *report = r->report;
	gsize len, suffix;
	g_autofree char *digits = reader_numeral(r->at, &len);

	if (len == 0)
		return FALSE;
	r->at += len;
	if (digits != NULL && reader_day(r, digits))
		return TRUE;
	if (digits == NULL || strlen(digits) > DUTY_REPORT_NUMBER_LEN) {
		report->fault = DUTY_REPORT_GLUED;
		report->glued = g_strndup(r->at - len, len);
		return TRUE;
	}
	if (r->count == DUTY_REPORT_TOKENS_MAX) {
		report->fault = DUTY_REPORT_TOO_MANY;
		return TRUE;
	}
	suffix = reader_list(r, "report_house");
	r->at += suffix;
	r->tokens[r->count++] = (struct token){
		.number = (int)g_ascii_strtoll(digits, NULL, 10),
		.tied = r->tie,
	};
	r->tie = FALSE;
	return TRUE;
}

/* Octets of digits, or of Chinese numerals; NULL when those are no number (七十二
 * 三十一), `len` 0 when there are none. */
static char *
reader_numeral(const char *at, gsize *len)
{
	g_autofree char *run = NULL;
	const char *end = at;

	*len = strspn(at, "0123456789");
	if (*len > 0)
		return g_strndup(at, *len);
	while (*end != '\0' && (numeral_digit(g_utf8_get_char(end)) >= 0 ||
	    g_utf8_strchr("十百拾佰廿卅", -1, g_utf8_get_char(end)) != NULL) &&
	    !g_ascii_isdigit(*end))
		end = g_utf8_next_char(end);
	*len = (gsize)(end - at);
	run = g_strndup(at, *len);
	return *len == 0 ? NULL : numeral_read(run);
}

/* "12日", "11月12日"; 12号 is a household. */
static gboolean
reader_day(struct reader *r, const char *digits)
{
	g_autofree char *more = NULL;
	int number = (int)MIN(g_ascii_strtoll(digits, NULL, 10), 9999);
	gsize len;

	if (g_str_has_prefix(r->at, "日")) {
		r->report->day = number;
		r->at += strlen("日");
		if (number < 1 || number > 31)
			r->report->fault = DUTY_REPORT_NO_DAY;
		return TRUE;
	}
	if (!g_str_has_prefix(r->at, "月"))
		return FALSE;
	more = reader_numeral(r->at + strlen("月"), &len);
	if (more == NULL)
		return FALSE;
	r->report->month = number;
	r->at += strlen("月") + len;
	if (g_str_has_prefix(r->at, "日") || g_str_has_prefix(r->at, "号"))
		r->at = g_utf8_next_char(r->at);
	r->report->day = (int)MIN(g_ascii_strtoll(more, NULL, 10), 9999);
	if (number < 1 || number > 12 || r->report->day < 1 ||
	    r->report->day > 31)
		r->report->fault = DUTY_REPORT_NO_DAY;
	return TRUE;
}

static gboolean
reader_day_word(struct reader *r)
{
	static const struct {
		const char *word;
		int days;
	} days[] = {
		{ "大前天", 3 }, { "前天", 2 }, { "前日", 2 }, { "昨天", 1 },
		{ "昨日", 1 }, { "今天", 0 }, { "今日", 0 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
		if (!g_str_has_prefix(r->at, days[i].word))
			continue;
		r->at += strlen(days[i].word);
		r->report->days_ago = days[i].days;
		return TRUE;
	}
	return FALSE;
}

/* What may stand between numbers, and the 困 behind one. */
static gboolean
reader_between(struct reader *r)
{
	static const char *const ties[] = { "-", "~", "到", "至", "—", "–" };
	static const char *const joins[] = { "和", "跟", "与", "及", "还有" };
	gunichar c = g_utf8_get_char(r->at);
	gsize len = reader_list(r, "report_trouble");

	if (len > 0 && r->count > 0) {
		r->tokens[r->count - 1].trouble = TRUE;
		r->at += len;
		return TRUE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(ties) && r->count > 0; i++) {
		if (!g_str_has_prefix(r->at, ties[i]))
			continue;
		r->tie = TRUE;
		r->at += strlen(ties[i]);
		return TRUE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(joins) && r->count > 0; i++) {
		if (!g_str_has_prefix(r->at, joins[i]))
			continue;
		r->at += strlen(joins[i]);
		return TRUE;
	}
	if (c != ' ' && c != '\n' && !normalise_is_mark(r->lexicon, c))
		return FALSE;
	r->at = g_utf8_next_char(r->at);
	return TRUE;
}

/* Ranges into numbers. */
static void
reader_expand(struct reader *r)
{
	for (int i = 0; i < r->count; i++) {
		const struct token *t = &r->tokens[i];
		gboolean range = i + 1 < r->count && t[1].tied && !t->tied &&
		    (i + 2 >= r->count || !t[2].tied) &&
		    t[1].number > t->number;

		reader_add(r, t->number, t->trouble);
		for (int n = t->number + 1; range && n < t[1].number &&
		    r->report->fault == DUTY_REPORT_FINE; n++)
			reader_add(r, n, FALSE);
	}
}

static void
reader_add(struct reader *r, int number, gboolean trouble)
{
	struct duty_report *report = r->report;

	for (int i = 0; i < report->count; i++) {
		if (report->numbers[i] == number) {
			report->trouble[i] |= trouble;
			return;
		}
	}
	if (report->count == DUTY_REPORT_NUMBERS_MAX) {
		report->fault = DUTY_REPORT_TOO_MANY;
		return;
	}
	report->numbers[report->count] = number;
	report->trouble[report->count++] = trouble;
}

/* Do the verb and what came after it go together? */
static gboolean
reader_holds(struct reader *r)
{
	struct duty_report *report = r->report;

	if (report->bare) {
		if (report->fault == DUTY_REPORT_GLUED)
			return strlen(report->glued) <= DUTY_REPORT_BARE_LEN &&
			    g_ascii_isdigit(report->glued[0]);
		return r->count > 0 && report->fault != DUTY_REPORT_NO_DAY;
	}
	switch (report->verb) {
	case DUTY_REPORT_SHEET:
		report->page = r->count == 0 ? 1 : r->tokens[0].number;
		return report->fault == DUTY_REPORT_FINE && report->words == NULL &&
		    r->count <= 1;
	case DUTY_REPORT_MATTER:
		return report->fault == DUTY_REPORT_FINE && r->count == 1 &&
		    report->words != NULL;
	case DUTY_REPORT_UNDO:
		return report->words == NULL;
	case DUTY_REPORT_CONTACT:
		if (report->fault == DUTY_REPORT_FINE && r->count == 0)
			report->fault = DUTY_REPORT_NO_NUMBERS;
		return TRUE;
	}
	return FALSE;
}
