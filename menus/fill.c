/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Placeholders and what they are filled with.
 *
 * Invariant: no value is longer than its row of fill_table says, so a text that
 * passed the loader's worst case fits whatever a stranger wrote.
 */
#include "menus/fill.h"

#include <string.h>

#include "base/log.h"

#define FILL_NAME_MAX	20

static const struct fill_row {
	const char *name;
	int	 units;		/* UCS-2 units at most */
} fill_table[] = {
	{ "card",	60 },	/* households: "07王 12李" */
	{ "code",	5 },	/* a task's number */
	{ "count",	3 },	/* how many of what is told */
	{ "day",	2 },	/* of the month */
	{ "days",	3 },	/* how long the credit of a SIM lasts */
	{ "done",	3 },	/* of them, called on */
	{ "due",	3 },	/* households to call on in a month */
	{ "first",	1 },	/* lowest digit of a question */
	{ "summary",	20 },	/* beginning of what was reported */
	{ "hours",	23 },	/* of an office: "08:00-12:00 14:00-18:00" */
	{ "kind",	8 },	/* how a household was called on */
	{ "last",	1 },	/* highest digit of a question */
	{ "left",	5 },	/* households not yet called on */
	{ "list",	66 },	/* up to three tickets with state */
	{ "modem",	12 },	/* name of a modem */
	{ "month",	2 },
	{ "most",	3 },	/* the highest number on a card */
	{ "no",		3 },	/* a number on a card */
	{ "notes",	22 },	/* what a cadre should know of their report */
	{ "number",	8 },	/* a ticket's number */
	{ "page",	2 },
	{ "people",	100 },	/* who is found, with numbers */
	{ "phone",	20 },	/* a telephone number, for the duty desk */
	{ "place",	14 },	/* where a household is */
	{ "question",	120 },	/* a question asked again */
	{ "rest",	13 },	/* how many households are left, in words */
	{ "since",	11 },	/* a moment: "11-27 14:05" */
	{ "state",	4 },	/* a ticket's state */
	{ "texts",	3 },	/* how many texts made a ticket */
	{ "title",	8 },	/* what a cadre is */
	{ "topics",	12 },	/* what was stopped: "问卷、通知" */
	{ "waiting",	5 },	/* how many texts wait, or have left */
	{ "weekday",	2 },	/* "周一" */
	{ "when",	10 },	/* a day, for certain or likely */
	{ "who",	6 },	/* name of a cadre */
	{ "words",	90 },	/* what was texted, for the duty desk */
	{ "wrong",	30 },	/* numbers that are on no card of theirs */
	{ "yuan",	7 },	/* credit of a SIM */
};

/* What a text shows, being kept. */
struct keeping {
	GHashTable *fill, *data;
};

static const struct fill_row *fill_find(const char *name);
static const char *fill_name_at(const char *s, char *name);
static int fill_unit_count(gunichar c);
static void fill_keep_one(const char *name, void *user);
static void fill_copy(GHashTable *data, GHashTable *into, gboolean kept);
static gboolean fill_is_speech(gunichar c);

int
fill_units(const char *name)
{
	const struct fill_row *row = fill_find(name);

	return row == NULL ? 0 : row->units;
}

char *
fill_names(void)
{
	GString *names = g_string_new("service");

	for (gsize i = 0; i < G_N_ELEMENTS(fill_table); i++)
		g_string_append_printf(names, " %s", fill_table[i].name);
	return g_string_free(names, FALSE);
}

GHashTable *
fill_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

void
fill_set(GHashTable *fill, const char *name, const char *value)
{
	const struct fill_row *row = fill_find(name);
	g_autoptr(GString) out = g_string_new(NULL);
	int units = 0, total = 0;

	g_assert(row != NULL);	/* names are ours, values are not */
	for (const char *s = value; *s != '\0'; s = g_utf8_next_char(s))
		total += fill_unit_count(g_utf8_get_char(s));
	for (const char *s = value; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		units += fill_unit_count(c);
		if (total > row->units && units > row->units - 1) {
			g_string_append(out, "…");
			break;
		}
		g_string_append_unichar(out, c != '\n' && g_unichar_iscntrl(c) ? ' ' : c);
	}
	g_hash_table_replace(fill, g_strdup(name), g_strdup(out->str));
}

