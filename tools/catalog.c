/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A .mo file is two tables of (length, offset), sorted by the English words, in the
 * octet order of the machine that made it (GNU gettext manual, "The Format of
 * GNU MO Files").  A file that does not hold together is not used at all.
 */
#include "tools/catalog.h"

#include <string.h>

#define MO_MAGIC	0x950412deU
#define MO_HEAD		28	/* octets before the tables, at least */

struct catalog {
	const char *prefix;	/* of locale names */
	const char *name;	/* directory of the file */
	gboolean tried;
	char	*octets;
	gsize	 size;
	guint32	 count, originals, translations;
};

static struct catalog catalogs[] = {
	{ .prefix = "zh", .name = "zh_CN" },
};

static const struct catalog *current;

static gboolean	catalog_load(struct catalog *catalog);
static char	*catalog_file(const struct catalog *catalog);
static gboolean	catalog_holds(struct catalog *catalog);
static guint32	catalog_word(const struct catalog *catalog, gsize offset);
static const char *catalog_string(const struct catalog *catalog, guint32 table,
		    guint32 i);

void
catalog_choose(const char *locale)
{
	current = NULL;
	if (locale == NULL)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(catalogs); i++) {
		if (g_str_has_prefix(locale, catalogs[i].prefix) &&
		    catalog_load(&catalogs[i]))
			current = &catalogs[i];
	}
}

gboolean
catalog_is_chosen(void)
{
	return current != NULL;
}

const char *
catalog_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *locale = NULL, *language;

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		if (locale == NULL || *locale == '\0')
			locale = g_getenv(names[i]);
	}
	if (locale == NULL || *locale == '\0' || strcmp(locale, "C") == 0 ||
	    strcmp(locale, "POSIX") == 0)
		return NULL;
	language = g_getenv("LANGUAGE");
	return language != NULL && *language != '\0' ? language : locale;
}

const char *
catalog_text(const char *text)
{
	guint32 low = 0, high = current == NULL ? 0 : current->count;

	/* The translation of nothing is the head of the file. */
	if (*text == '\0')
		return text;
	while (low < high) {
		guint32 middle = low + (high - low) / 2;
		int order = strcmp(text,
		    catalog_string(current, current->originals, middle));
		const char *found;

		if (order == 0) {
			found = catalog_string(current, current->translations,
			    middle);
			return *found != '\0' ? found : text;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return text;
}

/* The languages we have do not tell one from many: their first form is the
 * only one. */
const char *
catalog_plural(const char *one, const char *many, gint64 n)
{
	const char *translated = catalog_text(one);

	if (translated != one)
		return translated;
	return n == 1 ? one : many;
}

static gboolean
catalog_load(struct catalog *catalog)
{
	g_autofree char *file = NULL;

	if (catalog->tried)
		return catalog->octets != NULL;
	catalog->tried = TRUE;
	file = catalog_file(catalog);
	if (!g_file_get_contents(file, &catalog->octets, &catalog->size, NULL))
		return FALSE;
	if (!catalog_holds(catalog))
		g_clear_pointer(&catalog->octets, g_free);
	return catalog->octets != NULL;
}

static char *
catalog_file(const struct catalog *catalog)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = self == NULL ? g_strdup(".") :
	    g_path_get_dirname(self);
	g_autofree char *beside = g_build_filename(directory, "po", NULL);
	const char *given = g_getenv("XIANGYIN_LOCALEDIR");

	if (given == NULL || *given == '\0') {
		given = g_file_test(beside, G_FILE_TEST_IS_DIR) ? beside :
		    LOCALEDIR;
	}
	return g_build_filename(given, catalog->name, "LC_MESSAGES",
	    "xiangyin.mo", NULL);
}

/* Every string lies inside the file and ends with a NUL. */
static gboolean
catalog_holds(struct catalog *catalog)
{
	const guint32 tables = 2;
	gsize end;

	if (catalog->size < MO_HEAD || catalog_word(catalog, 0) != MO_MAGIC)
		return FALSE;
	catalog->count = catalog_word(catalog, 8);
	catalog->originals = catalog_word(catalog, 12);
	catalog->translations = catalog_word(catalog, 16);
	for (guint32 t = 0; t < tables; t++) {
		guint32 table = t == 0 ? catalog->originals :
		    catalog->translations;

		if ((guint64)table + 8 * (guint64)catalog->count > catalog->size)
			return FALSE;
		for (guint32 i = 0; i < catalog->count; i++) {
			end = (gsize)catalog_word(catalog, table + 8 * i) +
			    catalog_word(catalog, table + 8 * i + 4);
			if (end >= catalog->size || catalog->octets[end] != '\0')
				return FALSE;
		}
	}
	return TRUE;
}

static guint32
catalog_word(const struct catalog *catalog, gsize offset)
{
	guint32 word;

	memcpy(&word, catalog->octets + offset, sizeof(word));
	return word;
}

static const char *
catalog_string(const struct catalog *catalog, guint32 table, guint32 i)
{
	return catalog->octets + catalog_word(catalog, table + 8 * i + 4);
}
