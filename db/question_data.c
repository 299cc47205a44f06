/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See question_data.h. */
#include "db/question_data.h"

#include <string.h>

static void	question_pack_text(GString *packed, const char *text);
static char	*question_unpack_text(const char *packed, gsize len);

char *
question_pack(GHashTable *data)
{
	GString *packed = g_string_new(NULL);
	g_autoptr(GList) keys = NULL;

	if (data != NULL)
		keys = g_list_sort(g_hash_table_get_keys(data),
		    (GCompareFunc)strcmp);
	for (GList *key = keys; key != NULL; key = key->next) {
		question_pack_text(packed, key->data);
		g_string_append_c(packed, '=');
		question_pack_text(packed, g_hash_table_lookup(data, key->data));
		g_string_append_c(packed, '\n');
	}
	return g_string_free(packed, FALSE);
}

static void
question_pack_text(GString *packed, const char *text)
{
	for (; text != NULL && *text != '\0'; text++) {
		switch (*text) {
		case '\n':
			g_string_append(packed, "\\n");
			break;
		case '=':
			g_string_append(packed, "\\e");
			break;
		case '\\':
			g_string_append(packed, "\\\\");
			break;
		default:
			g_string_append_c(packed, *text);
		}
	}
}

GHashTable *
question_unpack(const char *packed)
{
	GHashTable *data = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);

	while (*packed != '\0') {
		gsize len = strcspn(packed, "\n");
		const char *equal = memchr(packed, '=', len);

		if (equal != NULL)
			g_hash_table_replace(data,
			    question_unpack_text(packed,
			    (gsize)(equal - packed)),
			    question_unpack_text(equal + 1,
			    len - (gsize)(equal + 1 - packed)));
		packed += len + (packed[len] == '\n');
	}
	return data;
}

static char *
question_unpack_text(const char *packed, gsize len)
{
	GString *text = g_string_sized_new(len);

	for (gsize i = 0; i < len; i++) {
		char c = packed[i];

		if (c == '\\' && i + 1 < len) {
			c = packed[++i];
			c = c == 'n' ? '\n' : c == 'e' ? '=' : c;
		}
		g_string_append_c(text, c);
	}
	return g_string_free(text, FALSE);
}
