/*
 * Understanding, from the folded text to its meaning.
 *
 * The order is the point (DOMAIN 5.2): the text is tried as it stands, then
 * without courtesy, then without what people put around a choice, then out of
 * pinyin, each time as a whole; only then is a digit looked for
 * beside words, a label within them, and at last it is what a person has to
 * tell.  The first rule that speaks ends it; asking again is speaking, too.
 *
 * Invariants: no state; the rules see texts of at most UNDERSTAND_RULES_MAX
 * characters, so that everything stays linear; a rule never leaves a text
 * empty and then judges that.
 */
#include "menus/understand.h"

#include <string.h>

#include "base/damm.h"
#include "menus/choice.h"
#include "menus/fold.h"
#include "menus/gist.h"
#include "menus/numeral.h"

/* Longer texts choose nothing: they tell something. */
#define UNDERSTAND_RULES_MAX	64

#define CODE_DIGITS	8
/* A number about as long as a code, where a code is wanted, is a mistyped one. */
#define CODE_MIN	5
#define CODE_MAX	12

/* Every rule: its name, what it makes of the text, how sure it is. */
#define VERDICT_LIST(X)							\
	X(LABEL,	"label",		ANSWER,		100)	\
	X(LABEL_WITHIN,	"label.within",		ANSWER,		85)	\
	X(LABEL_NEGATED, "label.negated",	ANSWER,		65)	\
	X(LABEL_UNSURE,	"label.unsure",		UNCLEAR,	100)	\
	X(LABEL_STORY,	"label.story",		STORY,		80)	\
	X(DIGIT,	"digit",		ANSWER,		100)	\
	X(DIGIT_HAN,	"digit.han",		ANSWER,		100)	\
	X(DIGIT_SPELT,	"digit.spelt",		ANSWER,		90)	\
	X(DIGIT_LETTER,	"digit.letter",		ANSWER,		100)	\
	X(DIGIT_LOOKALIKE, "digit.lookalike",	ANSWER,		80)	\
	X(DIGIT_BOUNCE,	"digit.bounce",		ANSWER,		60)	\
	X(DIGIT_LABEL,	"digit.label",		ANSWER,		100)	\
	X(DIGIT_COURTESY, "digit.courtesy",	ANSWER,		90)	\
	X(DIGIT_WORDS,	"digit.words",		ANSWER,		70)	\
	X(DIGIT_STORY,	"digit.story",		STORY,		80)	\
	X(DIGIT_DISAGREE, "digit.disagree",	UNCLEAR,	100)	\
	X(DIGIT_GLUED,	"digit.glued",		UNCLEAR,	100)	\
	X(DIGIT_SEVERAL, "digit.several",	UNCLEAR,	100)	\
	X(DIGIT_UNOFFERED, "digit.unoffered",	UNCLEAR,	100)	\
	X(DIGIT_UNASKED, "digit.unasked",	UNCLEAR,	100)	\
	X(NUMBER,	"number",		NUMBER,		100)	\
	X(CODE,		"code",			CODE,		100)	\
	X(CODE_UNASKED,	"code.unasked",		CODE,		90)	\
	X(CODE_WRONG,	"code.wrong",		BAD_CODE,	100)	\
	X(CODE_LENGTH,	"code.length",		BAD_CODE,	80)	\
	X(YES,		"yes",			ANSWER,		95)	\
	X(NO,		"no",			ANSWER,		95)	\
	X(UNKNOWN,	"unknown",		ANSWER,		95)	\
	X(SENSE_UNSURE,	"sense.unsure",		UNCLEAR,	100)	\
	X(SENSE_UNASKED, "sense.unasked",	UNCLEAR,	100)	\
	X(PERSON,	"person",		PERSON,		100)	\
	X(PERSON_ZERO,	"person.zero",		PERSON,		100)	\
	X(MENU,		"menu",			MENU,		100)	\
	X(OPT_OUT,	"opt_out",		OPT_OUT,	100)	\
	X(OPT_OUT_OFFERED, "opt_out.offered",	OPT_OUT,	100)	\
	X(OPT_IN,	"opt_in",		OPT_IN,		100)	\
	X(MISSED,	"missed",		MISSED,		100)	\
	X(GREETING,	"greeting",		GREETING,	100)	\
	X(ACK,		"ack",			ACK,		100)	\
	X(BLANK,	"blank",		BLANK,		100)	\
	X(AUTOMATIC,	"automatic",		AUTOMATIC,	90)	\
	X(TEXT,		"text",			TEXT,		90)	\
	X(TEXT_NUMBER,	"text.number",		TEXT,		60)	\
	X(STORY,	"story",		STORY,		90)	\
	X(FRAGMENT,	"fragment",		FRAGMENT,	50)	\
	X(SIGNS,	"signs",		UNCLEAR,	100)

