/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stories: from a person's words to a ticket.
 *
 * Invariants
 *  - no words are lost: whatever a guard or a timer says, they are in a ticket.
 *  - one receipt a ticket; the place is asked for at most once.
 *  - a text that names a ticket of another phone, or of whoever had the phone
 *    before, is treated in every way like one that names no ticket (DESIGN law 7).
 */
#include "services/complaint.h"

#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/words.h"
#include "menus/fill.h"
#include "menus/number.h"
#include "services/complaint_find.h"

/* Texts held with a ticket. */
struct complaint_held {
	struct action_call *call;
	const struct ticket *ticket;
	GPtrArray *texts;	/* struct complaint_held_text * */
};

struct complaint_held_text {
	gint64	 id;
	char	*rule;
	int	 confidence;
};

static gboolean complaint_take_named(struct action_call *call, gboolean *taken,
		    const char **screen, GError **error);
static gboolean complaint_named(struct action_call *call, char number[NUMBER_SIZE],
		    gboolean *theirs, GError **error);
static gboolean complaint_collecting(struct action_call *call, gboolean *found,
		    struct ticket *t, GError **error);
static gboolean complaint_known(struct action_call *call, const char *number,
		    enum complaint_kin kin, const char **screen, GError **error);
static gboolean complaint_join(struct action_call *call, struct ticket *t,
		    const char **screen, GError **error);
static gboolean complaint_open(struct action_call *call, gint64 hold_until,
		    struct ticket *t, GError **error);
static gboolean complaint_receipt(struct action_call *call, struct ticket *t,
		    const char **screen, GError **error);
static const char *complaint_receipt_screen(const struct action_call *call,
		    const struct ticket *t);
static gboolean complaint_reload(struct action_call *call, struct ticket *t,
		    GError **error);
static gboolean complaint_end_held(struct action_call *call, const struct ticket *t,
		    enum inbox_end end, const char *reason, GError **error);
static gboolean complaint_held_row(const struct inbox_msg *msg, void *user);
static void complaint_held_free(gpointer text);
static gboolean complaint_heavy(const struct action_call *call);
static gboolean complaint_stops(const struct action_call *call);
static enum ticket_urgency complaint_urgency(const struct action_call *call);
static const char *complaint_data(const struct action_call *call, const char *key);

gboolean
complaint_take(struct action_call *call, const char **screen, GError **error)
{
	struct ticket t = { 0 };
	char number[ACTION_TICKET_MAX];
	enum complaint_kin kin;
	gboolean found, ok;

	if (!complaint_take_named(call, &found, screen, error))
		return FALSE;
	if (found)
		return TRUE;
	if (!complaint_collecting(call, &found, &t, error))
		return FALSE;
	if (found) {
		ok = complaint_join(call, &t, screen, error);
		ticket_clear(&t);
		return ok;
	}
	if (!complaint_find(call, complaint_heavy(call), &kin, number, error))
		return FALSE;
	if (kin != COMPLAINT_NEW)
		return complaint_known(call, number, kin, screen, error);
	ok = complaint_open(call, call->now +
	    call->options->hold_s * (gint64)CLOCK_SECOND, &t, error);
	if (ok && (complaint_heavy(call) || complaint_stops(call) ||
	    call->msg->incomplete))
		ok = complaint_receipt(call, &t, screen, error);
	else if (ok) {
		call->held = TRUE;
		action_file(call, t.number, INBOX_OPEN, N_("held"));
		ok = ticket_hold(call->db, &t, t.hold_until, error);
	}
	ticket_clear(&t);
	return ok;
}

/* What is still being told, by this very person. */
static gboolean
complaint_collecting(struct action_call *call, gboolean *found, struct ticket *t,
    GError **error)
{
	if (!ticket_collecting(call->db, call->msg->phone, call->msg->line,
	    call->now, found, t, error))
		return FALSE;
	if (*found && t->opened_at < call->who->told_since) {
		ticket_clear(t);
		*found = FALSE;
	}
	return TRUE;
}

gboolean
complaint_begin(struct action_call *call, gint64 hold_until, GError **error)
{
	struct ticket t = { 0 };
	gboolean ok = complaint_open(call, hold_until, &t, error) &&
	    ticket_hold(call->db, &t, hold_until, error);

	if (ok)
		action_file(call, t.number, INBOX_FILED, N_("place"));
	ticket_clear(&t);
	return ok;
}

