/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check: is anything lost, damaged or forgotten?  One part a turn of the loop, so
 * that texts are answered between two parts.
 */
#include "tools/family.h"

#include <stddef.h>

#include "base/clock.h"
#include "db/agenda.h"
#include "db/audit.h"
#include "db/callback.h"
#include "db/inbox.h"
#include "db/orphan.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/stored.h"

#define CHECK_TEXTS	10000	/* a step: some milliseconds */
#define CHECK_FAULTS	1000	/* listed; all are counted */

struct check_fault {
	const char *part;	/* which part speaks */
	const char *words;	/* the same for people */
	char	*object, *fault;
};

struct check {
	const struct command_call *call;
	int	 next;		/* part to look at */
	gboolean more;		/* that part is not done */
	gint64	 past;		/* text looked at last */
	int	 seen;		/* texts in this step */
	const char *part;	/* the one that speaks now */
	const char *words;	/* the same for people */
	GPtrArray *faults;	/* struct check_fault, owned */
	int	 count;		/* of all faults */
	gboolean ok;
	gint64	 texts, open;
	gint64	 audit_rows;
};

static void	fault_free(gpointer fault);
static void	fault_part_cell(const void *row, struct cell *cell);
static void	check_free(gpointer check);
static enum command_status check_step(struct command_call *call);
static enum command_status check_report(struct command_call *call);
static void	check_praise(struct report *report, const struct check *check);
static gboolean	check_texts(struct command_call *call, struct check *check,
		    GError **error);
static gboolean	check_orphans(struct command_call *call, struct check *check,
		    GError **error);
static gboolean	check_callbacks(struct command_call *call, struct check *check,
		    GError **error);
static gboolean	check_agenda(struct command_call *call, struct check *check,
		    GError **error);
static gboolean	check_parked(const struct agenda_row *row, void *user);
static gboolean	check_database(struct command_call *call, struct check *check,
		    GError **error);
static gboolean	check_audit(struct command_call *call, struct check *check,
		    GError **error);
static void	check_fault(struct check *check, const char *object,
		    const char *words);
static gboolean	check_text(const struct inbox_msg *msg, void *user);
static void	check_orphan(const char *object, const char *what, void *user);
static gboolean	check_callback(const struct callback *c, void *user);
static void	check_damage(const char *fault, void *user);

static const struct {
	const char *name, *words;
	gboolean (*look)(struct command_call *call, struct check *check,
	    GError **error);
} parts[] = {
	{ "texts", N_("texts"), check_texts },
	{ "orphans", N_("orphans"), check_orphans },
	{ "callbacks", N_("call-backs"), check_callbacks },
	{ "agenda", N_("agenda"), check_agenda },
	{ "database", N_("database"), check_database },
	{ "audit", N_("audit trail"), check_audit },
};

#define AT(field)	offsetof(struct check, field)
#define FAULT(field)	offsetof(struct check_fault, field)

static const struct report_column check_columns[] = {
	{ "ok", NULL, REPORT_BOOLEAN, AT(ok) },
	{ "texts", NULL, REPORT_INT64, AT(texts) },
	{ "open", NULL, REPORT_INT64, AT(open) },
	{ "audit_rows", NULL, REPORT_INT64, AT(audit_rows) },
	{ "fault_count", NULL, REPORT_INT, AT(count) },
};

static const struct report_rows check_rows = {
	.columns = check_columns, .count = G_N_ELEMENTS(check_columns),
	.layout = REPORT_FACTS,
};

static const struct report_column fault_columns[] = {
	{ "part", N_("PART"), .cell = fault_part_cell },
	{ "object", N_("WHERE"), REPORT_TEXT, FAULT(object), .least = 8 },
	{ "fault", N_("WHAT IS WRONG"), REPORT_TEXT, FAULT(fault), .tone = TONE_BAD,
	  .least = 12 },
};

static const struct report_rows fault_rows = {
	.key = "faults",
	.columns = fault_columns, .count = G_N_ELEMENTS(fault_columns),
};

enum command_status
check_run(struct command_call *call)
{
	struct check *check = g_new0(struct check, 1);

	check->call = call;
	check->faults = g_ptr_array_new_with_free_func(fault_free);
	call->state = check;
	call->state_free = check_free;
	call->step = check_step;
	return COMMAND_MORE;
}

static void
check_free(gpointer data)
{
	struct check *check = data;

	g_ptr_array_unref(check->faults);
	g_free(check);
}

static void
fault_free(gpointer data)
{
	struct check_fault *fault = data;

	g_free(fault->object);
	g_free(fault->fault);
	g_free(fault);
}

static void
fault_part_cell(const void *row, struct cell *cell)
{
	const struct check_fault *fault = row;

	cell_words(cell, fault->words, fault->part, TONE_PLAIN);
}

static enum command_status
check_step(struct command_call *call)
{
	struct check *check = call->state;
	g_autoptr(GError) error = NULL;

	if (check->next == G_N_ELEMENTS(parts))
		return check_report(call);
	check->part = parts[check->next].name;
	check->words = _(parts[check->next].words);
	if (!parts[check->next].look(call, check, &error))
		return command_failed(call, error);
	if (!check->more)
		check->next++;
	return COMMAND_MORE;
}

