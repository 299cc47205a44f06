/*
 * See renumber_action.h.
 *
 * Invariants: a cadre's number becomes no household's by a text; nothing of a
 * household is said to a new number but a surname, before it has said yes.
 */
#include "services/renumber.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "db/callback.h"
#include "db/cadre.h"
#include "db/household.h"
#include "db/person.h"
#include "menus/fill.h"
#include "menus/say.h"

static char	*renumber_named(const struct turn *turn);
static gboolean	renumber_ask(struct turn *turn, const char *number,
		    GError **error);
static gboolean	renumber_surname(struct action_call *call, GHashTable *fill,
		    GError **error);
static gboolean	renumber_first(gint64 household_id, void *user);
static gboolean	renumber_by_a_person(struct turn *turn, GError **error);
static gboolean	renumber_say_lost(struct action_call *call, gint64 household_id,
		    GError **error);
static gboolean	renumber_tell(const struct cadre *cadre, void *user);
static void	renumber_hold(gint64 household_id, void *user);

/* Cadres of a household, to be told. */
struct lost {
	struct action_call *call;
	gint64	 household_id;
	GHashTable *fill;
	GError	**error;
	gboolean ok;
};

static gboolean renumber_action_no(struct action_call *call,
		    const char **screen, GError **error);
static gboolean renumber_action_yes(struct action_call *call,
		    const char **screen, GError **error);