gboolean
complaint_register(struct action_call *call, enum ticket_urgency urgency,
    struct ticket *t, GError **error)
{
	gint64 hold = call->now + call->options->hold_s * (gint64)CLOCK_SECOND;
	gboolean found, done;

	if (!complaint_collecting(call, &found, t, error))
		return FALSE;
	if (found && t->state != TICKET_DRAFT && t->urgency > urgency) {
		ticket_clear(t);	/* a quiet matter, told just before */
		found = FALSE;
	}
	if (!found && !complaint_open(call, hold, t, error))
		return FALSE;
	if (found && !ticket_add_text(call->db, t->id, call->msg->id, call->now,
	    hold, error))
		return FALSE;
	t->texts += found;	/* with this one */
	if (t->state == TICKET_DRAFT && (!ticket_move(call->db, t->id,
	    TICKET_EVENT_REGISTER, ACTOR_SYSTEM, "system", "words of danger",
	    call->now, &done, error) ||
	    !complaint_end_held(call, t, INBOX_MERGED, N_("joined"), error)))
		return FALSE;
	action_file(call, t->number, INBOX_FILED, N_("registered"));
	return t->urgency <= urgency || ticket_set_urgency(call->db, t->id,
	    urgency, "words of danger", call->now, error);
}

gboolean
complaint_settle(struct action_call *call, struct ticket *t, const char **screen,
    GError **error)
{
	gboolean done;

	if (!complaint_reload(call, t, error))
		return FALSE;
	if (understand_weight(menu_lexicon(call->menu), t->text) > 0 ||
	    t->topic[0] != '\0' || t->place[0] != '\0')
		return complaint_receipt(call, t, screen, error);
	if (!ticket_move(call->db, t->id, TICKET_EVENT_DISCARD, ACTOR_SYSTEM,
	    "system", "nothing but greetings", call->now, &done, error))
		return FALSE;
	action_file(call, "", INBOX_IGNORED, N_("nothing but greetings"));
	*screen = "main";
	return complaint_end_held(call, t, INBOX_MERGED, N_("nothing but greetings"),
	    error);
}

void
complaint_fill(struct action_call *call, const struct ticket *t)
{
	const struct lexicon *lexicon = menu_lexicon(call->menu);
	g_autoptr(GString) text = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(t->text, "\n", -1);
	g_autofree char *summary = NULL;

	for (int i = 0; lines[i] != NULL; i++) {
		if (understand_weight(lexicon, lines[i]) == 0)
			continue;
		if (text->len > 0)
			g_string_append(text, ",");
		g_string_append(text, lines[i]);
	}
	summary = fill_summary(text->str, fill_units("summary"));
	if (t->confidential || summary[0] == '\0') {
		g_free(summary);
		summary = g_strdup(menu_word(call->menu,
		    t->confidential ? "confidential" : "no_summary"));
	}
	fill_set(call->fill, "number", t->number);
	fill_set(call->fill, "summary", summary);
}

gboolean
complaint_is_theirs(const struct action_call *call, const struct ticket *t)
{
	return strcmp(t->phone, call->msg->phone) == 0 &&
	    t->opened_at >= call->who->owner_since && t->state != TICKET_VOID;
}

/* Words with a ticket's number among them belong to it, when it is the caller's; a few
 * words with any other number are answered like that number alone. */
static gboolean
complaint_take_named(struct action_call *call, gboolean *taken,
    const char **screen, GError **error)
{
	char number[NUMBER_SIZE];
	gboolean theirs;

	if (!complaint_named(call, number, &theirs, error))
		return FALSE;
	*taken = theirs || (number[0] != '\0' && !complaint_heavy(call));
	if (theirs)
		return complaint_known(call, number, COMPLAINT_REST, screen, error);
	return !*taken || number_show(call, number, screen, error);
}

/* *number is filled when the text names any, *theirs TRUE when it is of a ticket of the
 * caller's. */
