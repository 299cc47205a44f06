/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a menu fit together?  Everything that can be known before a villager
 * reads it is checked here, so that the engine never meets a screen that is not
 * there, a text that does not fit, or a question that cannot be answered.
 */
#include "menus/menu_table.h"

#include <string.h>

#include "base/text.h"
#include "menus/fill.h"
#include "menus/word.h"

/* A check under way. */
struct check {
	const struct menu *menu;
	struct faults *faults;
	const struct screen *screen;
	const char *fills;	/* what is filled on the way looked at */
	const char *way;	/* "action ticket.open", for messages */
};

/* What can be said. */
struct reach {
	const struct menu *menu;
	GHashTable *reached;	/* of names */
};

static void check_constants(struct check *c);
static void check_saying(const char *who, const struct saying *saying,
		    void *user);
static void check_screen(struct check *c);
static void check_text(struct check *c);
static void check_placeholder_known(const char *name, void *user);
static void check_length(struct check *c);
static void check_question(struct check *c);
static void check_targets(struct check *c);
static void check_option(struct check *c, int index);
static void check_option_label(struct check *c, int index);
static void check_option_target(struct check *c,
		    const struct screen_option *option);
static void check_nine(struct check *c, const struct screen_option *option);
static gboolean check_leads_to(const struct screen *from, const char *name);
static void check_read_as(struct check *c, int index, const char *text);
static gboolean check_is_command(enum meaning meaning);
static void check_target(struct check *c, int line, const char *key,
		    const char *go, const char *fills);
static void check_action(struct check *c, int line, const char *action);
static void check_fills(struct check *c, const struct screen *screen,
		    const char *way, const char *fills);
static void check_placeholder_filled(const char *name, void *user);
static void check_reached(struct check *c);
static void check_reach_saying(const char *who,
		    const struct saying *saying, void *user);
static void check_reach(const struct menu *menu, GHashTable *reached,
		    const char *name);
static void check_fault(struct check *c, int line, const char *format, ...)
		    G_GNUC_PRINTF(3, 4);

void
menu_check_all(const struct menu *menu, struct faults *faults)
{
	struct check c = { .menu = menu, .faults = faults };

	if (menu->screens->len == 0) {
		fault_add(faults, menu->dir, 0, "no screen in any .conf file");
		return;
	}
	for (guint i = 0; i < menu->screens->len; i++) {
		c.screen = menu->screens->pdata[i];
		check_screen(&c);
	}
	check_constants(&c);
	menu_each_saying(menu, check_saying, &c);
	word_check(menu, faults);
	if (faults->count == 0)
		check_reached(&c);
}

char *
menu_longest(const struct menu *menu, const struct screen *screen)
{
	GString *out = g_string_new(screen->text);
	g_auto(GStrv) names = NULL;
	g_autofree char *all = fill_names();

	names = g_strsplit(all, " ", -1);
	for (int i = 0; names[i] != NULL; i++) {
		g_autofree char *hole = g_strdup_printf("{%s}", names[i]);
		g_autoptr(GString) longest = g_string_new(NULL);

		for (int u = fill_units(names[i]); u > 0; u--)
			g_string_append(longest, "国");
		g_string_replace(out, hole, longest->str, 0);
	}
	return g_string_free(out, FALSE);
}

void
menu_check(const struct menu *menu,
    void (*row)(const struct screen *screen, int units, int parts,
    int options, void *user), void *user)
{
	for (guint i = 0; i < menu->screens->len; i++) {
		const struct screen *screen = menu->screens->pdata[i];
		g_autofree char *longest = menu_longest(menu, screen);
		struct text_size size = text_measure(longest);

		row(screen, size.units, size.parts, screen->count, user);
	}
}

/* What stands beside the screens. */
static void
check_constants(struct check *c)
{
	const char *dir = c->menu->dir;

	if (c->menu->service == NULL)
		fault_add(c->faults, dir, 0, "service is not set; "
		    "expected service = \"…\" in one of the files");
	if (c->menu->topics->len == 0)
		fault_add(c->faults, dir, 0, "topics are not set; "
		    "expected topics = { survey = \"问卷\"; … } in one of the "
		    "files");
}

