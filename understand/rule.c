/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every rule has: its verdict, and words taken off the ends of a text.
 */
#include "understand/rule.h"

#include <string.h>

#include "understand/normalise.h"

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

gboolean
rule_say(const struct reading *r, enum verdict verdict, int index,
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

gboolean
rule_strip_front(const struct reading *r, char *s, guint classes)
{
	gsize len = lexicon_match(r->lexicon, s, s, classes, NULL);
	g_autofree char *rest = NULL;

	if (len == 0)
		return FALSE;
	rest = g_strdup(s + len);
	normalise_trim(r->lexicon, rest);
	if (*rest == '\0')
		return FALSE;
	strcpy(s, rest);
	return TRUE;
}

gboolean
rule_strip_behind(const struct reading *r, char *s, guint classes)
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
	normalise_trim(r->lexicon, rest);
	if (*rest == '\0')
		return FALSE;
	strcpy(s, rest);
	return TRUE;
}
