/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a villager can do about tickets: open one by topic, place and words, see
 * his own, urge.
 *
 * Invariant: nothing of a ticket is said to another phone than its own, nor to whoever
 * has that phone later.
 */
#include "services/complaint.h"

#include <string.h>

#include "base/clock.h"
#include "base/words.h"
#include "db/ticket_list.h"
#include "menus/fill.h"
#include "services/complaint_hold.h"

#define TICKET_LIST_MAX		3	/* shown of the open ones */
#define TICKET_COUNT_MAX	99
#define TICKET_LIST_GIST	6
#define TICKET_PLACE_WEIGHT	12	/* more than a place: it is the complaint */
#define TICKET_DRAFT_HOLD	CLOCK_DAY /* DOMAIN 1.3 no. 1 */

/* The caller's open tickets, gathered. */
struct ticket_mine {
	struct action_call *call;
	GString	*list;
	int	 count;
};

static gboolean ticket_mine_row(const struct ticket *t, void *user);
static gboolean ticket_count_row(const struct ticket *t, void *user);
static gboolean ticket_ask_number(struct action_call *call, const char **screen,
		    GError **error);
static gboolean ticket_note_any(const struct ticket *t, void *user);
static void ticket_fill_state(struct action_call *call, const struct ticket *t);

static gboolean complaint_action_mine(struct action_call *call,
		    const char **screen, GError **error);
static gboolean complaint_action_open(struct action_call *call,
		    const char **screen, GError **error);
static gboolean complaint_action_place(struct action_call *call,
		    const char **screen, GError **error);
static gboolean complaint_action_secret(struct action_call *call,
		    const char **screen, GError **error);
static gboolean complaint_action_urge(struct action_call *call,
		    const char **screen, GError **error);
static gboolean complaint_action_where(struct action_call *call,
		    const char **screen, GError **error);

static gboolean complaint_shows(struct action_call *call, gint64 ticket_id,
		    const char **screen, GError **error);