static enum command_status
check_report(struct command_call *call)
{
	struct check *check = call->state;
	struct report *report = report_new(call, REPORT_OBJECT);

	check->ok = check->count == 0;
	report_begin(report, &check_rows);
	report_row(report, check);
	report_end(report);
	report_begin(report, &fault_rows);
	for (guint i = 0; i < check->faults->len; i++)
		report_row(report, g_ptr_array_index(check->faults, i));
	report_end(report);
	if (check->ok)
		check_praise(report, check);
	else if (report_is_for_people(report))
		g_string_append_printf(call->err, P_("%d thing is wrong",
		    "%d things are wrong", check->count), check->count);
	report_free(report);
	return check->ok ? COMMAND_DONE : COMMAND_NO;
}

static void
check_praise(struct report *report, const struct check *check)
{
	g_autoptr(GString) lost = g_string_new(NULL);
	g_autofree char *sound = NULL;
	int ended = (int)(check->texts - check->open);

	g_string_append_printf(lost, P_("Nothing is lost: %d text, in a named end",
	    "Nothing is lost: %d texts, each in a named end", ended), ended);
	if (check->open > 0)
		g_string_append_printf(lost, P_(", and %d still held for more to come",
		    ", and %d still held for more to come", check->open),
		    (int)check->open);
	g_string_append(lost, _("."));
	sound = g_strdup_printf(_("The database is sound, the audit trail of %d rows "
	    "holds, nobody has waited a day for a call."), (int)check->audit_rows);
	report_say(report, TONE_GOOD, lost->str);
	report_say(report, TONE_PLAIN, sound);
}

static gboolean
check_texts(struct command_call *call, struct check *check, GError **error)
{
	const struct inbox_filter rest = {
		.oldest_first = TRUE,
		.past = check->past,
	};

	check->seen = 0;
	if (!inbox_each(call->db, &rest, check_text, check, error))
		return FALSE;
	check->more = check->seen == CHECK_TEXTS;
	return TRUE;
}

static gboolean
check_orphans(struct command_call *call, struct check *check, GError **error)
{
	return orphan_each(call->db, clock_now(), check_orphan, check, error);
}

static gboolean
check_callbacks(struct command_call *call, struct check *check, GError **error)
{
	return callback_each(call->db, TRUE, check_callback, check, error);
}

static gboolean
check_agenda(struct command_call *call, struct check *check, GError **error)
{
	const struct agenda_filter parked = { .state = AGENDA_PARKED };

	return agenda_each(call->db, &parked, check_parked, check, error);
}

static gboolean
check_database(struct command_call *call, struct check *check, GError **error)
{
	return db_verify(call->db, check_damage, check, error);
}

static gboolean
check_audit(struct command_call *call, struct check *check, GError **error)
{
	g_autofree char *object = NULL;
	gint64 broken_at;

	if (!audit_verify(call->db, &check->audit_rows, &broken_at, error))
		return FALSE;
	if (broken_at == 0)
		return TRUE;
	object = g_strdup_printf("audit:%" G_GINT64_FORMAT, broken_at);
	check_fault(check, object, _("changed, or the row before it taken out"));
	return TRUE;
}

static void
check_fault(struct check *check, const char *object, const char *words)
{
	struct check_fault *fault;

	if (check->count++ >= CHECK_FAULTS)
		return;
	fault = g_new0(struct check_fault, 1);
	fault->part = check->part;
	fault->words = check->words;
	fault->object = g_strdup(object);
	fault->fault = g_strdup(words);
	g_ptr_array_add(check->faults, fault);
}

static gboolean
check_text(const struct inbox_msg *msg, void *user)
{
	struct check *check = user;

	check->texts++;
	check->open += msg->end == INBOX_OPEN;
	check->past = msg->id;
	return ++check->seen < CHECK_TEXTS;
}

static void
check_orphan(const char *object, const char *what, void *user)
{
	g_autofree char *words = stored_words(what);

	check_fault(user, object, words);
}

static gboolean
check_callback(const struct callback *c, void *user)
{
	g_autofree char *object = NULL, *span = NULL, *fault = NULL;
	gint64 waits = clock_now() - c->asked_at;

	/* Who waits longest comes first. */
	if (waits <= CLOCK_DAY)
		return FALSE;
	object = g_strdup_printf("callback:%" G_GINT64_FORMAT, c->id);
	span = display_span(waits);
	fault = g_strdup_printf(_("has waited for a call for %s"), span);
	check_fault(user, object, fault);
	return TRUE;
}

static gboolean
check_parked(const struct agenda_row *row, void *user)
{
	struct check *check = user;
	g_autofree char *object = g_strdup_printf("agenda:%" G_GINT64_FORMAT, row->id);
	g_autofree char *fault = g_strdup_printf(_("given up: %s %s: %s"),
	    agenda_kind_words(check->call, row->kind), row->object, row->last_error);

	check_fault(check, object, fault);
	return TRUE;
}

static void
check_damage(const char *fault, void *user)
{
	check_fault(user, "", fault);
}