/* A screen that C says exists, and shows only what C fills. */
static void
check_saying(const char *who, const struct saying *saying, void *user)
{
	struct check *c = user;
	const struct screen *screen = menu_screen(c->menu, saying->screen);

	if (screen == NULL)
		fault_add(c->faults, c->menu->dir, 0, "no screen \"%s\" "
		    "in any file, but %s says it; expected one that "
		    "may show: service %s", saying->screen, who, saying->fills);
	else
		check_fills(c, screen, who, saying->fills);
}

static void
check_screen(struct check *c)
{
	check_text(c);
	check_length(c);
	check_question(c);
	check_targets(c);
	for (int i = 0; i < c->screen->count; i++)
		check_option(c, i);
}

static void
check_text(struct check *c)
{
	const struct screen *s = c->screen;

	if (!fill_each(s->text, check_placeholder_known, c))
		check_fault(c, s->line, "a bracket of text is not closed; "
		    "expected {name} in small letters");
	if (strstr(s->text, "http") != NULL || strstr(s->text, "www.") != NULL)
		check_fault(c, s->line, "text holds a link; we promise never "
		    "to send one");
}

static void
check_placeholder_known(const char *name, void *user)
{
	struct check *c = user;
	g_autofree char *known = fill_names();

	if (fill_units(name) == 0 && strcmp(name, "service") != 0)
		check_fault(c, c->screen->line, "placeholder {%s} is not known; "
		    "expected one of: %s", name, known);
}

static void
check_length(struct check *c)
{
	g_autofree char *longest = menu_longest(c->menu, c->screen);
	struct text_size size = text_measure(longest);
	int budget = size.alphabet == TEXT_UCS2 ? 70 : 160;

	if (c->screen->parts > 1)
		budget = c->screen->parts * (size.alphabet == TEXT_UCS2 ? 67 : 153);
	if (size.parts > c->screen->parts)
		check_fault(c, c->screen->line, "text can be %d characters long; "
		    "at most %d fit into parts = %d", size.units, budget,
		    c->screen->parts);
}

/* A question can be answered, and closes one day; a statement asks nothing. */
static void
check_question(struct check *c)
{
	const struct screen *s = c->screen;
	gboolean words = s->expect.free_text || s->expect.number || s->expect.code;

	if (screen_asks(s) && s->valid_s == 0)
		check_fault(c, s->line, "asks something but does not say how "
		    "long; expected valid = \"24h\"");
	if (!screen_asks(s) && s->valid_s != 0)
		check_fault(c, s->line, "waits for an answer that nobody can "
		    "give; expected options or expects, or no valid");
	if (words && s->go == NULL && s->action == NULL)
		check_fault(c, s->line, "does nothing with the answer; expected "
		    "go or action");
	if (!words && (s->go != NULL || s->action != NULL || s->store != NULL))
		check_fault(c, s->line, "go, action and store of a screen are "
		    "for what it expects; expected expects = \"text\", "
		    "\"number\" or \"code\"");
	if (s->expect.ack_ok && s->simple != NULL)
		check_fault(c, s->line, "simple is for screens where 好 is no "
		    "answer; expected simple or ack_ok, not both");
}

static void
check_targets(struct check *c)
{
	const struct screen *s = c->screen;
	gboolean known = s->topic == NULL;

	check_target(c, s->line, "go", s->go, "");
	check_target(c, s->line, "wrong", s->wrong, "first last");
	check_target(c, s->line, "simple", s->simple, "");
	check_action(c, s->line, s->action);
	for (guint i = 0; i < c->menu->topics->len; i++)
		known = known || strcmp(s->topic, g_array_index(c->menu->topics,
		    struct menu_topic, i).name) == 0;
	if (!known)
		check_fault(c, s->line, "topic \"%s\" is not one of topics",
		    s->topic);
}

