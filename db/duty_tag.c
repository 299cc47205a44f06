/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_tag.h.
 */
#include "db/duty_tag.h"

#include <string.h>

#include "base/calendar.h"

#define KEY(times, in_person)						\
	{ .per_month = times, .visit = in_person, .key = TRUE }

const struct duty_tag duty_tags_usual[] = {
	/* 五必访 */
	{ "大户", KEY(1, FALSE) },
	{ "防汛", KEY(1, FALSE) },
	{ "滑坡", KEY(1, FALSE) },
	{ "纠纷", KEY(2, FALSE), TRUE },
	{ "低保", KEY(1, TRUE) },
	{ "脱贫监测", KEY(1, TRUE) },
	{ "独居老人", KEY(2, TRUE) },
	{ "留守老人", KEY(1, FALSE) },
	{ "留守儿童", KEY(2, TRUE) },
	{ "留守妇女", KEY(1, FALSE) },
	{ "独居残疾", KEY(2, TRUE) },
	{ "全家外出", { .per_month = 1, .away = TRUE } },
	{ NULL, { 0 }, FALSE }
};

static void	duty_rule_add(const struct duty_tag *table, const char *tags,
		    gboolean lingering, struct duty_rule *rule);

void
duty_rule_of(const struct duty_tag *table, const char *tags,
    const char *before, int changed_on, int month, struct duty_rule *rule)
{
	int changed = changed_on / 100;

	*rule = (struct duty_rule){ .per_month = 1 };
	if (changed_on > month * 100 + OBLIGATION_DAY) {
		duty_rule_add(table, before, FALSE, rule);
		return;
	}
	duty_rule_add(table, tags, FALSE, rule);
	if (changed == month || (changed_on != 0 &&
	    calendar_month_add(changed, 1) == month))
		duty_rule_add(table, before, TRUE, rule);
}

static void
duty_rule_add(const struct duty_tag *table, const char *tags,
    gboolean lingering, struct duty_rule *rule)
{
	for (; *tags != '\0' && table->name != NULL; table++) {
		if ((lingering && !table->lingers) ||
		    !duty_tag_is_among(tags, table->name))
			continue;
		rule->per_month = MAX(rule->per_month, table->rule.per_month);
		rule->visit |= table->rule.visit;
		rule->away |= table->rule.away;
		rule->key |= table->rule.key;
	}
}

/* A line a tag: its numbers, then its name. */
char *
duty_tags_write(const struct duty_tag *table)
{
	GString *word = g_string_new(NULL);

	for (; table != NULL && table->name != NULL; table++)
		g_string_append_printf(word, "%d%d%d%d%d%s\n",
		    table->rule.per_month, table->rule.visit != 0,
		    table->rule.away != 0, table->rule.key != 0,
		    table->lingers != 0, table->name);
	return g_string_free(word, FALSE);
}

struct duty_tag *
duty_tags_read(char *word)
{
	GArray *table = g_array_new(TRUE, TRUE, sizeof(struct duty_tag));

	for (char *line = word, *end; (end = strchr(line, '\n')) != NULL;
	    line = end + 1) {
		struct duty_tag tag = { .name = line + 5 };

		*end = '\0';
		g_assert(strlen(line) > 5);	/* we wrote it */
		tag.rule.per_month = line[0] - '0';
		tag.rule.visit = line[1] == '1';
		tag.rule.away = line[2] == '1';
		tag.rule.key = line[3] == '1';
		tag.lingers = line[4] == '1';
		g_array_append_val(table, tag);
	}
	if (table->len > 0)
		return (struct duty_tag *)(gpointer)g_array_free(table, FALSE);
	g_array_free(table, TRUE);
	return NULL;
}

gboolean
duty_tag_is_among(const char *tags, const char *name)
{
	gsize len = strlen(name);

	for (const char *p = strstr(tags, name); p != NULL;
	    p = strstr(p + len, name)) {
		if ((p == tags || p[-1] == ';') &&
		    (p[len] == '\0' || p[len] == ';'))
			return TRUE;
	}
	return FALSE;
}
