/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See renumber.h.
 *
 * Invariants
 *  - a cadre's number becomes no household's by a text, nor that of one who has just
 *    left: they could answer for their own calls.
 *  - nothing of a household is said to a new number but a surname, before it has said
 *    yes.
 *  - anything but silence from the old number stops it; what is done is told to the
 *    old one, to the household's other numbers and to its cadres, and can be taken back.
 */
#include "services/renumber.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "base/text.h"
#include "base/words.h"
#include "db/callback.h"
#include "db/cadre.h"
#include "db/contact.h"
#include "db/household.h"
#include "db/owner.h"
#include "menus/fill.h"
#include "menus/say.h"

/* Within so long it can be taken back by a text: a wrong-number word, and a change. */
#define RENUMBER_BACK	CLOCK_DAY
#define RENUMBER_CHANGE_BACK	(7 * CLOCK_DAY)

#define RENUMBER_CADRE	31	/* days after which a cadre who left is anybody */

static gboolean	renumber_change(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	renumber_back(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	renumber_undo(struct turn *turn, const char *number, GArray *homes,
		    gboolean *done, GError **error);
static gboolean	renumber_may_take_back(struct turn *turn, const char *number,
		    gboolean *may, GError **error);
static char	*renumber_named(const char *rest);
static gboolean	renumber_ask(struct turn *turn, const char *number,
		    GError **error);
static gboolean	renumber_surname(struct action_call *call, gint64 household_id,
		    GHashTable *fill, GError **error);
static gboolean	renumber_by_a_person(struct turn *turn, GError **error);
static gint64	renumber_number(const struct action_call *call, const char *key);
static gboolean	renumber_is_silent(struct action_call *call, const char *old,
		    gboolean *silent, GError **error);
static gboolean	renumber_tell_all(struct action_call *call, gint64 household_id,
		    const char *old, GError **error);
static gboolean	renumber_tell_number(struct action_call *call, const char *screen,
		    const char *phone, GHashTable *fill, GError **error);
static void	renumber_hold_number(const char *number, void *user);
static gboolean	renumber_tell_cadres(struct action_call *call, const char *screen,
		    const GArray *homes, GError **error);
static gboolean	renumber_tell(const struct cadre *cadre, void *user);
static void	renumber_hold(gint64 household_id, void *user);

/* Cadres of a household, to be told. */
struct lost {
	struct action_call *call;
	const char *screen;
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
	{ "renumber.confirm", "summary", SAY_THIRD },
	{ "renumber.person", "" },
	{ "renumber.lost", "place summary", SAY_DUTY },
	{ "renumber.kept", "place summary", SAY_DUTY },
	{ "renumber.new", "place summary phone", SAY_DUTY },
	{ "renumber.changed", "summary phone", SAY_NEWS },
	{ "renumber.told", "summary phone", SAY_NEWS },
	{ "renumber.back", "" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying renumber_says_renumber[] = {
	{ "renumber.done",	"" },
	{ "renumber.sorry",	"" },
	{ "renumber.person",	"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action renumber_actions[] = {
	{ "renumber.no", renumber_action_no, renumber_says_renumber },
	{ "renumber.yes", renumber_action_yes, renumber_says_renumber },
	{ NULL, NULL, NULL }
};

/* Whom we do not know a person looks at. */
static const struct service_word renumber_heard[] = {
	{ "renumber_change", SHAPE_TAIL, ROLE_VILLAGER, N_("new number"),
	    .take = renumber_change },
	{ "renumber_back", SHAPE_ALONE | SHAPE_TAIL, ROLE_ANYBODY, N_("same number"),
	    .take = renumber_back },
	{ .list = NULL }
};

const struct service renumber_service = {
	.name = "renumber",
	.heard = renumber_heard,
	.says = renumber_says,
	.actions = renumber_actions,
};

static gboolean
renumber_change(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *number = renumber_named(heard->rest);
	gboolean cadres;

	*taken = number != NULL && strcmp(number, call->msg->phone) != 0;
	if (!*taken)
		return TRUE;
	call->reason = N_("new number");
	if (!cadre_had_mobile(call->db, number, calendar_day_add(calendar_day(
	    call->now, call->options->zone), -RENUMBER_CADRE), &cadres, error))
		return FALSE;
	/* Of a shared telephone nobody can tell whose household changes. */
	return cadres || call->who->household_count > 1 ?
	    renumber_by_a_person(turn, error) : renumber_ask(turn, number, error);
}

/* "没换号": it was taken for another's by mistake.  From the number itself, or from
 * another one of its household. */
static gboolean
renumber_back(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	g_autoptr(GArray) homes = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autofree char *named = renumber_named(heard->rest);
	gboolean may = TRUE;
	const char *number = named != NULL ? named : call->msg->phone;

	*taken = FALSE;
	if (named != NULL && !renumber_may_take_back(turn, named, &may, error))
		return FALSE;
	if (may && !renumber_undo(turn, number, homes, taken, error))
		return FALSE;
	if (!*taken)
		return TRUE;
	call->reason = N_("same number as before");
	return renumber_tell_cadres(call, "renumber.kept", homes, error) &&
	    turn_say(turn, "renumber.back", error);
}

/* What is young enough. */
static gboolean
renumber_undo(struct turn *turn, const char *number, GArray *homes, gboolean *done,
    GError **error)
{
	struct action_call *call = &turn->call;
	struct person_owner owner = { 0 };
	gboolean found, ok;
	gint64 back;

	ok = person_last_owner(call->db, number, &found, &owner, error);
	back = found && owner.how == PERSON_RENUMBER ? RENUMBER_CHANGE_BACK :
	    RENUMBER_BACK;
	person_owner_clear(&owner);
	return ok && owner_undo(call->db, number, call->now - back, call->msg->phone,
	    "villager", call->now, done, renumber_hold, homes, error);
}

static gboolean
renumber_may_take_back(struct turn *turn, const char *number, gboolean *may,
    GError **error)
{
	const struct principal *who = turn->call.who;

	*may = FALSE;
	for (int i = 0; i < who->household_count && !*may; i++) {
		if (!person_is_listed(turn->call.db, number, who->households[i], may,
		    error))
			return FALSE;
	}
	return TRUE;
}

/* The mobile number in what follows a word; NULL when there is none. */
static char *
renumber_named(const char *rest)
{
	g_autofree char *stored = NULL;

	while (*rest != '\0' && !g_ascii_isdigit(*rest) && *rest != '+')
		rest = g_utf8_next_char(rest);
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
		.since = call->now, .cause = call->msg, .data = data,
	};
	enum say_result result;

	if (!renumber_surname(call, call->who->households[0], call->fill, error))
		return FALSE;
	g_hash_table_replace(data, g_strdup("old"), g_strdup(call->msg->phone));
	g_hash_table_replace(data, g_strdup("household"), text_id(call->who->households[0]));
	g_hash_table_replace(data, g_strdup("text"), text_id(call->msg->id));
	if (!say_ask(call->dialog, &say, &result, error))
		return FALSE;
	/* What only waits its turn was not sent, and must not be called so. */
	if (result != SAY_SAID)
		return renumber_by_a_person(turn, error);
	fill_set(call->fill, "phone", masked);
	return turn_say(turn, "renumber.asked", error);
}

/* Of the household's head, nothing more. */
static gboolean
renumber_surname(struct action_call *call, gint64 household_id, GHashTable *fill,
    GError **error)
{
	g_autofree char *surname = household_surname(call->db, household_id, error);

	if (surname == NULL)
		return FALSE;
	fill_set(fill, "summary", surname);
	return TRUE;
}

static gboolean
renumber_by_a_person(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	gboolean fresh;

	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("new number"), "", call->now, &fresh, error) &&
	    turn_say(turn, "renumber.person", error);
}

/* Has the old number not texted since it asked? */
static gboolean
renumber_is_silent(struct action_call *call, const char *old, gboolean *silent,
    GError **error)
{
	gint64 asked = renumber_number(call, "text"), last;

	if (!contact_last_text(call->db, old, &last, error))
		return FALSE;
	*silent = asked != 0 && last <= asked;
	return TRUE;
}

static gint64
renumber_number(const struct action_call *call, const char *key)
{
	const char *value = g_hash_table_lookup(call->data, key);

	return text_id_read(value);
}

static gboolean
renumber_action_yes(struct action_call *call, const char **screen, GError **error)
{
	const struct owner_change change = {
		.phone = g_hash_table_lookup(call->data, "old"),
		.how = PERSON_RENUMBER, .by = call->msg->phone,
		.inbox_id = call->msg->id,
		.other = call->msg->phone, .now = call->now,
		.day = calendar_day(call->now, call->options->zone),
	};
	gboolean changed = FALSE, silent = TRUE, fresh;

	call->reason = N_("new number");
	*screen = "renumber.sorry";
	if (change.phone == NULL)
		return TRUE;
	if (!renumber_is_silent(call, change.phone, &silent, error))
		return FALSE;
	if (!silent) {
		*screen = "renumber.person";
		return callback_ask(call->db, call->msg->phone, call->msg->line,
		    N_("new number"), "", call->now, &fresh, error);
	}
	if (!owner_renumber(call->db, &change, PERSON_BY_HOUSEHOLD, &changed, error))
		return FALSE;
	if (!changed)
		return TRUE;
	*screen = "renumber.done";
	return renumber_tell_all(call, renumber_number(call, "household"), change.phone,
	    error);
}

/* What was done, to whoever may object. */
static gboolean
renumber_tell_all(struct action_call *call, gint64 household_id, const char *old,
    GError **error)
{
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) homes = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GHashTable) fill = fill_new();
	g_autofree char *masked = phone_mask(call->msg->phone);

	fill_set(fill, "phone", masked);
	if (!renumber_surname(call, household_id, fill, error) ||
	    !renumber_tell_number(call, "renumber.changed", old, fill, error) ||
	    !household_each_number(call->db, household_id, renumber_hold_number, others,
	    error))
		return FALSE;
	for (guint i = 0; i < others->len; i++) {
		const char *other = g_ptr_array_index(others, i);

		if (strcmp(other, old) != 0 && strcmp(other, call->msg->phone) != 0 &&
		    !renumber_tell_number(call, "renumber.told", other, fill, error))
			return FALSE;
	}
	renumber_hold(household_id, homes);
	return renumber_tell_cadres(call, "renumber.new", homes, error);
}

static void
renumber_hold_number(const char *number, void *user)
{
	g_ptr_array_add(user, g_strdup(number));
}

static gboolean
renumber_tell_number(struct action_call *call, const char *screen, const char *phone,
    GHashTable *fill, GError **error)
{
	g_autofree char *key = g_strdup_printf("%s:%" G_GINT64_FORMAT ":%s", screen,
	    call->msg->id, phone);
	const struct say say = {
		.screen = screen, .fill = fill, .phone = phone,
		.line = call->msg->line, .key = key, .since = call->now,
		.cause = call->msg,
	};
	enum say_result result;

	return say_text(call->dialog, &say, &result, error);
}

static gboolean
renumber_action_no(struct action_call *call, const char **screen, GError **error)
{
	call->reason = N_("not that number");
	*screen = "renumber.sorry";
	return TRUE;
}

gboolean
renumber_lost(struct action_call *call, GError **error)
{
	g_autoptr(GArray) homes = g_array_new(FALSE, FALSE, sizeof(gint64));
	const struct owner_change change = {
		.phone = call->msg->phone, .how = PERSON_WRONG_NUMBER,
		.by = call->msg->phone,
		.inbox_id = call->msg->id, .now = call->now,
		.day = calendar_day(call->now, call->options->zone),
	};

	return owner_begin(call->db, &change, renumber_hold, homes, error) &&
	    renumber_tell_cadres(call, "renumber.lost", homes, error);
}

static void
renumber_hold(gint64 household_id, void *user)
{
	g_array_append_val((GArray *)user, household_id);
}

static gboolean
renumber_tell_cadres(struct action_call *call, const char *screen,
    const GArray *homes, GError **error)
{
	g_autoptr(GHashTable) fill = fill_new();
	struct lost lost = { call, screen, 0, fill, error, TRUE };
	g_autofree char *number = phone_national(call->msg->phone);

	fill_set(fill, "phone", number);
	for (guint i = 0; i < homes->len; i++) {
		g_autofree char *head = NULL, *place = NULL;

		lost.household_id = g_array_index(homes, gint64, i);
		if (!household_title(call->db, lost.household_id, &head, &place,
		    error))
			return FALSE;
		fill_set(fill, "summary", head != NULL ? head : "");
		fill_set(fill, "place", place != NULL ? place : "");
		if (!cadre_each_of_household(call->db, lost.household_id,
		    calendar_day(call->now, call->options->zone), renumber_tell,
		    &lost, error) || !lost.ok)
			return FALSE;
	}
	return TRUE;
}

static gboolean
renumber_tell(const struct cadre *cadre, void *user)
{
	struct lost *lost = user;
	struct action_call *call = lost->call;
	g_autofree char *key = g_strdup_printf("%s:%" G_GINT64_FORMAT
	    ":%" G_GINT64_FORMAT ":%s", lost->screen, lost->household_id,
	    call->msg->id, cadre->code);
	const struct say say = {
		.screen = lost->screen, .fill = lost->fill,
		.phone = cadre->mobile, .line = call->msg->line, .key = key,
		.since = call->now, .cause = call->msg,
	};
	enum say_result result;

	lost->ok = say_text(call->dialog, &say, &result, lost->error);
	return lost->ok;
}
