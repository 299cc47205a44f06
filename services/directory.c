/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The public directory by text (PEERS 3, S3): the county publishes its cadres' names
 * and numbers, so anybody may ask.  "3" or 找干部 is one's own cadre, 找 and a name are
 * the people of a village or a department, or somebody by name: an area, a
 * department, a person, in that order.
 *
 * A number that is not published is not told; nothing of a household is.
 */
#include "menus/turn.h"

#include <string.h>

#include "base/calendar.h"
#include "base/phone.h"
#include "base/words.h"
#include "db/area.h"
#include "db/cadre.h"
#include "db/unit.h"
#include "menus/fill.h"

#define DIRECTORY_PEOPLE	4	/* told of many */
#define DIRECTORY_NAME_MAX	12	/* characters; longer it is no name */

/* Who is found. */
struct found {
	struct action_call *call;
	GString	*people;
	int	 count;
	GHashTable *seen;	/* ids of those who call on two of the homes */
};

static gboolean	directory_find(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	directory_ends_so(const struct action_call *call, const char *name);
static gboolean	directory_named(struct found *found, const char *name,
		    GError **error);
static gboolean	directory_area(struct found *found, const char *name, GError **error);
static gboolean	directory_first_area(const struct area *area, void *user);
static gboolean	directory_department(struct found *found, const char *name,
		    GError **error);
static gboolean	directory_row(const struct cadre *cadre, void *user);
static gboolean	directory_row_once(const struct cadre *cadre, void *user);
static void	directory_add(struct found *found, const char *word,
		    const char *phone);

static gboolean directory_action_mine(struct action_call *call,
		    const char **screen, GError **error);

static const struct saying directory_says_find[] = {
	{ "directory.mine",		"people" },
	{ "directory.mine.none",	"" },
	{ "directory.people",	"summary people" },
	{ "directory.unknown",	"summary" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action directory_actions[] = {
	{ "directory.mine", directory_action_mine, directory_says_find },
	{ NULL, NULL, NULL }
};

static const struct service_word directory_heard[] = {
	{ "directory_mine", SHAPE_ALONE, ROLE_ANYBODY, N_("own cadre"),
	    .action = "directory.mine" },
	{ "directory", SHAPE_TAIL, ROLE_ANYBODY, N_("find"), .take = directory_find },
	{ .list = NULL }
};

static const char *const directory_lists[] = {
	"directory_ends", NULL
};
static const char *const directory_words[] = {
	"directory_person", "directory_person_plain", "directory_office", NULL
};

const struct service directory_service = {
	.name = "directory",
	.heard = directory_heard,
	.actions = directory_actions,
	.lists = directory_lists,
	.words = directory_words,
};

static gboolean
directory_action_mine(struct action_call *call, const char **screen, GError **error)
{
	g_autoptr(GString) people = g_string_new(NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, NULL);
	struct found found = { .call = call, .people = people };
	int today = calendar_day(call->now, call->options->zone);

	found.seen = seen;
	for (int i = 0; i < call->who->household_count; i++) {
		if (!cadre_each_of_household(call->db, call->who->households[i],
		    today, directory_row_once, &found, error))
			return FALSE;
	}
	call->reason = N_("cadre asked for");
	fill_set(call->fill, "people", people->str);
	*screen = found.count > 0 ? "directory.mine" : "directory.mine.none";
	return TRUE;
}

static gboolean
directory_row_once(const struct cadre *cadre, void *user)
{
	struct found *found = user;

	return !g_hash_table_add(found->seen, g_memdup2(&cadre->id,
	    sizeof(cadre->id))) || directory_row(cadre, user);
}

static gboolean
directory_find(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *name = g_strchomp(g_strdup(heard->rest));
	g_autoptr(GString) people = g_string_new(NULL);
	struct found found = { .call = call, .people = people };

	*taken = FALSE;
	if (g_utf8_strlen(name, -1) > DIRECTORY_NAME_MAX)
		return TRUE;
	if (!directory_named(&found, name, error))
		return FALSE;
	/* Where words are asked for, what is nobody's name may be the answer. */
	if (found.count == 0 && (turn->u.meaning == MEANING_TEXT ||
	    !directory_ends_so(call, name)))
		return TRUE;
	*taken = TRUE;
	call->reason = N_("directory asked");
	fill_set(call->fill, "summary", name);
	fill_set(call->fill, "people", people->str);
	return turn_say(turn, found.count > 0 ? "directory.people" : "directory.unknown",
	    error);
}

static gboolean
directory_ends_so(const struct action_call *call, const char *name)
{
	int count;
	const char *const *words = menu_list(call->menu, "directory_ends",
	    &count);

	for (int i = 0; i < count; i++) {
		if (g_str_has_suffix(name, words[i]))
			return TRUE;
	}
	return FALSE;
}

static gboolean
directory_named(struct found *found, const char *name, GError **error)
{
	return directory_area(found, name, error) &&
	    (found->count > 0 || directory_department(found, name, error)) &&
	    (found->count > 0 || cadre_each_named(found->call->db, name,
	    directory_row, found, error));
}

/* Its own people, else those of the area above. */
static gboolean
directory_area(struct found *found, const char *name, GError **error)
{
	static const char *const suffixes[] = { "", "村", "镇", "社区" };
	struct db *db = found->call->db;
	g_autofree char *code = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(suffixes) && code == NULL; i++) {
		g_autofree char *whole = g_strconcat(name, suffixes[i], NULL);

		if (!area_each_named(db, whole, directory_first_area, &code, error))
			return FALSE;
	}
	while (code != NULL && *code != '\0' && found->count == 0) {
		struct area area = { 0 };
		gboolean there;

		if (!cadre_each_of_area(db, code, directory_row, found, error) ||
		    !area_by_code(db, code, &there, &area, error))
			return FALSE;
		g_free(code);
		code = g_strdup(there && strcmp(area.level, "town") != 0 ?
		    area.parent : "");
		area_clear(&area);
	}
	return TRUE;
}

static gboolean
directory_first_area(const struct area *area, void *user)
{
	*(char **)user = g_strdup(area->code);
	return FALSE;
}

static gboolean
directory_department(struct found *found, const char *name, GError **error)
{
	g_autofree char *code = NULL, *phone = NULL;

	if (!unit_named(found->call->db, name, &code, &phone, error))
		return FALSE;
	if (code == NULL)
		return TRUE;
	if (*phone != '\0') {
		directory_add(found, "directory_office", phone);
		found->count++;
	}
	return cadre_each_of_department(found->call->db, code, directory_row, found,
	    error);
}

static gboolean
directory_row(const struct cadre *cadre, void *user)
{
	struct found *found = user;
	const char *phone = *cadre->mobile != '\0' ? cadre->mobile :
	    cadre->office_phone;

	fill_set(found->call->fill, "who", cadre->name);
	fill_set(found->call->fill, "title", cadre->title);
	directory_add(found, cadre->public ? "directory_person" : "directory_person_plain",
	    phone);
	return ++found->count < DIRECTORY_PEOPLE;
}

/* One more, in the office's words. */
static void
directory_add(struct found *found, const char *word, const char *phone)
{
	struct action_call *call = found->call;
	g_autofree char *person = NULL, *national = phone_national(phone);

	fill_set(call->fill, "phone", national);
	person = fill_text(menu_word(call->menu, word), call->fill);
	if (found->people->len > 0)
		g_string_append(found->people, ";");
	g_string_append(found->people, person);
}
