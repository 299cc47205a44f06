/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See approval.h.
 */
#include "db/approval.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "db/audit.h"
#include "db/machine.h"
#include "db/statement.h"

enum { APPROVAL_ADD, APPROVAL_GET, APPROVAL_OPEN, APPROVAL_SETTLE, APPROVAL_OVERDUE,
       APPROVAL_NEXT, APPROVAL_EACH_OPEN, APPROVAL_EACH, APPROVAL_COUNT };

#define APPROVAL_EXPIRY	"approval.expiry"
#define APPROVAL_COLUMNS "id, kind, object, words, arguments, by, by_code, " \
	"by_for, by_user, by_login, at, expires_at, state, settled_by, "	\
	"settled_at, reason"

static const struct statement_source approval_sources[] = {
	[APPROVAL_ADD] = { "approval.add",
	    "INSERT INTO approval (kind, object, words, arguments, by, by_code, "
	    "by_for, by_user, by_login, at, expires_at) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT DO NOTHING RETURNING id" },
	[APPROVAL_GET] = { "approval.get",
	    "SELECT " APPROVAL_COLUMNS " FROM approval WHERE id = ?" },
	[APPROVAL_OPEN] = { "approval.open",
	    "SELECT " APPROVAL_COLUMNS " FROM approval WHERE kind = ? "
	    "AND object = ? AND arguments = ? AND state = 'open' "
	    "AND expires_at > ?" },
	[APPROVAL_SETTLE] = { "approval.settle",
	    "UPDATE approval SET state = ?, settled_by = ?, settled_at = ?, "
	    "reason = ? WHERE id = ?" },
	[APPROVAL_OVERDUE] = { "approval.overdue",
	    "SELECT id FROM approval WHERE state = 'open' AND expires_at <= ? "
	    "ORDER BY expires_at LIMIT 1" },
	[APPROVAL_NEXT] = { "approval.next",
	    "SELECT min(expires_at) FROM approval WHERE state = 'open'" },
	[APPROVAL_EACH_OPEN] = { "approval.each_open",
	    "SELECT " APPROVAL_COLUMNS " FROM approval "
	    "INDEXED BY approval_expires WHERE state = 'open' "
	    "ORDER BY expires_at" },
	[APPROVAL_EACH] = { "approval.each",
	    "SELECT " APPROVAL_COLUMNS " FROM approval WHERE id < ? "
	    "ORDER BY id DESC" },
	[APPROVAL_COUNT] = { "approval.count",
	    "SELECT count(*) FROM approval WHERE state = 'open' "
	    "AND expires_at > ?" },
};
const struct statement_table approval_statements =
    STATEMENT_TABLE(approval_sources);

enum approval_state { APPROVAL_IS_OPEN, APPROVAL_IS_APPROVED, APPROVAL_IS_REJECTED,
       APPROVAL_IS_WITHDRAWN, APPROVAL_IS_EXPIRED, APPROVAL_IS_VOID };
enum approval_event { APPROVAL_EVENT_APPROVE, APPROVAL_EVENT_REJECT,
       APPROVAL_EVENT_WITHDRAW, APPROVAL_EVENT_EXPIRE, APPROVAL_EVENT_VOID };

static const char *const approval_states[] = {
	"open", "approved", "rejected", "withdrawn", "expired", "void"
};
static const char *const approval_events[] = {
	"approve", "reject", "withdraw", "expire", "void"
};

static gboolean	approval_one(struct statement *s, gboolean *found,
		    struct approval *approval, GError **error);
static void	approval_load(struct statement *s, void *value);
static gboolean	approval_same(const char *one, const char *other);
static enum approval_answer approval_is_open(const struct approval *approval,
		    gint64 now);
static gboolean	approval_settle(struct db *db, struct approval *approval,
		    enum approval_event event, const struct approval_person *who,
		    const char *reason, gint64 now, GError **error);
static gboolean	approval_store(struct db *db, void *object, int to,
		    const struct machine_act *act, GError **error);
static gboolean	approval_record(struct db *db, gint64 id, const char *action,
		    const struct approval_person *who, const char *after,
		    const char *reason, gint64 now, GError **error);