enum verdict {
#define X(name, rule, meaning, confidence)	VERDICT_##name,
	VERDICT_LIST(X)
#undef X
};

static const struct verdict_row {
	const char *rule;
	enum meaning meaning;
	int	 confidence;
} verdicts[] = {
#define X(name, rule, meaning, confidence)				\
	{ rule, MEANING_##meaning, confidence },
	VERDICT_LIST(X)
#undef X
};

static const char *const meaning_names[] = {
	[MEANING_ANSWER] = "answer", [MEANING_NUMBER] = "number",
	[MEANING_CODE] = "code", [MEANING_BAD_CODE] = "bad code",
	[MEANING_TEXT] = "text", [MEANING_STORY] = "story",
	[MEANING_FRAGMENT] = "fragment", [MEANING_PERSON] = "person",
	[MEANING_MENU] = "menu", [MEANING_OPT_OUT] = "opt out",
	[MEANING_OPT_IN] = "opt in", [MEANING_GREETING] = "greeting",
	[MEANING_ACK] = "ack", [MEANING_MISSED] = "missed",
	[MEANING_BLANK] = "blank", [MEANING_UNCLEAR] = "ask again",
	[MEANING_AUTOMATIC] = "automatic",
};

static const struct expectation nothing_expected;

/* One text being read. */
struct reading {
	const struct lexicon *lexicon;
	const struct expectation *expect;
	const struct choices *choices;
	struct understanding *u;
};

/* A text that is a digit and something beside it. */
struct beside {
	char	 digits[4];
	char	*rest;		/* the words, trimmed */
	int	 index;		/* the digit's answer, CHOICE_NONE */
	int	 weight;	/* of the words */
	gboolean first;		/* the digit is in front */
	gboolean apart;		/* a blank or a mark stands between */
	gboolean han;		/* a Chinese numeral */
};

/* The forms one text is tried in. */
enum form_step {
	FORM_PLAIN,		/* as folded (after step 5) */
	FORM_COURTESY,		/* without 你好, 谢谢 */
	FORM_SUFFIX,		/* without 吧, 号 */
	FORM_BARE,		/* without 我选, 第, too (after step 6) */
	FORM_PINYIN,		/* tousu as 投诉 */
	FORM_COUNT
};

typedef gboolean (*rule_fn)(const struct reading *r, const char *s);

static gboolean	rule_label(const struct reading *r, const char *s);
static gboolean	rule_command(const struct reading *r, const char *s);
static gboolean	rule_code(const struct reading *r, const char *s);
static gboolean	rule_number(const struct reading *r, const char *s);
static gboolean	rule_several(const struct reading *r, const char *s);
static gboolean	rule_sense(const struct reading *r, const char *s);
static gboolean	rule_nicety(const struct reading *r, const char *s);

/* Rules for the whole of a text, in order.  Bare forms have lost a word, so
 * that 要不要 is bared to 不要: they may not say yes or no. */
static const struct rule {
	rule_fn	 fn;
	gboolean bare;
} whole_rules[] = {
	{ rule_label, TRUE },
	{ rule_command, TRUE },
	{ rule_code, TRUE },
	{ rule_number, TRUE },
	{ rule_several, TRUE },
	{ rule_sense, FALSE },
	{ rule_nicety, FALSE },
};

static gboolean	say(const struct reading *r, enum verdict verdict, int index,
		    const char *value);
static gboolean	read_choice(const struct reading *r, const char *folded);
static gboolean	read_proxy(const struct reading *r, const char *folded);
static void	read_forms(const struct reading *r, const char *folded,
		    char *forms[FORM_COUNT]);
static gboolean	read_whole(const struct reading *r, char *const forms[]);
static gboolean	strip_front(const struct reading *r, char *s, guint classes);
static gboolean	strip_behind(const struct reading *r, char *s, guint classes);
static char	*read_code(const struct reading *r, const char *s,
		    gboolean *marked);
static char	*read_digits(const struct reading *r, const char *s,
		    enum verdict *how);
static gboolean	same_signs(const char *digits);
static gsize	read_one_of_several(const struct reading *r, const char *start,
		    const char *at, char **digits);
static gboolean	rule_digit_words(const struct reading *r, const char *s);
static gboolean	read_beside(const struct reading *r, const char *s,
		    struct beside *b);
static int	choice_named(const struct reading *r, const char *rest);
static gboolean	judge_named(const struct reading *r, const struct beside *b,
		    int named);
static gboolean	judge_nicety(const struct reading *r, const struct beside *b);
static gboolean	judge_words(const struct reading *r, const struct beside *b);
static gboolean	rule_within(const struct reading *r, const char *s);
static void	read_free(const struct reading *r);

const char *
meaning_name(enum meaning meaning)
{
	return meaning_names[meaning];
}

void
understanding_clear(struct understanding *u)
{
	g_free(u->value);
	*u = (struct understanding){ .index = -1 };
}

char *
understand_fold(const struct lexicon *lexicon, const char *text)
{
	char *folded = fold_chars(lexicon, text);

	fold_ends(lexicon, folded);
	return folded;
}

int
understand_weight(const struct lexicon *lexicon, const char *text)
{
	g_autofree char *folded = understand_fold(lexicon, text);

	return gist_weight(lexicon, folded);
}

void
understand(const struct lexicon *lexicon, const char *text,
    const struct expectation *expect, struct understanding *u)
{
	struct reading r = { lexicon, expect ?: &nothing_expected, NULL, u };
	struct choices *choices = choices_new(lexicon, r.expect);
	g_autofree char *chars = fold_chars(lexicon, text);
	g_autofree char *folded = g_strdup(chars);

	r.choices = choices;
	*u = (struct understanding){ .index = -1 };
	fold_ends(lexicon, folded);
	u->emergency = gist_emergency(lexicon, chars);
	u->weight = gist_weight(lexicon, folded);
	if (*folded == '\0')
		say(&r, VERDICT_BLANK, -1, NULL);
	else if (gist_automatic(lexicon, chars))
		say(&r, VERDICT_AUTOMATIC, -1, NULL);
	else if (g_utf8_strlen(folded, -1) > UNDERSTAND_RULES_MAX ||
	    !(rule_label(&r, folded) || read_proxy(&r, folded) ||
	    read_choice(&r, folded)))
		read_free(&r);
	choices_free(choices);
}

static gboolean
say(const struct reading *r, enum verdict verdict, int index,
    const char *value)
{
	struct understanding *u = r->u;

	u->meaning = verdicts[verdict].meaning;
	u->rule = verdicts[verdict].rule;
	u->confidence = verdicts[verdict].confidence;
	u->index = index;
	g_free(u->value);
	u->value = g_strdup(value);
	return TRUE;
}

/* Whole, then digit beside words, then label within them. */
static gboolean
read_choice(const struct reading *r, const char *folded)
{
	char *forms[FORM_COUNT];
	gboolean said;

	read_forms(r, folded, forms);
	said = read_whole(r, forms) ||
	    rule_digit_words(r, forms[FORM_PLAIN]) ||
	    rule_digit_words(r, forms[FORM_COURTESY]) ||
	    rule_within(r, forms[FORM_COURTESY]);
	for (int i = 0; i < FORM_COUNT; i++)
		g_free(forms[i]);
	return said;
}

/* "代1", "1(代)": the mark counts only beside an answer, 代办 is a word. */
static gboolean
read_proxy(const struct reading *r, const char *folded)
{
	g_autofree char *rest = g_strdup(folded);
	struct understanding *u = r->u;

	if (!strip_front(r, rest, WORD_PROXY) &&
	    !strip_behind(r, rest, WORD_PROXY))
		return FALSE;
	if (!read_choice(r, rest))
		return FALSE;
	u->proxy = u->index >= 0 || u->meaning == MEANING_NUMBER ||
	    u->meaning == MEANING_CODE;
	return u->proxy;
}

static void
read_forms(const struct reading *r, const char *folded,
    char *forms[FORM_COUNT])
{
	g_auto(GStrv) words = g_strsplit(folded, " ", -1);
	g_autofree char *typed = g_strjoinv(NULL, words);
	const char *chinese = lexicon_pinyin(r->lexicon, typed);
	char *s;

	forms[FORM_PLAIN] = g_strdup(folded);
	s = forms[FORM_COURTESY] = g_strdup(folded);
	while (strip_front(r, s, WORD_GREETING | WORD_COURTESY) ||
	    strip_behind(r, s, WORD_GREETING | WORD_COURTESY))
		continue;
	s = forms[FORM_SUFFIX] = g_strdup(s);
	strip_behind(r, s, WORD_SUFFIX);
	s = forms[FORM_BARE] = g_strdup(s);
	if (strip_front(r, s, WORD_PREFIX))
		strip_front(r, s, WORD_PREFIX);
	strip_behind(r, s, WORD_SUFFIX |
	    (r->expect->number ? (guint)WORD_MEASURE : 0));
	forms[FORM_PINYIN] = g_strdup(chinese ?: folded);
}

static gboolean
read_whole(const struct reading *r, char *const forms[])
{
	for (int i = 0; i < FORM_COUNT; i++)
		for (gsize j = 0; j < G_N_ELEMENTS(whole_rules); j++)
			if ((i != FORM_BARE || whole_rules[j].bare) &&
			    whole_rules[j].fn(r, forms[i]))
				return TRUE;
	return FALSE;
}

/* Takes one word off the front, and the marks after it, unless that is all. */
static gboolean
strip_front(const struct reading *r, char *s, guint classes)
{
	gsize len = lexicon_match(r->lexicon, s, s, classes, NULL);
	g_autofree char *rest = NULL;

	if (len == 0)
		return FALSE;
	rest = g_strdup(s + len);
	fold_trim(r->lexicon, rest);
	if (*rest == '\0')
		return FALSE;
	strcpy(s, rest);
	return TRUE;
}

/* The same behind. */
static gboolean
strip_behind(const struct reading *r, char *s, guint classes)
{
	char *best = NULL, *p = s + strlen(s);
	g_autofree char *rest = NULL;

	while (p > s) {
		p = g_utf8_prev_char(p);
		if (strlen(p) == lexicon_match(r->lexicon, s, p, classes, NULL))
			best = p;
	}
	if (best == NULL)
		return FALSE;
	rest = g_strndup(s, (gsize)(best - s));
	fold_trim(r->lexicon, rest);
	if (*rest == '\0')
		return FALSE;
	strcpy(s, rest);
	return TRUE;
}

static gboolean
rule_label(const struct reading *r, const char *s)
{
	int index = choices_label(r->choices, s);

	return index >= 0 && say(r, VERDICT_LABEL, index, NULL);
}

/* Commands are whole messages: 退订 is one, 停水 is none (DESIGN 4.5). */
static gboolean
rule_command(const struct reading *r, const char *s)
{
	static const struct command {
		guint	 class;
		enum verdict verdict;
	} commands[] = {
		{ WORD_OPT_OUT, VERDICT_OPT_OUT },
		{ WORD_OPT_IN, VERDICT_OPT_IN },
		{ WORD_MISSED, VERDICT_MISSED },
		{ WORD_PERSON, VERDICT_PERSON },
		{ WORD_MENU, VERDICT_MENU },
	};

	if (r->expect->opt_out &&
	    lexicon_is(r->lexicon, s, WORD_OPT_OFFERED))
		return say(r, VERDICT_OPT_OUT_OFFERED, -1, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
		if (gist_cover(r->lexicon, s, commands[i].class,
		    WORD_COURTESY | WORD_GREETING) != 0)
			return say(r, commands[i].verdict, -1, NULL);
	return FALSE;
}

static gboolean
rule_code(const struct reading *r, const char *s)
{
	gboolean marked, wanted;
	g_autofree char *digits = read_code(r, s, &marked);
	gsize len;

	if (digits == NULL)
		return FALSE;
	len = strlen(digits);
	wanted = r->expect->code || marked;
	if (len == CODE_DIGITS && damm_valid(digits)) {
		if (wanted)
			return say(r, VERDICT_CODE, -1, digits);
		if (!r->expect->number)
			return say(r, VERDICT_CODE_UNASKED, -1, digits);
	}
	if (!wanted || len < CODE_MIN || len > CODE_MAX)
		return FALSE;
	return say(r, len == CODE_DIGITS ? VERDICT_CODE_WRONG :
	    VERDICT_CODE_LENGTH, -1, digits);
}

/* Digits of "单号 3048-2171", "3048 2171", "三零四八二一七一"; NULL when anything
 * else is in it. */
static char *
read_code(const struct reading *r, const char *s, gboolean *marked)
{
	g_autofree char *rest = g_strdup(s);
	g_autoptr(GString) digits = g_string_new(NULL);
	gunichar c;
	int digit;

	*marked = strip_front(r, rest, WORD_CODE_MARK);
	for (const char *p = rest; *p != '\0'; p = g_utf8_next_char(p)) {
		c = g_utf8_get_char(p);
		digit = g_unichar_digit_value(c);
		if (digit < 0)
			digit = numeral_digit(c);
		if (digit >= 0)
			g_string_append_c(digits, (char)('0' + digit));
		else if (c != ' ' && c != '-' && c != 0x2013 && c != 0x2014)
			return NULL;
	}
	return g_string_free(g_steal_pointer(&digits), FALSE);
}

static gboolean
rule_number(const struct reading *r, const char *s)
{
	enum verdict how;
	g_autofree char *digits = read_digits(r, s, &how);
	const char *value;
	char one[2] = "";
	int index;

	if (digits == NULL)
		return FALSE;
	index = choices_digit(r->choices, digits);
	if (index >= 0)
		return say(r, how, index, NULL);
	if (strcmp(digits, "0") == 0)
		return say(r, VERDICT_PERSON_ZERO, -1, NULL);
	value = digits + strspn(digits, "0");
	if (r->expect->number && how != VERDICT_DIGIT_LOOKALIKE &&
	    *value != '\0')
		return say(r, VERDICT_NUMBER, -1, value);
	one[0] = digits[0];
	if (same_signs(digits)) {
		index = choices_digit(r->choices, one);
		if (index >= 0)
			return say(r, VERDICT_DIGIT_BOUNCE, index, NULL);
		if (one[0] == '0')
			return say(r, VERDICT_PERSON_ZERO, -1, NULL);
	}
	if (r->expect->free_text)
		return say(r, VERDICT_TEXT_NUMBER, -1, NULL);
	return say(r, r->expect->count > 0 ? VERDICT_DIGIT_UNOFFERED :
	    VERDICT_DIGIT_UNASKED, -1, NULL);
}

/* The digits of a whole text that is one number, however it is written. */
static char *
read_digits(const struct reading *r, const char *s, enum verdict *how)
{
	char *digits = numeral_read(s);
	int digit;

	*how = g_ascii_isdigit(*s) ? VERDICT_DIGIT : VERDICT_DIGIT_HAN;
	if (digits != NULL)
		return digits;
	*how = VERDICT_DIGIT_LETTER;
	if (r->expect->letters && *s >= 'a' && *s <= 'e' && s[1] == '\0')
		return g_strdup_printf("%d", *s - 'a' + 1);
	*how = VERDICT_DIGIT_SPELT;
	digit = lexicon_spelt_digit(r->lexicon, s);
	if (digit < 0) {
		*how = VERDICT_DIGIT_LOOKALIKE;
		digit = lexicon_lookalike(r->lexicon, s);
	}
	return digit < 0 ? NULL : g_strdup_printf("%d", digit);
}

/* "22", "222": a key that bounced (DOMAIN 5.2: two or three times). */
static gboolean
same_signs(const char *digits)
{
	gsize len = strlen(digits);

	return (len == 2 || len == 3) && digits[1] == digits[0] &&
	    (len == 2 || digits[2] == digits[0]);
}

/* "1 2", "3和4", "1/2" are asked again; "2 2" is 2. */
static gboolean
rule_several(const struct reading *r, const char *s)
{
	g_autofree char *first = NULL;
	gboolean differ = FALSE;
	int count = 0, index;
	gsize len;

	for (const char *p = s; *p != '\0'; p += len) {
		g_autofree char *digits = NULL;

		len = read_one_of_several(r, s, p, &digits);
		if (len == 0)
			return FALSE;
		if (digits == NULL)
			continue;
		count++;
		differ |= first != NULL && strcmp(first, digits) != 0;
		if (first == NULL)
			first = g_steal_pointer(&digits);
	}
	if (count < 2 || r->expect->free_text)
		return FALSE;
	index = differ || count > 3 ? CHOICE_NONE :
	    choices_digit(r->choices, first);
	return say(r, index >= 0 ? VERDICT_DIGIT_BOUNCE :
	    VERDICT_DIGIT_SEVERAL, index, NULL);
}

/* A number, a joining word or a mark at `at`: its octets, 0 anything else. */
static gsize
read_one_of_several(const struct reading *r, const char *start,
    const char *at, char **digits)
{
	gunichar c = g_utf8_get_char(at);
	gsize len = strspn(at, "0123456789");

	if (len > 0) {
		*digits = g_strndup(at, len);
		return len;
	}
	len = lexicon_match(r->lexicon, start, at, WORD_JOIN, NULL);
	if (len > 0)
		return len;
	if (numeral_digit(c) >= 0)
		*digits = g_strdup_printf("%d", numeral_digit(c));
	else if (!fold_is_mark(r->lexicon, c))
		return 0;
	return (gsize)(g_utf8_next_char(at) - at);
}

static gboolean
rule_sense(const struct reading *r, const char *s)
{
	static const enum verdict verdict_of[] = {
		[SENSE_NONE] = VERDICT_YES, [SENSE_YES] = VERDICT_YES,
		[SENSE_NO] = VERDICT_NO, [SENSE_UNKNOWN] = VERDICT_UNKNOWN,
	};
	int index = choices_sense(r->choices, s);

	if (index >= 0)
		return say(r, verdict_of[r->expect->answers[index].sense],
		    index, NULL);
	if (index == CHOICE_UNSURE && !r->expect->free_text)
		return say(r, VERDICT_SENSE_UNSURE, -1, NULL);
	if (!r->expect->free_text && gist_cover(r->lexicon, s,
	    WORD_NO | WORD_UNKNOWN, WORD_COURTESY | WORD_GREETING) != 0)
		return say(r, VERDICT_SENSE_UNASKED, -1, NULL);
	return FALSE;
}

static gboolean
rule_nicety(const struct reading *r, const char *s)
{
	if (gist_cover(r->lexicon, s, WORD_GREETING, WORD_COURTESY) != 0)
		return say(r, VERDICT_GREETING, -1, NULL);
	if (gist_cover(r->lexicon, s, WORD_ACK | WORD_YES, WORD_COURTESY |
	    WORD_GREETING) != 0)
		return say(r, VERDICT_ACK, -1, NULL);
	return FALSE;
}

/*
 * A digit and words.  They must agree when the words name an answer; words that
 * name none are a comment after a digit that stands apart ("3 根本没人来"), and
 * otherwise make a digit doubtful ("3次", "不要2").
 */
static gboolean
rule_digit_words(const struct reading *r, const char *s)
{
	struct beside b = { 0 };
	gboolean said;

	if (!read_beside(r, s, &b))
		return FALSE;
	said = judge_named(r, &b, choice_named(r, b.rest)) ||
	    judge_nicety(r, &b) || judge_words(r, &b);
	g_free(b.rest);
	return said;
}

static gboolean
read_beside(const struct reading *r, const char *s, struct beside *b)
{
	gsize len = strlen(s), front = strspn(s, "0123456789"), behind = 0;
	const char *last = g_utf8_prev_char(s + len);
	const char *rest = s;
	int digit = -1;

	while (behind < len && g_ascii_isdigit(s[len - behind - 1]))
		behind++;
	if (front == 0 && behind == 0) {
		b->han = TRUE;
		digit = numeral_digit(g_utf8_get_char(s));
		if (digit >= 0)
			front = (gsize)(g_utf8_next_char(s) - s);
		else if ((digit = numeral_digit(g_utf8_get_char(last))) >= 0)
			behind = strlen(last);
	}
	b->first = front > 0;
	if (front == len || (front == 0 && behind == 0) ||
	    (!b->han && MAX(front, b->first ? 0 : behind) >= sizeof b->digits))
		return FALSE;
	if (b->han)
		g_snprintf(b->digits, sizeof b->digits, "%d", digit);
	else if (b->first)
		memcpy(b->digits, s, front);
	else
		memcpy(b->digits, s + len - behind, behind);
	rest = b->first ? s + front : s;
	b->rest = b->first ? g_strdup(rest) : g_strndup(s, len - behind);
	b->apart = fold_is_mark(r->lexicon, b->first ?
	    g_utf8_get_char(rest) :
	    g_utf8_get_char(g_utf8_prev_char(s + len - behind)));
	fold_trim(r->lexicon, b->rest);
	b->index = choices_digit(r->choices, b->digits);
	b->weight = gist_weight(r->lexicon, b->rest);
	return TRUE;
}

/* The answer some words name, by any rule. */
static int
choice_named(const struct reading *r, const char *rest)
{
	struct choice_how how;
	int index = choices_label(r->choices, rest);

	if (index == CHOICE_NONE)
		index = choices_sense(r->choices, rest);
	if (index == CHOICE_NONE)
		index = choices_within(r->choices, rest, &how);
	return index;
}

static gboolean
judge_named(const struct reading *r, const struct beside *b, int named)
{
	if (named == CHOICE_NONE)
		return FALSE;
	if (named == b->index && b->weight < 2 * UNDERSTAND_STORY_WEIGHT)
		return say(r, VERDICT_DIGIT_LABEL, b->index, NULL);
	if (named == b->index)
		return say(r, VERDICT_DIGIT_STORY, b->index, NULL);
	if (b->weight >= 2 * UNDERSTAND_STORY_WEIGHT)
		return FALSE;
	return say(r, VERDICT_DIGIT_DISAGREE, -1, NULL);
}

/* "好2", "0人工": what is beside the digit says nothing, or the same. */
static gboolean
judge_nicety(const struct reading *r, const struct beside *b)
{
	guint nice = WORD_COURTESY | WORD_GREETING | WORD_ACK | WORD_YES;
	gboolean zero = b->index < 0 && strcmp(b->digits, "0") == 0;

	if (gist_cover(r->lexicon, b->rest, zero ? nice | WORD_PERSON : nice,
	    0) == 0)
		return FALSE;
	if (zero)
		return say(r, VERDICT_PERSON_ZERO, -1, NULL);
	if (b->index >= 0)
		return say(r, VERDICT_DIGIT_COURTESY, b->index, NULL);
	return !r->expect->free_text && r->expect->count > 0 &&
	    say(r, VERDICT_DIGIT_UNOFFERED, -1, NULL);
}

static gboolean
judge_words(const struct reading *r, const struct beside *b)
{
	gboolean amount = b->first && lexicon_match(r->lexicon, b->rest,
	    b->rest, WORD_MEASURE, NULL) > 0;
	gboolean refused = lexicon_match(r->lexicon, b->rest, b->rest,
	    WORD_REFUSAL, NULL) > 0;

	if (b->han || amount || r->expect->free_text ||
	    r->expect->count == 0 || g_ascii_isdigit(b->rest[0]))
		return FALSE;
	if (b->weight >= UNDERSTAND_STORY_WEIGHT)
		return b->first && b->apart && !refused && b->index >= 0 &&
		    say(r, VERDICT_DIGIT_STORY, b->index, NULL);
	if (b->index < 0)
		return say(r, VERDICT_DIGIT_UNOFFERED, -1, NULL);
	if (b->first && b->apart && !refused)
		return say(r, VERDICT_DIGIT_WORDS, b->index, NULL);
	return say(r, VERDICT_DIGIT_GLUED, -1, NULL);
}

/* A label with words around it, where no words were asked for. */
static gboolean
rule_within(const struct reading *r, const char *s)
{
	struct choice_how how;
	int index;

	if (r->expect->free_text)
		return FALSE;
	index = choices_within(r->choices, s, &how);
	if (index == CHOICE_NONE)
		return FALSE;
	if (how.beside >= UNDERSTAND_STORY_WEIGHT)
		return index >= 0 && !how.negated &&
		    say(r, VERDICT_LABEL_STORY, index, NULL);
	if (index == CHOICE_UNSURE)
		return say(r, VERDICT_LABEL_UNSURE, -1, NULL);
	return say(r, how.negated ? VERDICT_LABEL_NEGATED :
	    VERDICT_LABEL_WITHIN, index, NULL);
}

/* It is what a person has to tell. */
static void
read_free(const struct reading *r)
{
	if (r->expect->free_text)
		say(r, VERDICT_TEXT, -1, NULL);
	else if (r->u->weight >= UNDERSTAND_STORY_WEIGHT)
		say(r, VERDICT_STORY, -1, NULL);
	else if (r->u->weight > 0)
		say(r, VERDICT_FRAGMENT, -1, NULL);
	else
		say(r, VERDICT_SIGNS, -1, NULL);
}