static gboolean
complaint_named(struct action_call *call, char number[NUMBER_SIZE], gboolean *theirs,
    GError **error)
{
	g_autofree char *normal = understand_normalise(menu_lexicon(call->menu),
	    call->msg->text);
	struct ticket t = { 0 };
	gboolean found;

	*theirs = FALSE;
	if (number_among(normal, number) != NUMBER_HOLDS)
		return TRUE;
	if (!ticket_by_number(call->db, number, &found, &t, error))
		return FALSE;
	*theirs = found && complaint_is_theirs(call, &t);
	ticket_clear(&t);
	return TRUE;
}

/* Belongs to a ticket whose time for collecting is over. */
static gboolean
complaint_known(struct action_call *call, const char *number, enum complaint_kin kin,
    const char **screen, GError **error)
{
	static const struct {
		enum inbox_end end;
		const char *reason, *screen;
	} kins[] = {
		[COMPLAINT_WHOLE] = { INBOX_MERGED, "rest of a text with a gap", NULL },
		[COMPLAINT_SAME] = { INBOX_FILED, "urged: the same words",
		    "complaint.again" },
		[COMPLAINT_REST] = { INBOX_FILED, "added to its ticket",
		    "complaint.added" },
	};
	struct ticket t = { 0 };
	gboolean found, ok;

	if (!ticket_by_number(call->db, number, &found, &t, error))
		return FALSE;
	ok = !found || ticket_add_text(call->db, t.id, call->msg->id, call->now,
	    0, error);
	if (found && ok) {
		complaint_fill(call, &t);
		action_file(call, t.number, kins[kin].end, kins[kin].reason);
		*screen = kins[kin].screen;
	}
	ticket_clear(&t);
	return ok;
}

/* A complaint that is still being told. */
static gboolean
complaint_join(struct action_call *call, struct ticket *t, const char **screen,
    GError **error)
{
	gint64 hold = call->now + call->options->hold_s * (gint64)CLOCK_SECOND;
	gint64 latest = t->opened_at +
	    call->options->hold_max_s * (gint64)CLOCK_SECOND;
	gboolean told, awaited;

	if (t->state != TICKET_DRAFT) {
		action_file(call, t->number, INBOX_MERGED, N_("joined"));
		return ticket_add_text(call->db, t->id, call->msg->id, call->now,
		    MIN(hold, latest), error);
	}
	if (!complaint_reload(call, t, error))
		return FALSE;
	awaited = complaint_data(call, "place") != NULL || t->topic[0] != '\0';
	told = understand_weight(menu_lexicon(call->menu), t->text) > 0;
	hold = MIN(hold, MAX(latest, call->now));
	if (!ticket_add_text(call->db, t->id, call->msg->id, call->now, hold, error))
		return FALSE;
	if (awaited || (!told && complaint_heavy(call)))
		return complaint_receipt(call, t, screen, error);
	call->held = TRUE;
	action_file(call, t->number, INBOX_OPEN, N_("held"));
	if (!ticket_hold(call->db, t, hold, error))
		return FALSE;
	if (complaint_urgency(call) < t->urgency)
		return ticket_set_urgency(call->db, t->id, complaint_urgency(call),
		    "words of danger", call->now, error);
	return TRUE;
}

static gboolean
complaint_open(struct action_call *call, gint64 hold_until, struct ticket *t,
    GError **error)
{
	memset(t, 0, sizeof(*t));
	t->line = g_strdup(call->msg->line);
	t->phone = g_strdup(call->msg->phone);
	t->topic = g_strdup(complaint_data(call, "topic"));
	t->place = g_strdup(complaint_data(call, "place"));
	t->confidential = complaint_data(call, "secret") != NULL;
	t->urgency = complaint_urgency(call);
	t->hold_until = hold_until;
	if (t->topic == NULL)
		t->topic = g_strdup("");
	if (t->place == NULL)
		t->place = g_strdup("");
	return ticket_open(call->db, t, call->now, error) &&
	    ticket_add_text(call->db, t->id, call->msg->id, call->now,
	    hold_until, error);
}