static const struct machine_row approval_rows[] = {
	{ APPROVAL_IS_OPEN, APPROVAL_EVENT_APPROVE, ACTOR_BIT(CLERK), NULL,
	    APPROVAL_IS_APPROVED, FALSE, NULL, NULL },
	{ APPROVAL_IS_OPEN, APPROVAL_EVENT_REJECT, ACTOR_BIT(CLERK), NULL,
	    APPROVAL_IS_REJECTED, FALSE, NULL, NULL },
	{ APPROVAL_IS_OPEN, APPROVAL_EVENT_WITHDRAW, ACTOR_BIT(CLERK), NULL,
	    APPROVAL_IS_WITHDRAWN, FALSE, NULL, NULL },
	{ APPROVAL_IS_OPEN, APPROVAL_EVENT_VOID, ACTOR_BIT(CLERK), NULL,
	    APPROVAL_IS_VOID, FALSE, NULL, NULL },
	{ APPROVAL_IS_OPEN, APPROVAL_EVENT_EXPIRE, ACTOR_BIT(SYSTEM), NULL,
	    APPROVAL_IS_EXPIRED, FALSE, NULL, NULL },
};
const struct machine approval_machine = {
	"approval", MACHINE_STATES(approval_states), MACHINE_EVENTS(approval_events),
	MACHINE_ROWS(approval_rows), approval_store
};

void
approval_clear(struct approval *approval)
{
	g_free(approval->kind);
	g_free(approval->object);
	g_free(approval->words);
	g_free(approval->arguments);
	g_free(approval->by);
	g_free(approval->by_code);
	g_free(approval->by_for);
	g_free(approval->by_user);
	g_free(approval->by_login);
	g_free(approval->state);
	g_free(approval->settled_by);
	g_free(approval->reason);
	memset(approval, 0, sizeof(*approval));
}

/* Sorted by name, so that the same is written the same. */
char *
approval_write(const char *name, ...)
{
	g_autoptr(GTree) pairs = g_tree_new((GCompareFunc)strcmp);
	g_autoptr(GVariant) all = NULL;
	GVariantBuilder builder;
	va_list more;

	va_start(more, name);
	for (; name != NULL; name = va_arg(more, const char *))
		g_tree_insert(pairs, (gpointer)name,
		    (gpointer)va_arg(more, const char *));
	va_end(more);
	g_variant_builder_init(&builder, G_VARIANT_TYPE("a{ss}"));
	for (GTreeNode *node = g_tree_node_first(pairs); node != NULL;
	    node = g_tree_node_next(node))
		g_variant_builder_add(&builder, "{ss}",
		    (const char *)g_tree_node_key(node),
		    (const char *)g_tree_node_value(node));
	all = g_variant_ref_sink(g_variant_builder_end(&builder));
	return g_variant_print(all, FALSE);
}

char *
approval_value(const struct approval *approval, const char *name)
{
	g_autoptr(GVariant) all = g_variant_parse(G_VARIANT_TYPE("a{ss}"),
	    approval->arguments, NULL, NULL, NULL);
	char *value = NULL;

	if (all != NULL)
		g_variant_lookup(all, name, "s", &value);
	return value != NULL ? value : g_strdup("");
}

gboolean
approval_propose(struct db *db, const struct approval *approval,
    const struct approval_person *by, gint64 now, enum approval_answer *answer,
    gint64 *id, GError **error)
{
	struct statement *s;
	gint64 next;

	*id = 0;
	*answer = APPROVAL_OWNER;
	if (by->owner && (*by->login == '\0' || strcmp(by->login, "root") == 0))
		return TRUE;
	if (!approval_expire(db, now, &next, error))
		return FALSE;
	s = statement_use(db, MODULE_APPROVAL, APPROVAL_ADD);
	statement_text(s, approval->kind);
	statement_text(s, approval->object);
	statement_text(s, approval->words);
	statement_text(s, approval->arguments);
	statement_text(s, by->actor);
	statement_text(s, by->code);
	statement_text(s, by->in_name_of);
	statement_text(s, by->user);
	statement_text(s, by->login);
	statement_int(s, now);
	statement_int(s, approval->expires_at);
	if (!statement_value(s, id, error))
		return FALSE;
	*answer = *id != 0 ? APPROVAL_OK : APPROVAL_SETTLED;
	return *id == 0 ||
	    (agenda_sooner(db, APPROVAL_EXPIRY, "", approval->expires_at, error) &&
	    approval_record(db, *id, "approval.propose", by, approval->words,
	    approval->kind, now, error));
}

