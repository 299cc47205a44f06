/*
 * check: is anything lost, damaged or forgotten?  One part a turn of the loop, so
 * that texts are answered between two parts.
 */
#include "tools/family.h"

#include "base/clock.h"
#include "db/agenda.h"
#include "db/audit.h"
#include "db/callback.h"
#include "db/inbox.h"
#include "db/orphan.h"
#include "tools/catalog.h"
#include "tools/stored.h"

#define CHECK_TEXTS	10000	/* a step: some milliseconds */

static const struct column columns[] = {
	{ "part", N_("PART"), FALSE },
	{ "object", N_("WHERE"), FALSE, 8 },
	{ "fault", N_("WHAT IS WRONG"), FALSE, 12 },
};

struct check {
	int	 next;		/* part to look at */
	gboolean more;		/* that part is not done */
	gint64	 past;		/* text looked at last */
	int	 seen;		/* texts in this step */
	const char *part;	/* the one that speaks now */
	const char *words;	/* the same for people */
	struct table *faults;
	gint64	 texts, ended;
	gint64	 audit_rows;
};

static void	check_free(gpointer check);
static enum command_status check_step(struct command_call *call);
static enum command_status check_report(struct command_call *call);
static void	check_praise(struct command_call *call, const struct check *check);
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
		    const char *fault);
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

enum command_status
check_run(struct command_call *call)
{
	struct table_look look = command_look(call);
	struct check *check = g_new0(struct check, 1);

	check->faults = table_new(columns, G_N_ELEMENTS(columns), &look);
	call->state = check;
	call->state_free = check_free;
	call->step = check_step;
	return COMMAND_MORE;
}

static void
check_free(gpointer data)
{
	struct check *check = data;

	table_free(check->faults);
	g_free(check);
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
	int faults = table_rows(check->faults);
	struct json json;

	if (call->line.json) {
		json_start(&json, call->out);
		json_begin(&json, NULL, '{');
		json_boolean(&json, "ok", faults == 0);
		json_number(&json, "texts", check->texts);
		json_number(&json, "open", check->texts - check->ended);
		json_number(&json, "audit_rows", check->audit_rows);
		table_json(check->faults, &json, "faults");
		json_end(&json, '}');
		return faults == 0 ? COMMAND_DONE : COMMAND_NO;
	}
	if (faults > 0) {
		table_print(check->faults, call->out);
		g_string_append_printf(call->err, P_("%d thing is wrong",
		    "%d things are wrong", faults), faults);
		return COMMAND_NO;
	}
	check_praise(call, check);
	return COMMAND_DONE;
}

static void
check_praise(struct command_call *call, const struct check *check)
{
	g_autoptr(GString) lost = g_string_new(NULL);
	g_autofree char *sound = NULL;
	int open = (int)(check->texts - check->ended);

	g_string_append_printf(lost, P_("Nothing is lost: %d text, in a named end",
	    "Nothing is lost: %d texts, each in a named end", check->ended),
	    (int)check->ended);
	if (open > 0)
		g_string_append_printf(lost, P_(", and %d still held for more to come",
		    ", and %d still held for more to come", open), open);
	g_string_append(lost, _("."));
	sound = g_strdup_printf(_("The database is sound, the audit trail of %d rows "
	    "holds, nobody has waited a day for a call."), (int)check->audit_rows);
	command_say(call, TONE_GOOD, lost->str);
	command_say(call, TONE_PLAIN, sound);
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
check_fault(struct check *check, const char *object, const char *fault)
{
	table_words(check->faults, check->words, check->part, TONE_PLAIN);
	table_text(check->faults, object, TONE_PLAIN);
	table_text(check->faults, fault, TONE_BAD);
}

static gboolean
check_text(const struct inbox_msg *msg, void *user)
{
	struct check *check = user;

	check->texts++;
	if (msg->end != INBOX_OPEN)
		check->ended++;
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

	if (waits <= CLOCK_DAY)
		return TRUE;
	object = g_strdup_printf("callback:%" G_GINT64_FORMAT, c->id);
	span = display_span(waits);
	fault = g_strdup_printf(_("has waited for a call for %s"), span);
	check_fault(user, object, fault);
	return TRUE;
}

static gboolean
check_parked(const struct agenda_row *row, void *user)
{
	g_autofree char *object = g_strdup_printf("agenda:%" G_GINT64_FORMAT, row->id);
	g_autofree char *fault = g_strdup_printf(_("given up: %s %s: %s"),
	    agenda_kind_words(row->kind), row->object, row->last_error);

	check_fault(user, object, fault);
	return TRUE;
}

static void
check_damage(const char *fault, void *user)
{
	check_fault(user, "", fault);
}