static void
check_option(struct check *c, int index)
{
	const struct screen_option *option = &c->screen->options[index];

	if (option->answer.digit == NULL || option->answer.label == NULL) {
		check_fault(c, option->line, "an option without %s; expected "
		    "digit = \"1\" and label = \"…\"",
		    option->answer.digit == NULL ? "digit" : "label");
		return;
	}
	for (int i = 0; i < index; i++) {
		const char *digit = c->screen->options[i].answer.digit;

		if (digit != NULL && strcmp(digit, option->answer.digit) == 0) {
			check_fault(c, option->line, "digit %s is taken by the "
			    "option of line %d", digit,
			    c->screen->options[i].line);
			return;
		}
	}
	check_option_label(c, index);
	check_option_target(c, option);
	if (option->answer.digit[0] == '9')
		check_nine(c, option);
}

/* The label is short, is shown behind its digit, and is read as what it
 * stands for. */
static void
check_option_label(struct check *c, int index)
{
	const struct screen_option *option = &c->screen->options[index];
	const struct answer *answer = &option->answer;
	g_autofree char *shown = g_strconcat(answer->digit, answer->label, NULL);

	if (g_utf8_strlen(answer->label, -1) > MENU_LABEL_MAX)
		check_fault(c, option->line, "label \"%s\" is longer than %d "
		    "characters", answer->label, MENU_LABEL_MAX);
	if (strstr(c->screen->text, shown) == NULL)
		check_fault(c, option->line, "text does not show this option; "
		    "expected \"%s\" in it", shown);
	check_read_as(c, index, answer->digit);
	check_read_as(c, index, answer->label);
	check_read_as(c, index, shown);
	for (int i = 0; answer->words != NULL && answer->words[i] != NULL; i++)
		check_read_as(c, index, answer->words[i]);
}

static void
check_option_target(struct check *c, const struct screen_option *option)
{
	if (option->go == NULL && option->action == NULL)
		check_fault(c, option->line, "option %s leads nowhere; expected "
		    "go or action", option->answer.digit);
	check_target(c, option->line, "go", option->go, "");
	check_action(c, option->line, option->action);
}

/* 9 is "I do not know" in questions and "one step back" in menus (DOMAIN 5.1). */
static void
check_nine(struct check *c, const struct screen_option *option)
{
	const struct screen *back = option->go == NULL ? NULL :
	    menu_screen(c->menu, option->go);

	if (option->answer.sense == SENSE_UNKNOWN ||
	    (back != NULL && check_leads_to(back, c->screen->name)))
		return;
	check_fault(c, option->line, "digit 9 means \"I do not know\" or \"one "
	    "step back\" everywhere; expected sense = \"unknown\", or go = a "
	    "screen that leads here");
}

static gboolean
check_leads_to(const struct screen *from, const char *name)
{
	if (g_strcmp0(from->go, name) == 0)
		return TRUE;
	for (int i = 0; i < from->count; i++)
		if (g_strcmp0(from->options[i].go, name) == 0)
			return TRUE;
	return FALSE;
}

/* Would a villager who types this be understood as meaning option `index`? */
static void
check_read_as(struct check *c, int index, const char *text)
{
	const struct screen_option *option = &c->screen->options[index];
	const struct word_entry *word = word_means(c->menu, text);
	struct understanding u;
	enum meaning elsewhere;

	if (word != NULL && (word->row->action == NULL ||
	    g_strcmp0(word->row->action, option->action) != 0)) {
		check_fault(c, option->line, "\"%s\" of option %s means \"%s\" to "
		    "service %s on every screen; expected other words", text,
		    option->answer.digit, word->row->meaning, word->service->name);
		return;
	}
	understand(c->menu->lexicon, text, NULL, &u);
	elsewhere = u.meaning;
	understanding_clear(&u);
	if (check_is_command(elsewhere)) {
		check_fault(c, option->line, "\"%s\" of option %s means %s on "
		    "every screen; expected other words", text,
		    option->answer.digit, meaning_name(elsewhere));
		return;
	}
	understand(c->menu->lexicon, text, &c->screen->expect, &u);
	if (u.meaning != MEANING_ANSWER)
		check_fault(c, option->line, "\"%s\" of option %s is read as "
		    "%s, not as an answer; expected other words", text,
		    option->answer.digit, meaning_name(u.meaning));
	else if (u.index != index)
		check_fault(c, option->line, "\"%s\" of option %s is read as "
		    "option %s; expected other words", text,
		    option->answer.digit,
		    c->screen->options[u.index].answer.digit);
	else if (u.emergency == EMERGENCY_STRONG)
		check_fault(c, option->line, "\"%s\" of option %s holds a word "
		    "of danger, which is never an answer", text,
		    option->answer.digit);
	understanding_clear(&u);
}

