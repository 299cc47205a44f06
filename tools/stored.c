/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See stored.h.
 */
#include "tools/stored.h"

#include "tools/catalog.h"

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