static const struct saying renumber_says[] = {
	{ "renumber.asked", "phone" },
	{ "renumber.confirm", "gist", SAY_THIRD },
	{ "renumber.person", "" },
	{ "renumber.lost", "place gist", SAY_DUTY },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying renumber_says_renumber[] = {
	{ "renumber.done",	"" },
	{ "renumber.sorry",	"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action renumber_actions[] = {
	{ "renumber.no", renumber_action_no, renumber_says_renumber },
	{ "renumber.yes", renumber_action_yes, renumber_says_renumber },
	{ NULL, NULL, NULL }
};

static const char *const renumber_lists[] = {
	"renumber_change", NULL
};

const struct service renumber_service = {
	.name = "renumber",
	.rank = SERVICE_ASKS,
	.hears = renumber_hears,
	.says = renumber_says,
	.actions = renumber_actions,
	.lists = renumber_lists,
};

gboolean
renumber_hears(struct turn *turn, gboolean *taken, GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *number = renumber_named(turn);
	gboolean knows, cadres;

	*taken = FALSE;
	if (number == NULL || strcmp(number, call->msg->phone) == 0)
		return TRUE;
	if (!person_is_known(call->db, call->msg->phone, &knows, error))
		return FALSE;
	if (!knows)
		return TRUE;	/* a person looks who that is */
	*taken = TRUE;
	call->reason = "new number";
	if (!cadre_has_mobile(call->db, number, &cadres, error))
		return FALSE;
	return cadres ? renumber_by_a_person(turn, error) :
	    renumber_ask(turn, number, error);
}

/* The mobile number behind a word of the list; NULL when it is no such text. */
static char *
renumber_named(const struct turn *turn)
{
	const char *normal = turn->normal;
	gsize len = menu_list_begins(turn->call.menu, "renumber_change", normal);
	g_autofree char *stored = NULL;
	const char *rest;

	if (len == 0)
		return NULL;
	for (rest = normal + len; *rest != '\0' && !g_ascii_isdigit(*rest) &&
	    *rest != '+'; rest = g_utf8_next_char(rest))
		;
	stored = phone_normalise(rest);
	return phone_kind(stored) == PHONE_MOBILE ? g_steal_pointer(&stored) :
	    NULL;
}

static gboolean
renumber_ask(struct turn *turn, const char *number, GError **error)
{
	struct action_call *call = &turn->call;
	g_autoptr(GHashTable) data = fill_new();
	g_autofree char *masked = phone_mask(number);
	g_autofree char *key = g_strdup_printf("number:%" G_GINT64_FORMAT,
	    call->msg->id);
	const struct say say = {
		.screen = "renumber.confirm", .fill = call->fill, .phone = number,
		.line = call->msg->line, .modem = call->msg->modem, .key = key,
		.cause = call->msg, .data = data,
	};
	enum say_result result;

	if (!renumber_surname(call, call->fill, error))
		return FALSE;
	g_hash_table_replace(data, g_strdup("old"), g_strdup(call->msg->phone));
	if (!say_ask(call->dialog, &say, &result, error))
		return FALSE;
	if (!say_is_said(result))
		return renumber_by_a_person(turn, error);
	fill_set(call->fill, "phone", masked);
	return turn_say(turn, "renumber.asked", error);
}

/* Of the household's head, nothing more. */
static gboolean
renumber_surname(struct action_call *call, GHashTable *fill, GError **error)
{
	g_autofree char *head = NULL, *place = NULL, *surname = NULL;
	gint64 home = 0;

	if (!person_each_household(call->db, call->msg->phone,
	    renumber_first, &home, error) ||
	    !household_title(call->db, home, &head, &place, error))
		return FALSE;
	surname = head != NULL && *head != '\0' ? g_utf8_substring(head, 0, 1) :
	    g_strdup("");
	fill_set(fill, "gist", surname);
	return TRUE;
}

static gboolean
renumber_first(gint64 household_id, void *user)
{
	*(gint64 *)user = household_id;
	return FALSE;
}

static gboolean
renumber_by_a_person(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	gboolean fresh;

	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    "new number", "", call->now, &fresh, error) &&
	    turn_say(turn, "renumber.person", error);
}

static gboolean
renumber_action_yes(struct action_call *call, const char **screen, GError **error)
{
	const char *old = g_hash_table_lookup(call->data, "old");
	gboolean changed = FALSE;

	call->reason = "new number";
	if (old != NULL && !person_change_number(call->db, old, call->msg->phone,
	    PERSON_BY_HOUSEHOLD,
	    calendar_day(call->now, call->options->zone), call->now, &changed,
	    error))
		return FALSE;
	*screen = changed ? "renumber.done" : "renumber.sorry";
	return TRUE;
}

static gboolean
renumber_action_no(struct action_call *call, const char **screen, GError **error)
{
	call->reason = "not that number";
	*screen = "renumber.sorry";
	return TRUE;
}

gboolean
renumber_lost(struct action_call *call, GError **error)
{
	g_autoptr(GArray) homes = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!person_lose_number(call->db, call->msg->phone,
	    calendar_day(call->now, call->options->zone), call->msg->phone,
	    call->now, renumber_hold, homes, error))
		return FALSE;
	for (guint i = 0; i < homes->len; i++) {
		if (!renumber_say_lost(call, g_array_index(homes, gint64, i), error))
			return FALSE;
	}
	return TRUE;
}

static void
renumber_hold(gint64 household_id, void *user)
{
	g_array_append_val((GArray *)user, household_id);
}

static gboolean
renumber_say_lost(struct action_call *call, gint64 household_id, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *head = NULL, *place = NULL;
	struct lost lost = { call, household_id, fill, error, TRUE };

	if (!household_title(call->db, household_id, &head, &place, error))
		return FALSE;
	fill_set(fill, "gist", head != NULL ? head : "");
	fill_set(fill, "place", place != NULL ? place : "");
	return cadre_each_of_household(call->db, household_id,
	    calendar_day(call->now, call->options->zone), renumber_tell, &lost,
	    error) && lost.ok;
}

static gboolean
renumber_tell(const struct cadre *cadre, void *user)
{
	struct lost *lost = user;
	struct action_call *call = lost->call;
	g_autofree char *key = g_strdup_printf("number.lost:%" G_GINT64_FORMAT
	    ":%" G_GINT64_FORMAT ":%s", lost->household_id, call->msg->id,
	    cadre->code);
	const struct say say = {
		.screen = "renumber.lost", .fill = lost->fill,
		.phone = cadre->mobile, .line = call->msg->line, .key = key,
		.cause = call->msg,
	};
	enum say_result result;

	lost->ok = say_text(call->dialog, &say, &result, lost->error);
	return lost->ok;
}