static const struct saying complaint_says_number[] = {
	{ "ticket.one",		"number summary state" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying complaint_says_tickets[] = {
	{ "ticket.none",	"" },
	{ "ticket.one",		"number summary state" },
	{ "ticket.list",	"count list" },
	{ "ticket.list.more",	"count list" },
	{ "ticket.number",	"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying complaint_says_taken[] = {
	{ "complaint.done",		"number summary texts" },
	{ "complaint.where",		"number summary texts" },
	{ "complaint.bundle",		"number summary texts" },
	{ "complaint.bundle.where",	"number summary texts" },
	{ "complaint.stopped",		"number summary texts topics" },
	{ "complaint.incomplete",	"number summary texts" },
	{ "complaint.again",		"number summary" },
	{ "complaint.added",		"number summary" },
	{ "complaint.text",		"" },
	{ "number.mistyped",		"" },
	{ "number.unknown",		"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying complaint_says_urge[] = {
	{ "complaint.again",	"number summary" },
	{ "number.unknown",	"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action complaint_actions[] = {
	{ "ticket.mine", complaint_action_mine, complaint_says_tickets },
	{ "ticket.open", complaint_action_open, complaint_says_taken },
	{ "ticket.place", complaint_action_place, complaint_says_taken },
	{ "ticket.secret", complaint_action_secret, complaint_says_taken },
	{ "ticket.urge", complaint_action_urge, complaint_says_urge },
	{ "ticket.where", complaint_action_where, complaint_says_taken },
	{ NULL, NULL, NULL }
};

static const struct service_number complaint_numbers[] = {
	{ TICKET_NUMBER, complaint_shows },
	{ NULL, NULL }
};

/* A cadre's 查 is their card (duty), or their orders (callout). */
static const struct service_word complaint_heard[] = {
	{ "ticket_mine", SHAPE_ALONE, ROLE_STRANGER | ROLE_VILLAGER | ROLE_LEFT |
	    ROLE_UNIT, N_("own tickets"), .action = "ticket.mine" },
	{ .list = NULL }
};

static const char *const complaint_lists[] = {
	"places", "not_places", "continues", NULL
};
static const char *const complaint_words[] = {
	"draft", "registered", "confidential", "no_summary", "ticket_item", NULL
};

static const struct agenda_kind complaint_agenda[] = {
	{ "complaint.hold", N_("register what a complaint has said so far"),
	    complaint_hold_due, NULL, FALSE },
	{ .name = NULL }
};

const struct service complaint_service = {
	.name = "complaint",
	.heard = complaint_heard,
	.takes_matter = complaint_take,
	.hang_up = complaint_hang_up,
	.agenda = complaint_agenda,
	.says = complaint_says_number,
	.actions = complaint_actions,
	.numbers = complaint_numbers,
	.lists = complaint_lists,
	.words = complaint_words,
};

/* "在哪个镇哪个村组?" was answered: a draft waits for the words; a long answer
 * is the words. */
static gboolean
complaint_action_place(struct action_call *call, const char **screen,
    GError **error)
{
	g_autofree char *place = fill_summary(call->msg->text, 30);

	if (call->u->weight >= TICKET_PLACE_WEIGHT)
		return complaint_take(call, screen, error);
	g_hash_table_replace(call->data, g_strdup("place"),
	    g_steal_pointer(&place));
	*screen = "complaint.text";
	return complaint_begin(call, call->now + TICKET_DRAFT_HOLD, error);
}

static gboolean
complaint_action_open(struct action_call *call, const char **screen,
    GError **error)
{
	return complaint_take(call, screen, error);
}

/* About a cadre: the sender's number is hidden from the unit. */
static gboolean
complaint_action_secret(struct action_call *call, const char **screen,
    GError **error)
{
	g_hash_table_replace(call->data, g_strdup("secret"), g_strdup("1"));
	return complaint_take(call, screen, error);
}

/*
 * "请问在哪个村组?" was answered: the place is added to the ticket, and there
 * is no second receipt (PEERS story 5).  Something else than a place is one more
 * piece of the complaint, and the question stays.
 */
static gboolean
complaint_action_where(struct action_call *call, const char **screen,
    GError **error)
{
	const char *number = g_hash_table_lookup(call->data, "ticket");
	struct ticket t = { 0 };
	gboolean found = FALSE, ok;

	if (call->u->weight >= call->options->story_chars &&
	    !complaint_names_place(call->menu, call->msg->text)) {
		call->keep = TRUE;
		return complaint_take(call, screen, error);
	}
	if (number != NULL &&
	    !ticket_by_number(call->db, number, &found, &t, error))
		return FALSE;
	if (!found || !complaint_is_theirs(call, &t)) {
		ticket_clear(&t);
		return complaint_take(call, screen, error);
	}
	ok = ticket_add_text(call->db, t.id, call->msg->id, call->now, 0, error);
	action_file(call, t.number, INBOX_FILED, N_("place"));
	ticket_clear(&t);
	return ok;
}

static gboolean
complaint_action_mine(struct action_call *call, const char **screen,
    GError **error)
{
	static const char *const screens[] = {
		"ticket.none", "ticket.one", "ticket.list", "ticket.list",
		"ticket.list.more"
	};
	struct ticket_filter filter = {
		.phone = call->msg->phone,
		.state = "open",
		.since = call->who->told_since,
		.limit = TICKET_LIST_MAX,
		.with_text = TRUE,
	};
	g_autoptr(GString) list = g_string_new(NULL);
	struct ticket_mine mine = { call, list, 0 };
	char count[12];
	int all = 0;

	if (!ticket_each(call->db, &filter, ticket_mine_row, &mine, error))
		return FALSE;
	filter.limit = TICKET_COUNT_MAX;
	filter.with_text = FALSE;
	if (!ticket_each(call->db, &filter, ticket_count_row, &all, error))
		return FALSE;
	g_snprintf(count, sizeof(count), "%d", all);
	fill_set(call->fill, "count", count);
	fill_set(call->fill, "list", list->str);
	*screen = screens[MIN(all, TICKET_LIST_MAX + 1)];
	return mine.count > 0 || ticket_ask_number(call, screen, error);
}

/* Silent for so long that it may be another's number now: whoever has an open matter
 * knows its number. */
static gboolean
ticket_ask_number(struct action_call *call, const char **screen, GError **error)
{
	const struct ticket_filter filter = {
		.phone = call->msg->phone,
		.state = "open",
		.since = call->who->owner_since,
		.limit = 1,
	};
	gboolean any = FALSE;

	if (call->contact->doubted_at == 0)
		return TRUE;
	if (!ticket_each(call->db, &filter, ticket_note_any, &any, error))
		return FALSE;
	if (any)
		*screen = "ticket.number";
	return TRUE;
}

static gboolean
ticket_note_any(const struct ticket *t, void *user)
{
	*(gboolean *)user = TRUE;
	return FALSE;
}

/* A ticket named by its number. */
static gboolean
complaint_shows(struct action_call *call, gint64 ticket_id, const char **screen,
    GError **error)
{
	struct ticket t = { 0 };
	gboolean found;

	if (!ticket_by_id(call->db, ticket_id, &found, &t, error))
		return FALSE;
	if (found && complaint_is_theirs(call, &t)) {
		/* Whoever names it is the one who was told it. */
		call->contact->doubted_at = 0;
		complaint_fill(call, &t);
		ticket_fill_state(call, &t);
		action_file(call, t.number, INBOX_OPEN, N_("state asked"));
		*screen = "ticket.one";
	}
	ticket_clear(&t);
	return TRUE;
}

/* "催一下": counted as one more text of the ticket (DOMAIN 1.6, duplicates). */
static gboolean
complaint_action_urge(struct action_call *call, const char **screen,
    GError **error)
{
	const char *number = g_hash_table_lookup(call->data, "ticket");
	struct ticket t = { 0 };
	gboolean found = FALSE, ok;

	*screen = "number.unknown";
	if (number != NULL &&
	    !ticket_by_number(call->db, number, &found, &t, error))
		return FALSE;
	if (!found || !complaint_is_theirs(call, &t)) {
		ticket_clear(&t);
		return TRUE;
	}
	*screen = "complaint.again";
	complaint_fill(call, &t);
	ok = ticket_add_text(call->db, t.id, call->msg->id, call->now, 0, error);
	action_file(call, t.number, INBOX_FILED, N_("urged"));
	ticket_clear(&t);
	return ok;
}

static gboolean
ticket_mine_row(const struct ticket *t, void *user)
{
	struct ticket_mine *mine = user;
	struct action_call *call = mine->call;
	g_autofree char *summary = NULL, *item = NULL;

	complaint_fill(call, t);
	ticket_fill_state(call, t);
	summary = fill_summary(g_hash_table_lookup(call->fill, "summary"),
	    TICKET_LIST_GIST);
	fill_set(call->fill, "summary", summary);
	item = fill_text(menu_word(call->menu, "ticket_item"), call->fill);
	if (mine->list->len > 0)
		g_string_append_c(mine->list, '\n');
	g_string_append(mine->list, item);
	if (++mine->count == 1)
		complaint_fill(call, t);
	return mine->count < TICKET_LIST_MAX;
}

static gboolean
ticket_count_row(const struct ticket *t, void *user)
{
	++*(int *)user;
	return TRUE;
}

static void
ticket_fill_state(struct action_call *call, const struct ticket *t)
{
	fill_set(call->fill, "state",
	    menu_word(call->menu, ticket_state_name(t->state)));
	g_hash_table_replace(call->data, g_strdup("ticket"), g_strdup(t->number));
}
