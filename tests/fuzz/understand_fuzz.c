/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any octets as a text on any screen: understood as something, in the same way
 * however it is dressed.  The first octet picks the screen.
 */
#include "understand/lexicon.h"
#include "understand/understand.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/damm.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define require(holds)	((holds) ? (void)0 : broken(#holds))

static const struct answer yes_no[] = {
	{ "1", "是", NULL, SENSE_YES }, { "2", "不是", NULL, SENSE_NO },
	{ "9", "不知道", NULL, SENSE_UNKNOWN },
};
static const char *const complain[] = { "投诉", "反映", NULL };
static const struct answer menu[] = {
	{ "1", "反映事情", complain }, { "2", "查办事进度" }, { "12", "户口" },
	{ "0", "请人给我打电话" },
};
static const struct answer rating[] = {
	{ "1", "满意" }, { "2", "一般" }, { "3", "不满意" },
};
static const struct expectation screens[] = {
	{ 0 },
	{ yes_no, G_N_ELEMENTS(yes_no) },
	{ menu, G_N_ELEMENTS(menu) },
	{ rating, G_N_ELEMENTS(rating), .letters = TRUE },
	{ yes_no, 2, .ack_ok = TRUE, .opt_out = TRUE },
	{ rating, 3, .free_text = TRUE },
	{ NULL, 0, .number = TRUE },
	{ NULL, 0, .code = TRUE },
};

static void
broken(const char *rule)
{
	fprintf(stderr, "does not hold: %s\n", rule);
	abort();
}

static const struct lexicon *
fuzz_lexicon(void)
{
	static struct lexicon *lexicon;
	const char *top = g_getenv("srcdir");
	g_autofree char *path = NULL;

	if (lexicon != NULL)
		return lexicon;
	path = g_build_filename(top != NULL ? top : ".", "etc", "menus",
	    "lexicon.conf", NULL);
	lexicon = lexicon_load(path, NULL);
	if (lexicon == NULL)
		abort();
	return lexicon;
}

static void
check_whole(const struct expectation *expect, const struct understanding *u)
{
	gboolean valued = u->meaning == MEANING_NUMBER ||
	    u->meaning == MEANING_CODE || u->meaning == MEANING_BAD_CODE;

	require(u->rule != NULL && meaning_name(u->meaning) != NULL);
	require(u->confidence > 0 && u->confidence <= 100);
	require((u->value != NULL) == valued);
	require(u->index >= -1 && u->index < expect->count);
	require(u->meaning != MEANING_ANSWER || u->index >= 0);
	require(u->index < 0 || u->meaning == MEANING_ANSWER ||
	    u->meaning == MEANING_MATTER);
	require(u->meaning != MEANING_CODE || damm_valid(u->value));
	require(u->meaning != MEANING_TEXT || expect->free_text);
}

static void
check_same(const char *text, const struct expectation *expect,
    const struct understanding *u)
{
	struct understanding other;

	understand(fuzz_lexicon(), text, expect, &other);
	require(other.meaning == u->meaning && other.index == u->index);
	require(other.rule == u->rule && other.weight == u->weight);
	require(other.emergency == u->emergency && other.proxy == u->proxy);
	require(g_strcmp0(other.value, u->value) == 0);
	understanding_clear(&other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = NULL, *normal = NULL, *again = NULL;
	g_autofree char *dotted = NULL, *blanks = NULL;
	const struct expectation *expect;
	struct understanding u;

	if (size == 0)
		return 0;
	expect = &screens[data[0] % G_N_ELEMENTS(screens)];
	text = g_utf8_make_valid((const char *)data + 1, (gssize)size - 1);
	normal = understand_normalise(fuzz_lexicon(), text);
	again = understand_normalise(fuzz_lexicon(), normal);
	require(strcmp(normal, again) == 0);
	require(g_utf8_validate(normal, -1, NULL));

	understand(fuzz_lexicon(), text, expect, &u);
	check_whole(expect, &u);
	require((u.meaning == MEANING_BLANK) == (*normal == '\0'));
	require(u.weight == understand_weight(fuzz_lexicon(), text));
	dotted = g_strconcat(text, "。", NULL);
	blanks = g_strconcat(" \n", text, "　 ", NULL);
	if (strcmp(normal, "?") != 0)
		check_same(dotted, expect, &u);
	check_same(blanks, expect, &u);
	understanding_clear(&u);
	return 0;
}
