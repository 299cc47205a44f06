/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contact duty by text: cadres report the households they have called on, and ask
 * who is left (DOMAIN 3.4; words in etc/menus/duty.conf).
 *
 * Only from a registered number, and only of one's own households; what is not
 * is answered kindly and changes nothing.  A report can be taken back for 48 h,
 * because a number proves no more than that the answer goes to its owner
 * (DESIGN law 7).
 */
#include "menus/turn.h"

#include <string.h>

#include "base/calendar.h"
#include "base/words.h"
#include "db/duty.h"
#include "db/ticket.h"
#include "menus/fill.h"
#include "services/duty_card.h"
#include "services/duty_remind.h"
#include "services/duty_remind_round.h"
#include "services/duty_undo.h"

#define DUTY_PRINCIPALS	16	/* more nobody stands in for */

/* Whom a cadre stands in for. */
struct principals {
	gint64	 id[DUTY_PRINCIPALS];
	int	 count;
};

typedef gboolean (*duty_fn)(struct duty *duty, const char **screen,
		    GError **error);

static gboolean	duty_hears(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	duty_hears_numbers(struct turn *turn, gboolean *taken, GError **error);
static gboolean	duty_report(struct turn *turn, gboolean worded, gboolean *taken,
		    GError **error);
static gboolean	duty_take(struct turn *turn, struct duty *duty,
		    gboolean *taken, GError **error);
static gboolean	duty_is_worded(const struct duty_report *report);
static gboolean	duty_principal(struct duty *duty, GError **error);
static gboolean	duty_hold_principal(const struct cadre_leave *leave,
		    void *user);
static gboolean	duty_contact(struct duty *duty, const char **screen,
		    GError **error);
static gboolean	duty_day_holds(struct duty *duty, int day, gboolean *holds,
		    const char **screen, GError **error);
static gboolean	duty_record(struct duty *duty, int day, const char **screen,
		    GError **error);
static gboolean	duty_record_one(struct duty *duty, const struct duty_held *held,
		    int day, gboolean *added, GError **error);
static gboolean	duty_help(struct duty *duty, const struct duty_held *held,
		    GString *notes, GError **error);
static gboolean	duty_matter(struct duty *duty, const char **screen,
		    GError **error);

static const duty_fn duty_verbs[] = {
	[DUTY_REPORT_CONTACT] = duty_contact,
	[DUTY_REPORT_UNDO] = duty_undo_some,
	[DUTY_REPORT_SHEET] = duty_sheet,
	[DUTY_REPORT_MATTER] = duty_matter,
};

/* What is said to each fault. */
static const char *const duty_fault_screens[] = {
	[DUTY_REPORT_NO_NUMBERS] = "duty.numbers",
	[DUTY_REPORT_GLUED] = "duty.glued",
	[DUTY_REPORT_TOO_MANY] = "duty.many",
	[DUTY_REPORT_NO_DAY] = "duty.day",
};

static const struct saying duty_says[] = {
	{ "duty.done", "kind count card notes rest no" },
	{ "duty.nothing", "notes" },
	{ "duty.sheet", "month due done left card notes" },
	{ "duty.sheet.none", "month due" },
	{ "duty.empty", "" },
	{ "duty.undone", "count card rest" },
	{ "duty.undone.none", "" },
	{ "duty.glued", "summary" },
	{ "duty.many", "" },
	{ "duty.numbers", "" },
	{ "duty.day", "days" },
	{ "duty.closed", "month" },
	{ "duty.gone", "" },
	{ "duty.matter", "number summary" },
	{ "duty.notme", "count" },
	{ "duty.standin.none", "" },
	{ "duty.standin.which", "who" },
	{ "duty.handover", "who phone", SAY_NOTICE },
	{ "duty.handover.plain", "who", SAY_NOTICE },
	{ "remind.first", "who month due done left notes", SAY_DUTY },
	{ "remind.list", "who month due done left card notes", SAY_DUTY },
	{ "remind.final", "who month due done left card notes day", SAY_DUTY },
	{ "remind.deputy", "who month notes", SAY_DUTY },
	{ "remind.deputy.final", "who month notes day", SAY_DUTY },
	{ "remind.people", "who month count left list", SAY_DUTY },
	{ NULL, NULL, SAY_REPLY }
};

/* Reports that were made within the time in which they can be taken back. */
static const struct word_open duty_reports = {
	N_("own reports"), duty_count_reports, NULL
};

#define DUTY_ROLES	(ROLE_CADRE | ROLE_LEFT)
static const struct service_word duty_heard[] = {
	{ "missed", SHAPE_READ, DUTY_ROLES, N_("reports not theirs"),
	    .open = &duty_reports, .take = duty_not_me },
	{ "report_sheet", SHAPE_ALONE | SHAPE_TAIL, ROLE_CADRE, N_("own card"),
	    .take = duty_hears },
	{ "report_undo", SHAPE_ALONE | SHAPE_TAIL, DUTY_ROLES, N_("take back"),
	    .take = duty_hears },
	{ "report_visit", SHAPE_TAIL, DUTY_ROLES, N_("visited"), .take = duty_hears },
	{ "report_phone", SHAPE_TAIL, DUTY_ROLES, N_("telephoned"), .take = duty_hears },
	{ "report_came", SHAPE_TAIL, DUTY_ROLES, N_("came"), .take = duty_hears },
	{ "report_tried", SHAPE_TAIL, DUTY_ROLES, N_("tried"), .take = duty_hears },
	{ "report_matter", SHAPE_TAIL, DUTY_ROLES, N_("matter of a household"),
	    .take = duty_hears },
	{ "report_for", SHAPE_TAIL, DUTY_ROLES, N_("for another"), .take = duty_hears },
	{ .list = NULL }
};

static const char *const duty_lists[] = {
	"report_trouble", "report_house", NULL
};
static const char *const duty_words[] = {
	"visit", "phone", "came", "tried", "unstated", "duty_rest",
	"duty_rest_none", "duty_unknown", "duty_again", "duty_help",
	"duty_next", "duty_key", "duty_other", "duty_topic",
	"duty_stands_in", "duty_stands_in_only", NULL
};

const struct service duty_service = {
	.name = "duty",
	.heard = duty_heard,
	.stage = HEAR_MATTER,
	.hears = duty_hears_numbers,
	.agenda = duty_remind_kinds,
	.says = duty_says,
	.lists = duty_lists,
	.words = duty_words,
};

static gboolean
duty_hears(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	return duty_report(turn, TRUE, taken, error);
}

/* Bare numbers, and a verb alone: what no word and no answer is. */
static gboolean
duty_hears_numbers(struct turn *turn, gboolean *taken, GError **error)
{
	return duty_report(turn, FALSE, taken, error);
}

static gboolean
duty_report(struct turn *turn, gboolean worded, gboolean *taken, GError **error)
{
	struct action_call *call = &turn->call;
	struct duty duty = { .call = call, .cadre = &call->who->cadre };
	gboolean ok;

	*taken = FALSE;
	if (duty.cadre->id == 0 ||
	    !duty_report_read(call->menu, call->msg->text, &duty.report))
		return TRUE;
	duty.card = g_ptr_array_new_with_free_func(duty_held_free);
	ok = duty_is_worded(&duty.report) != worded ||
	    duty_take(turn, &duty, taken, error);
	g_ptr_array_unref(duty.card);
	duty_report_clear(&duty.report);
	cadre_clear(&duty.whose);
	return ok;
}

static gboolean
duty_is_worded(const struct duty_report *report)
{
	return !report->bare && report->fault != DUTY_REPORT_NO_NUMBERS;
}

static gboolean
duty_take(struct turn *turn, struct duty *duty, gboolean *taken, GError **error)
{
	struct action_call *call = duty->call;
	const char *screen = NULL;

	*taken = TRUE;
	call->reason = N_("duty report");
	duty->today = calendar_day(call->now, call->options->zone);
	duty->month = duty->today / 100;
	if (duty->cadre->gone_on != 0)
		return turn_say(turn, "duty.gone", error);
	if (duty->report.stands_in && !duty_principal(duty, error))
		return FALSE;
	if (duty->report.stands_in && duty->whose.id == 0) {
		fill_set(call->fill, "who", duty->principals > 0 ?
		    duty->cadre->name : "");
		return turn_say(turn, duty->principals > 1 ?
		    "duty.standin.which" : "duty.standin.none", error);
	}
	if (!duty_card_load(duty, error))
		return FALSE;
	if (duty->totals.households == 0 && duty_owed(&duty->totals) == 0)
		screen = "duty.empty";
	else if (duty->report.fault != DUTY_REPORT_FINE) {
		screen = duty_fault_screens[duty->report.fault];
		fill_number(duty->call->fill, "days", call->options->duty_back_days);
		if (duty->report.glued != NULL)
			fill_set(call->fill, "summary", duty->report.glued);
	} else if (!duty_verbs[duty->report.verb](duty, &screen, error))
		return FALSE;
	return screen == NULL || turn_say(turn, screen, error);
}

/* --- whose card ------------------------------------------------------------------ */

/* Whose card is meant: that of who is named, or of the only one they stand in for. */
static gboolean
duty_principal(struct duty *duty, GError **error)
{
	struct principals p = { .count = 0 };
	const char *name = duty->report.whose;

	if (!cadre_each_stood_for(duty->call->db, duty->cadre->id,
	    calendar_day_add(duty->today, -duty->call->options->duty_back_days),
	    duty->today, duty_hold_principal, &p, error))
		return FALSE;
	duty->principals = p.count;
	for (int i = 0; i < p.count && duty->whose.id == 0; i++) {
		gboolean found;

		if (!cadre_by_id(duty->call->db, p.id[i], &found, &duty->whose,
		    error))
			return FALSE;
		if (!found || (name == NULL ? p.count > 1 :
		    strcmp(name, duty->whose.name) != 0))
			cadre_clear(&duty->whose);
	}
	return TRUE;
}

static gboolean
duty_hold_principal(const struct cadre_leave *leave, void *user)
{
	struct principals *p = user;

	if (p->count == 0 || p->id[p->count - 1] != leave->cadre_id)
		p->id[p->count++] = leave->cadre_id;
	return p->count < DUTY_PRINCIPALS;
}

/* --- contacts -------------------------------------------------------------------- */

static gboolean
duty_contact(struct duty *duty, const char **screen, GError **error)
{
	int day = duty_report_day(&duty->report, duty->today);
	gboolean holds;

	if (!duty_day_holds(duty, day, &holds, screen, error))
		return FALSE;
	return !holds || duty_record(duty, day, screen, error);
}

/* Not too long ago, and its month not closed: on the third of the next one it
 * is, or earlier by staff. */
static gboolean
duty_day_holds(struct duty *duty, int day, gboolean *holds,
    const char **screen, GError **error)
{
	const struct dialog_options *options = duty->call->options;
	int last = calendar_month_add(day / 100, 1) * 100 +
	    options->duty_close_day;
	gboolean closed;

	*holds = FALSE;
	fill_number(duty->call->fill, "days", options->duty_back_days);
	fill_number(duty->call->fill, "month", day / 100 % 100);
	*screen = "duty.day";
	if (day == 0 || calendar_days_between(day, duty->today) >
	    options->duty_back_days)
		return TRUE;
	*screen = "duty.closed";
	if (duty->today > last)
		return TRUE;
	if (!duty_is_closed(duty->call->db, day / 100, &closed, error))
		return FALSE;
	*holds = !closed;
	return TRUE;
}

static gboolean
duty_record(struct duty *duty, int day, const char **screen, GError **error)
{
	const struct duty_report *report = &duty->report;
	g_autoptr(GString) card = g_string_new(NULL);
	g_autoptr(GString) notes = g_string_new(NULL);
	g_autoptr(GString) wrong = g_string_new(NULL);
	g_autoptr(GString) again = g_string_new(NULL);
	int count = 0, first = 0, most = 0;

	for (guint i = 0; i < duty->card->len; i++)
		most = MAX(most, ((struct duty_held *)g_ptr_array_index(duty->card,
		    i))->no);
	for (int i = 0; i < report->count; i++) {
		const struct duty_held *held = duty_card_find(duty, report->numbers[i]);
		gboolean added;

		if (held == NULL) {
			g_string_append_printf(wrong, "%s%d",
			    wrong->len > 0 ? "、" : "", report->numbers[i]);
			continue;
		}
		if (!duty_record_one(duty, held, day, &added, error) ||
		    (report->trouble[i] && !duty_help(duty, held, notes, error)))
			return FALSE;
		duty_held_say(added ? card : again, held);
		count += added;
		if (added && first == 0)
			first = held->no;
	}
	if (again->len > 0) {
		fill_set(duty->call->fill, "wrong", again->str);
		duty_note(duty, notes, "duty_again");
	}
	if (wrong->len > 0) {
		fill_set(duty->call->fill, "wrong", wrong->str);
		fill_number(duty->call->fill, "most", most);
		duty_note(duty, notes, "duty_unknown");
	}
	if (!duty_card_load(duty, error))
		return FALSE;
	if (duty_left(&duty->totals) == 0 && !duty_remind_cancel(duty->call->db,
	    duty->cadre->code, duty->month, error))
		return FALSE;
	duty_card_fill(duty, card);
	fill_set(duty->call->fill, "notes", notes->str);
	fill_set(duty->call->fill, "kind", menu_word(duty->call->menu,
	    duty_kind_name(report->kind)));
	fill_number(duty->call->fill, "count", count);
	fill_number(duty->call->fill, "no", first);
	duty_say_rest(duty);
	*screen = count > 0 ? "duty.done" : "duty.nothing";
	return TRUE;
}

static gboolean
duty_record_one(struct duty *duty, const struct duty_held *held, int day,
    gboolean *added, GError **error)
{
	const struct duty_booking report = {
		.cadre_id = duty->cadre->id,
		.household_id = held->household_id,
		.day = day,
		.kind = duty->report.kind,
		.made_at = duty->call->now,
		.inbox_id = duty->call->msg->id,
		.note = duty->report.words,
	};

	return duty_add(duty->call->db, &report, added, error);
}

/* 07困: a ticket of its own, in the cadre's name. */
static gboolean
duty_help(struct duty *duty, const struct duty_held *held, GString *notes,
    GError **error)
{
	struct action_call *call = duty->call;
	struct ticket t = {
		.line = g_strdup(call->msg->line),
		.phone = g_strdup(call->msg->phone),
		.topic = g_strdup(menu_word(call->menu, "duty_topic")),
		.place = g_strdup_printf("%s %02d%s", duty->cadre->code, held->no,
		    held->name),
		.urgency = TICKET_P3,
		.hold_until = call->now,
	};
	gboolean done, ok;

	ok = ticket_open(call->db, &t, call->now, error) &&
	    ticket_add_text(call->db, t.id, call->msg->id, call->now, 0, error) &&
	    ticket_move(call->db, t.id, TICKET_EVENT_REGISTER,
	    ACTOR_VILLAGER, call->msg->phone, "reported by a cadre",
	    call->now, &done, error) &&
	    ticket_set_receipted(call->db, t.id, error);
	if (ok) {
		fill_set(call->fill, "number", t.number);
		duty_note(duty, notes, "duty_help");
		g_strlcpy(call->ticket, t.number, sizeof(call->ticket));
	}
	ticket_clear(&t);
	return ok;
}

/* 事 07 …: a matter of a household, reported for it. */
static gboolean
duty_matter(struct duty *duty, const char **screen, GError **error)
{
	struct action_call *call = duty->call;
	const struct duty_held *held = duty_card_find(duty, duty->report.numbers[0]);
	g_autoptr(GString) notes = g_string_new(NULL);

	if (held == NULL) {
		fill_number(duty->call->fill, "wrong", duty->report.numbers[0]);
		fill_number(duty->call->fill, "most", (int)duty->card->len);
		duty_note(duty, notes, "duty_unknown");
		fill_set(call->fill, "notes", notes->str);
		*screen = "duty.nothing";
		return TRUE;
	}
	if (!duty_help(duty, held, notes, error))
		return FALSE;
	call->reason = N_("registered");
	fill_set(call->fill, "summary", duty->report.words);
	*screen = "duty.matter";
	return TRUE;
}