/* What must mean the same wherever it is typed. */
static gboolean
check_is_command(enum meaning meaning)
{
	return meaning == MEANING_OPT_OUT || meaning == MEANING_OPT_IN ||
	    meaning == MEANING_PERSON || meaning == MEANING_MISSED ||
	    meaning == MEANING_GREETING || meaning == MEANING_AUTOMATIC ||
	    meaning == MEANING_BLANK;
}

static void
check_target(struct check *c, int line, const char *key, const char *go,
    const char *fills)
{
	const struct screen *target;
	g_autofree char *way = NULL;

	if (go == NULL)
		return;
	target = menu_screen(c->menu, go);
	if (target == NULL) {
		check_fault(c, line, "%s = \"%s\": there is no such screen", key,
		    go);
		return;
	}
	way = g_strdup_printf("%s of screen \"%s\"", key, c->screen->name);
	check_fills(c, target, way, fills);
}

static void
check_action(struct check *c, int line, const char *action)
{
	g_autoptr(GList) names = NULL;
	g_autoptr(GString) known = NULL;

	if (action == NULL || menu_action(c->menu, action) != NULL)
		return;
	known = g_string_new(NULL);
	names = g_list_sort(g_hash_table_get_keys(c->menu->actions),
	    (GCompareFunc)strcmp);
	for (const GList *l = names; l != NULL; l = l->next)
		g_string_append_printf(known, " %s", (const char *)l->data);
	check_fault(c, line, "action \"%s\" does not exist; expected one of:%s",
	    action, known->str);
}

static void
check_fills(struct check *c, const struct screen *screen, const char *way,
    const char *fills)
{
	struct check inner = *c;

	inner.screen = screen;
	inner.way = way;
	inner.fills = fills;
	fill_each(screen->text, check_placeholder_filled, &inner);
}

static void
check_placeholder_filled(const char *name, void *user)
{
	struct check *c = user;
	g_auto(GStrv) filled = g_strsplit(c->fills, " ", -1);

	if (fill_units(name) == 0 ||
	    g_strv_contains((const char *const *)filled, name))
		return;
	check_fault(c, c->screen->line, "shows {%s}, which nobody fills when %s "
	    "says it; expected only: service %s", name, c->way, c->fills);
}

static void
check_reached(struct check *c)
{
	g_autoptr(GHashTable) reached = g_hash_table_new(g_str_hash,
	    g_str_equal);
	struct reach reach = { c->menu, reached };

	menu_each_saying(c->menu, check_reach_saying, &reach);
	for (guint i = 0; i < c->menu->screens->len; i++) {
		c->screen = c->menu->screens->pdata[i];
		if (!g_hash_table_contains(reached, c->screen->name))
			check_fault(c, c->screen->line, "nothing leads here; "
			    "expected a go, an action or the engine to say it");
	}
}

static void
check_reach_saying(const char *who, const struct saying *saying, void *user)
{
	struct reach *reach = user;

	check_reach(reach->menu, reach->reached, saying->screen);
}

static void
check_reach(const struct menu *menu, GHashTable *reached, const char *name)
{
	const struct screen *s = name == NULL ? NULL : menu_screen(menu, name);

	if (s == NULL || !g_hash_table_add(reached, (gpointer)s->name))
		return;
	check_reach(menu, reached, s->go);
	check_reach(menu, reached, s->wrong);
	check_reach(menu, reached, s->simple);
	for (int i = 0; i < s->count; i++)
		check_reach(menu, reached, s->options[i].go);
}

static void
check_fault(struct check *c, int line, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list ap;

	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	fault_add(c->faults, c->screen->file, line, "screen \"%s\": %s",
	    c->screen->name, what);
}
