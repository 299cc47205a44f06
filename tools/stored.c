/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever the catalogue has is translated.  Who owns a reason marks it with N_()
 * (base/words.h); the list is only there for xgettext to find what services store and do
 * not mark yet in their rows (menus/service.h, `reasons`).
 */
#include "tools/stored.h"

#include "tools/catalog.h"

static const char *const stored_list[] G_GNUC_UNUSED = {
	/* call-backs */
	N_("asked"),
	N_("call-back"),
	N_("missed call"),
	N_("not understood"),
	N_("number changed owner"),
	N_("only 好"),
	N_("self-harm: within 10 min"),
	N_("story not finished"),
	N_("words of danger"),
	N_("wrong number"),
	/* ends of texts */
	N_("alphanumeric sender"),
	N_("auto-responder"),
	N_("crossing"),
	N_("data"),
	N_("equal texts in 10 min"),
	N_("greeting: asked again"),
	N_("held"),
	N_("joined"),
	N_("menu asked"),
	N_("no sender"),
	N_("no such number"),
	N_("number mistyped"),
	N_("nothing but greetings"),
	N_("one of our own numbers"),
	N_("a household needs its cadre"),
	N_("cadre asked for"),
	N_("check answered"),
	N_("directory asked"),
	N_("duty report"),
	N_("duty report taken back"),
	N_("duty reports not his"),
	N_("duty sheet"),
	N_("new number"),
	N_("same number as before"),
	N_("no cadre answers"),
	N_("no weekly question"),
	N_("nobody has died"),
	N_("somebody has died"),
	N_("not that number"),
	N_("weekly question"),
	N_("well"),
	N_("needs help"),
	N_("reports not his"),
	N_("task"),
	N_("task answered"),
	N_("task: which household?"),
	N_("only 好: a person calls"),
	N_("only 好: asked again"),
	N_("opted in"),
	N_("opted out"),
	N_("place"),
	N_("question expired"),
	N_("registered"),
	N_("service number"),
	N_("thanks or 好, nothing to answer"),
	N_("the operator's answer about our credit"),
	N_("the same within 120 s"),
};

char *
stored_words(const char *stored)
{
	g_auto(GStrv) reasons = g_strsplit(stored, "; ", -1);
	GString *words = g_string_new(NULL);

	for (int i = 0; reasons[i] != NULL; i++) {
		g_string_append(words, i > 0 ? "; " : "");
		g_string_append(words, catalog_text(reasons[i]));
	}
	return g_string_free(words, FALSE);
}