gboolean
approval_get(struct db *db, gint64 id, gboolean *found,
    struct approval *approval, GError **error)
{
	struct statement *s = statement_use(db, MODULE_APPROVAL, APPROVAL_GET);

	statement_int(s, id);
	return approval_one(s, found, approval, error);
}

gboolean
approval_open(struct db *db, const char *kind, const char *object,
    const char *arguments, gint64 now, gboolean *found,
    struct approval *approval, GError **error)
{
	struct statement *s = statement_use(db, MODULE_APPROVAL, APPROVAL_OPEN);

	statement_text(s, kind);
	statement_text(s, object);
	statement_text(s, arguments);
	statement_int(s, now);
	return approval_one(s, found, approval, error);
}

static gboolean
approval_one(struct statement *s, gboolean *found, struct approval *approval,
    GError **error)
{
	return statement_find(s, approval_load, approval, sizeof(*approval), found, error);
}

static void
approval_load(struct statement *s, void *value)
{
	struct approval *approval = value;

	approval->id = column_int(s);
	approval->kind = column_text(s);
	approval->object = column_text(s);
	approval->words = column_text(s);
	approval->arguments = column_text(s);
	approval->by = column_text(s);
	approval->by_code = column_text(s);
	approval->by_for = column_text(s);
	approval->by_user = column_text(s);
	approval->by_login = column_text(s);
	approval->at = column_int(s);
	approval->expires_at = column_int(s);
	approval->state = column_text(s);
	approval->settled_by = column_text(s);
	approval->settled_at = column_int(s);
	approval->reason = column_text(s);
}

/* root by its login, too: whoever logged in as root can become anybody. */
enum approval_answer
approval_look(const struct approval *approval,
    const struct approval_person *who, gint64 now)
{
	enum approval_answer answer = approval_is_open(approval, now);

	if (answer != APPROVAL_OK)
		return answer;
	if (who->owner || strcmp(who->login, "root") == 0)
		return APPROVAL_OWNER;
	return approval_is_of(approval, who) ? APPROVAL_OWN : APPROVAL_OK;
}

static enum approval_answer
approval_is_open(const struct approval *approval, gint64 now)
{
	if (strcmp(approval->state, approval_states[APPROVAL_IS_OPEN]) != 0)
		return APPROVAL_SETTLED;
	return approval->expires_at <= now ? APPROVAL_EXPIRED : APPROVAL_OK;
}

gboolean
approval_is_of(const struct approval *approval,
    const struct approval_person *who)
{
	return approval_same(approval->by_code, who->code) ||
	    approval_same(approval->by_code, who->in_name_of) ||
	    approval_same(approval->by_for, who->code) ||
	    approval_same(approval->by_for, who->in_name_of) ||
	    approval_same(approval->by_user, who->user) ||
	    approval_same(approval->by_user, who->login) ||
	    approval_same(approval->by_login, who->user) ||
	    approval_same(approval->by_login, who->login);
}

/* That both are root says nothing. */
static gboolean
approval_same(const char *one, const char *other)
{
	return *one != '\0' && strcmp(one, "root") != 0 &&
	    strcmp(one, other) == 0;
}

gboolean
approval_approve(struct db *db, gint64 id, const struct approval_person *who,
    gint64 now, enum approval_answer *answer, GError **error)
{
	struct approval approval;
	gboolean found, ok;

	ok = approval_get(db, id, &found, &approval, error);
	*answer = !ok || !found ? APPROVAL_NONE :
	    approval_look(&approval, who, now);
	if (*answer == APPROVAL_OK)
		ok = approval_settle(db, &approval, APPROVAL_EVENT_APPROVE, who, "",
		    now, error);
	approval_clear(&approval);
	return ok;
}

gboolean
approval_reject(struct db *db, gint64 id, const struct approval_person *who,
    const char *reason, gint64 now, enum approval_answer *answer,
    GError **error)
{
	struct approval approval;
	gboolean found, ok;

	ok = approval_get(db, id, &found, &approval, error);
	*answer = !ok || !found ? APPROVAL_NONE :
	    approval_is_open(&approval, now);
	if (*answer == APPROVAL_OK)
		ok = approval_settle(db, &approval, approval_is_of(&approval, who) ?
		    APPROVAL_EVENT_WITHDRAW : APPROVAL_EVENT_REJECT, who, reason, now,
		    error);
	approval_clear(&approval);
	return ok;
}

