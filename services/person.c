/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who has died, as their cadre texts: "故 07 王秀英" (db/person_mark.h).
 *
 * Invariants: nothing is on record before the cadre has been asked back and has said
 * yes; the name is one that the register has in that household of the cadre's card.
 */
#include "menus/turn.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "base/words.h"
#include "db/duty_card.h"
#include "db/household.h"
#include "db/person_mark.h"
#include "menus/fill.h"

#define PERSON_NO_LEN	3	/* digits of a number on a card */
#define PERSON_NAME_MIN	2	/* characters */
#define PERSON_NAME_MAX	4
#define PERSON_NAME_LONG 12	/* of several parts: 阿依古丽·买买提 */
#define PERSON_NAME_DOT	0xB7

/* A text, read. */
struct person_told {
	int	 no;
	char	*name;		/* NULL: it does not say whom */
	gboolean glued;		/* to the number: perhaps no name ("去世3天没人管") */
};

/* A household looked for on a card. */
struct person_home {
	int	 no;
	gint64	 id;		/* 0 it is not there */
};

static gboolean	person_hears(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	person_read(const struct turn *turn, const char *at,
		    struct person_told *told);
static gboolean	person_is_name(const char *text);
static gboolean	person_check(struct turn *turn, const struct person_told *told,
		    const char **screen, GError **error);
static gboolean	person_entry(const struct duty_entry *entry, void *user);
static gboolean	person_ask(struct turn *turn, gint64 home, const char *name,
		    const char **screen, GError **error);
static gboolean	person_action_dead(struct action_call *call, const char **screen,
		    GError **error);
static gboolean	person_action_alive(struct action_call *call, const char **screen,
		    GError **error);

static const struct saying person_says[] = {
	{ "person.ask", "place no summary" },
	{ "person.other", "no summary" },
	{ "person.none", "no" },
	{ "person.how", "" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying person_says_answer[] = {
	{ "person.noted", "" },
	{ "person.known", "summary" },
	{ "person.sorry", "" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action person_actions[] = {
	{ "person.dead", person_action_dead, person_says_answer },
	{ "person.alive", person_action_alive, person_says_answer },
	{ NULL, NULL, NULL }
};

static const struct service_word person_heard[] = {
	{ "person_dead", SHAPE_TAIL, ROLE_CADRE, N_("somebody has died"),
	    .take = person_hears },
	{ .list = NULL }
};

const struct service person_service = {
	.name = "person",
	.heard = person_heard,
	.says = person_says,
	.actions = person_actions,
};

static gboolean
person_hears(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	struct person_told told = { .name = NULL };
	const char *screen = "person.how";
	gboolean ok;

	*taken = person_read(turn, heard->rest, &told);
	if (!*taken)
		return TRUE;
	ok = told.name == NULL || person_check(turn, &told, &screen, error);
	*taken = ok && (!told.glued || strcmp(screen, "person.ask") == 0);
	g_free(told.name);
	if (!*taken)
		return ok;
	call->reason = N_("somebody has died");
	return turn_say(turn, screen, error);
}

/* FALSE: it is something else ("故障了", "故意的").  All that follows the word must be
 * understood: a number, a name. */
static gboolean
person_read(const struct turn *turn, const char *at, struct person_told *told)
{
	const struct menu *menu = turn->call.menu;
	g_autofree char *name = NULL;
	gsize digits;

	at += strspn(at, " ,");
	digits = strspn(at, "0123456789");
	if (digits == 0)
		return *at == '\0';
	told->no = (int)MIN(g_ascii_strtoll(at, NULL, 10), 9999);
	at += digits;
	told->glued = *at != '\0' && *at != ' ' && *at != ',' &&
	    menu_list_begins(menu, "report_house", at) == 0;
	at += menu_list_begins(menu, "report_house", at);
	name = g_strstrip(g_strdup(at));
	if (digits <= PERSON_NO_LEN && person_is_name(name))
		told->name = g_steal_pointer(&name);
	return TRUE;
}

static gboolean
person_is_name(const char *text)
{
	glong len = g_utf8_strlen(text, -1);
	glong most = g_utf8_strchr(text, -1, PERSON_NAME_DOT) != NULL ?
	    PERSON_NAME_LONG : PERSON_NAME_MAX;

	for (const char *s = text; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (g_unichar_get_script(c) != G_UNICODE_SCRIPT_HAN &&
		    c != PERSON_NAME_DOT)
			return FALSE;
	}
	return len >= PERSON_NAME_MIN && len <= most;
}

/* Is it a household of the card, and somebody of it? */
static gboolean
person_check(struct turn *turn, const struct person_told *told, const char **screen,
    GError **error)
{
	struct action_call *call = &turn->call;
	int today = calendar_day(call->now, call->options->zone);
	struct person_home home = { .no = told->no };
	g_autofree char *no = g_strdup_printf("%02d", told->no);
	gboolean fits = FALSE;

	fill_set(call->fill, "no", no);
	fill_set(call->fill, "summary", told->name);
	if (!duty_each(call->db, call->options->duty_tags, call->who->cadre.id,
	    today / 100, today, person_entry, &home, error) || (home.id != 0 &&
	    !person_mark_fits(call->db, home.id, told->name, &fits, error)))
		return FALSE;
	*screen = home.id == 0 ? "person.none" : "person.other";
	return !fits || person_ask(turn, home.id, told->name, screen, error);
}

static gboolean
person_entry(const struct duty_entry *entry, void *user)
{
	struct person_home *home = user;

	if (entry->active && entry->no == home->no)
		home->id = entry->household_id;
	return home->id == 0;
}

static gboolean
person_ask(struct turn *turn, gint64 home, const char *name, const char **screen,
    GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *head = NULL, *place = NULL;

	if (!household_title(call->db, home, &head, &place, error))
		return FALSE;
	fill_set(call->fill, "place", place != NULL ? place : "");
	g_hash_table_replace(call->data, g_strdup("household"), text_id(home));
	g_hash_table_replace(call->data, g_strdup("name"), g_strdup(name));
	*screen = "person.ask";
	return TRUE;
}

/* Since the day it was said. */
static gboolean
person_action_dead(struct action_call *call, const char **screen, GError **error)
{
	const char *home = g_hash_table_lookup(call->data, "household");
	gboolean typed = *call->msg->typed_by != '\0', added;
	const struct person_mark mark = {
		.household_id = text_id_read(home),
		.person = g_hash_table_lookup(call->data, "name"),
		.kind = PERSON_DEAD,
		.day = calendar_day(call->msg->sent_at, call->options->zone),
		.by = typed ? call->msg->typed_by : call->msg->phone,
		.role = typed ? "console" : "cadre",
		.inbox_id = call->msg->id, .made_at = call->now,
	};

	*screen = "person.sorry";
	if (mark.household_id == 0 || mark.person == NULL ||
	    !principal_is(call->who, PRINCIPAL_CADRE))
		return TRUE;
	if (!person_mark_add(call->db, &mark, &added, error))
		return FALSE;
	call->reason = N_("somebody has died");
	fill_set(call->fill, "summary", mark.person);
	*screen = added ? "person.noted" : "person.known";
	return TRUE;
}

static gboolean
person_action_alive(struct action_call *call, const char **screen, GError **error)
{
	call->reason = N_("nobody has died");
	*screen = "person.sorry";
	return TRUE;
}