/* Registers and receipts. */
static gboolean
complaint_receipt(struct action_call *call, struct ticket *t, const char **screen,
    GError **error)
{
	gboolean done;

	if (!complaint_reload(call, t, error) ||
	    !ticket_move(call->db, t->id, TICKET_EVENT_REGISTER,
	    ACTOR_SYSTEM, "system", "", call->now, &done, error) ||
	    !complaint_end_held(call, t, INBOX_MERGED, N_("joined"), error))
		return FALSE;
	call->held = FALSE;
	action_file(call, t->number, INBOX_FILED, N_("registered"));
	complaint_fill(call, t);
	fill_number(call->fill, "texts", t->texts);
	g_hash_table_replace(call->data, g_strdup("ticket"), g_strdup(t->number));
	*screen = complaint_receipt_screen(call, t);
	return call->silence != NULL ||
	    ticket_set_receipted(call->db, t->id, error);
}

static const char *
complaint_receipt_screen(const struct action_call *call, const struct ticket *t)
{
	gboolean placed = t->place[0] != '\0' || t->confidential ||
	    complaint_names_place(call->menu, t->text);

	if (call->msg->incomplete)
		return "complaint.incomplete";
	if (complaint_stops(call))
		return "complaint.stopped";
	if (t->texts > 1 && t->place[0] == '\0')
		return placed ? "complaint.bundle" : "complaint.bundle.where";
	return placed ? "complaint.done" : "complaint.where";
}

/* The ticket as it is now, with its texts. */
static gboolean
complaint_reload(struct action_call *call, struct ticket *t, GError **error)
{
	g_autofree char *number = g_strdup(t->number);
	gboolean found;

	ticket_clear(t);
	memset(t, 0, sizeof(*t));
	if (!ticket_by_number(call->db, number, &found, t, error))
		return FALSE;
	g_assert(found);	/* read in this very transaction */
	return TRUE;
}

/* Every open text of the ticket but the one being handled. */
static gboolean
complaint_end_held(struct action_call *call, const struct ticket *t,
    enum inbox_end end, const char *reason, GError **error)
{
	const struct inbox_filter filter = { .phone = t->phone };
	g_autoptr(GPtrArray) texts =
	    g_ptr_array_new_with_free_func(complaint_held_free);
	struct complaint_held held = { call, t, texts };

	if (t->texts <= 1)
		return TRUE;
	if (!inbox_each(call->db, &filter, complaint_held_row, &held, error))
		return FALSE;
	for (guint i = 0; i < texts->len; i++) {
		const struct complaint_held_text *text = texts->pdata[i];

		if (!inbox_end(call->db, text->id, end, reason, text->rule,
		    text->confidence, t->number, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
complaint_held_row(const struct inbox_msg *msg, void *user)
{
	struct complaint_held *held = user;
	struct complaint_held_text *text;

	if (msg->id != held->call->msg->id && msg->end == INBOX_OPEN &&
	    strcmp(msg->ticket, held->ticket->number) == 0) {
		text = g_new(struct complaint_held_text, 1);
		text->id = msg->id;
		text->rule = g_strdup(msg->rule);
		text->confidence = msg->confidence;
		g_ptr_array_add(held->texts, text);
	}
	return msg->received_at >= held->ticket->opened_at;
}

static void
complaint_held_free(gpointer text)
{
	g_free(((struct complaint_held_text *)text)->rule);
	g_free(text);
}

gboolean
complaint_names_place(const struct menu *menu, const char *text)
{
	int count;
	const char *const *not = menu_list(menu, "not_places", &count);
	g_autoptr(GString) rest = g_string_new(text);

	for (int i = 0; i < count; i++)
		g_string_replace(rest, not[i], " ", 0);
	return menu_list_in(menu, "places", rest->str);
}

static gboolean
complaint_heavy(const struct action_call *call)
{
	return call->u->weight >= call->options->story_chars;
}

/* Was the wish to be left alone heard in it (dialog.c)? */
static gboolean
complaint_stops(const struct action_call *call)
{
	return g_hash_table_contains(call->fill, "topics");
}

static enum ticket_urgency
complaint_urgency(const struct action_call *call)
{
	static const enum ticket_urgency urgencies[] = {
		[EMERGENCY_NONE] = TICKET_P3,
		[EMERGENCY_WEAK] = TICKET_P2,
		[EMERGENCY_STRONG] = TICKET_P1,
	};

	return urgencies[call->u->emergency];
}

static const char *
complaint_data(const struct action_call *call, const char *key)
{
	return g_hash_table_lookup(call->data, key);
}