gboolean
approval_void(struct db *db, gint64 id, const struct approval_person *who,
    const char *reason, gint64 now, enum approval_answer *answer,
    GError **error)
{
	struct approval approval;
	gboolean found, ok;

	ok = approval_get(db, id, &found, &approval, error);
	*answer = !ok || !found ? APPROVAL_NONE :
	    approval_look(&approval, who, now);
	if (*answer == APPROVAL_OK)
		ok = approval_settle(db, &approval, APPROVAL_EVENT_VOID, who, reason, now,
		    error);
	approval_clear(&approval);
	return ok;
}

static gboolean
approval_settle(struct db *db, struct approval *approval, enum approval_event event,
    const struct approval_person *who, const char *reason, gint64 now, GError **error)
{
	g_autofree char *key = text_id(approval->id);
	const struct machine_act act = {
		.event = event, .by = event == APPROVAL_EVENT_EXPIRE ? ACTOR_SYSTEM :
		    ACTOR_CLERK,
		.actor = who->actor, .role = who->role, .reason = reason, .now = now,
	};
	gboolean done;

	return machine_move(db, &approval_machine, approval, key, APPROVAL_IS_OPEN,
	    &act, NULL, &done, error);
}

static gboolean
approval_store(struct db *db, void *object, int to, const struct machine_act *act,
    GError **error)
{
	const struct approval *approval = object;
	struct statement *s = statement_use(db, MODULE_APPROVAL, APPROVAL_SETTLE);

	statement_text(s, approval_states[to]);
	statement_text(s, act->actor);
	statement_int(s, act->now);
	statement_text(s, act->reason);
	statement_int(s, approval->id);
	return statement_run(s, error);
}

static gboolean
approval_record(struct db *db, gint64 id, const char *action,
    const struct approval_person *who, const char *after, const char *reason,
    gint64 now, GError **error)
{
	g_autofree char *object = g_strdup_printf("approval:%" G_GINT64_FORMAT,
	    id);
	const struct audit_row row = {
		.at = now, .actor = who->actor, .role = who->role,
		.action = action, .object = object, .before = "",
		.after = after, .reason = reason,
	};

	return audit_add(db, &row, error);
}

static gboolean
approval_run(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	return approval_expire(context, now, again, error);
}

static gboolean
approval_plan(void *context, gint64 now, GError **error)
{
	return agenda_sooner(context, APPROVAL_EXPIRY, "", now, error);
}

const struct agenda_kind approval_kinds[] = {
	{ APPROVAL_EXPIRY, N_("let proposals nobody has answered expire"),
	    approval_run, approval_plan, TRUE },
	{ .name = NULL }
};

gboolean
approval_expire(struct db *db, gint64 now, gint64 *next, GError **error)
{
	static const struct approval_person clock = {
		"system", "system", "", "", "", "", FALSE
	};

	*next = 0;
	for (;;) {
		struct statement *s = statement_use(db, MODULE_APPROVAL,
		    APPROVAL_OVERDUE);
		struct approval overdue = { 0 };

		statement_int(s, now);
		if (!statement_value(s, &overdue.id, error))
			return FALSE;
		if (overdue.id == 0)
			break;
		if (!approval_settle(db, &overdue, APPROVAL_EVENT_EXPIRE, &clock, "",
		    now, error))
			return FALSE;
	}
	return statement_value(statement_use(db, MODULE_APPROVAL, APPROVAL_NEXT),
	    next, error);
}

gboolean
approval_each(struct db *db, gboolean settled,
    gboolean (*row)(const struct approval *approval, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_APPROVAL,
	    settled ? APPROVAL_EACH : APPROVAL_EACH_OPEN);
	gboolean ok = TRUE, go = TRUE;

	if (settled)
		statement_int(s, G_MAXINT64);
	while (go && statement_row(s, &ok, error)) {
		struct approval approval;

		approval_load(s, &approval);
		go = row(&approval, user);
		approval_clear(&approval);
	}
	statement_end(s);
	return ok;
}

gboolean
approval_count(struct db *db, gint64 now, int *count, GError **error)
{
	struct statement *s = statement_use(db, MODULE_APPROVAL, APPROVAL_COUNT);

	statement_int(s, now);
	return statement_count(s, count, error);
}