void
fill_number(GHashTable *fill, const char *name, int number)
{
	g_autofree char *text = g_strdup_printf("%d", number);

	fill_set(fill, name, text);
}

char *
fill_text(const char *text, GHashTable *fill)
{
	GString *out = g_string_sized_new(256);
	char name[FILL_NAME_MAX];

	for (const char *s = text, *end; *s != '\0'; s++) {
		const char *value;

		if (*s != '{' || (end = fill_name_at(s, name)) == NULL) {
			g_string_append_c(out, *s);
			continue;
		}
		value = fill == NULL ? NULL : g_hash_table_lookup(fill, name);
		if (value == NULL)
			log_warning("menus: nobody filled {%s}", name);
		else
			g_string_append(out, value);
		s = end;
	}
	return g_string_free(out, FALSE);
}

gboolean
fill_each(const char *text, void (*each)(const char *name, void *user),
    void *user)
{
	char name[FILL_NAME_MAX];

	for (const char *s = text, *end; *s != '\0'; s++) {
		if (*s == '}')
			return FALSE;
		if (*s != '{')
			continue;
		if ((end = fill_name_at(s, name)) == NULL)
			return FALSE;
		each(name, user);
		s = end;
	}
	return TRUE;
}

void
fill_keep(const char *text, GHashTable *fill, GHashTable *data)
{
	struct keeping keeping = { fill, data };

	if (fill != NULL)
		fill_each(text, fill_keep_one, &keeping);
}

static void
fill_keep_one(const char *name, void *user)
{
	const struct keeping *keeping = user;
	const char *value = g_hash_table_lookup(keeping->fill, name);

	if (value != NULL)
		g_hash_table_replace(keeping->data, g_strconcat(".", name, NULL),
		    g_strdup(value));
}

GHashTable *
fill_kept(GHashTable *data)
{
	GHashTable *fill = fill_new();

	fill_copy(data, fill, TRUE);
	return fill;
}

void
fill_stored(GHashTable *data, GHashTable *into)
{
	fill_copy(data, into, FALSE);
}

/* What was kept, without its dot; or all else. */
static void
fill_copy(GHashTable *data, GHashTable *into, gboolean kept)
{
	GHashTableIter iter;
	gpointer key, value;

	if (data == NULL)
		return;
	g_hash_table_iter_init(&iter, data);
	while (g_hash_table_iter_next(&iter, &key, &value))
		if ((*(const char *)key == '.') == kept)
			g_hash_table_replace(into, g_strdup((const char *)key + kept),
			    g_strdup(value));
}

char *
fill_summary(const char *text, int units)
{
	GString *out = g_string_new(NULL);
	int left = units, digits = 0, spoken = 0;
	const char *s;

	for (s = text; *s != '\0' && left > 0; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		digits = g_unichar_isdigit(c) ? digits + 1 : 0;
		if (!fill_is_speech(c) || digits > 3)
			continue;
		g_string_append_unichar(out, c);
		left -= fill_unit_count(c);
		spoken += c >= 0x3400 && c <= 0x9FFF;
	}
	if (spoken == 0)
		g_string_truncate(out, 0);
	if (*s != '\0' && out->len > 0) {
		g_string_truncate(out, g_utf8_find_prev_char(out->str,
		    out->str + out->len) - out->str);
		g_string_append(out, "…");
	}
	return g_string_free(out, FALSE);
}

static const struct fill_row *
fill_find(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fill_table); i++)
		if (strcmp(fill_table[i].name, name) == 0)
			return &fill_table[i];
	return NULL;
}

/* The name of the placeholder that begins at `s` ("{"), and where its "}" is. */
static const char *
fill_name_at(const char *s, char *name)
{
	gsize len = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz_");

	if (s[1 + len] != '}' || len == 0 || len >= FILL_NAME_MAX)
		return NULL;
	memcpy(name, s + 1, len);
	name[len] = '\0';
	return s + 1 + len;
}

/* '~' counts two: base/text.h. */
static int
fill_unit_count(gunichar c)
{
	return c > 0xFFFF || c == '~' ? 2 : 1;
}

static gboolean
fill_is_speech(gunichar c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
	    g_unichar_isdigit(c) || g_utf8_strchr(",。、!?;:,!?", -1, c) != NULL;
}
