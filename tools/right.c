/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See right.h.  A call has one grant for each person whose rights it may use: first
 * the asker's own, then those of whom they stand in for.
 */
#include "tools/right.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "tools/catalog.h"
#include "tools/command.h"

/* Between the scopes of right_write(). */
#define RIGHT_SEPARATOR	"\n"

/* One person's right. */
struct grant {
	const char *role;
	enum scope_kind kind;
	char	*code;			/* of the scope */
	char	*of;			/* code of whose right it is; "" their own */
	char	*actor;			/* as the audit names who acts by it */
};

struct right {
	char	*code;			/* of the asker; "" on no list */
	char	*shown;			/* "s1 赵敏 (zhao)"; NULL on no list */
	GPtrArray *grants;		/* struct grant, owned */
	guint	 used;			/* the grant acted by */
};

/* What is looked at. */
struct asked {
	const struct right_need *need;
	struct right *right;
	const struct staff *staff;	/* who asks */
	gboolean held_back;		/* a right was there, but reaches too
					 * little */
};

/* A thing that may lie within a scope. */
typedef gboolean (*right_within)(const struct command_call *call,
		    const struct scope *scope, const void *thing, gboolean *has,
		    GError **error);

static gboolean	right_ask(struct command_call *call, const struct right_need *need,
		    const char *what, GError **error);
static gboolean	right_ask_staff(struct command_call *call,
		    const struct right_need *need, const char *what,
		    GError **error);
static gboolean	right_stood_for(const struct staff *absent, void *user);
static void	right_of(struct asked *asked, const struct staff *whose);
static void	right_grant(struct right *right, const char *role,
		    enum scope_kind kind, const char *code, const char *of,
		    char *actor);
static void	grant_free(gpointer grant);
static void	right_use(struct command_call *call, guint grant);
static char	*right_shown(const struct command_call *call);
static void	right_refuse(struct command_call *call,
		    const struct asked *asked, const char *what);
static gboolean	right_find(const struct command_call *call, right_within within,
		    const void *thing, guint *grant, gboolean *has,
		    GError **error);
static gboolean	right_take(struct command_call *call, right_within within,
		    const void *thing, const char *what, GError **error);
static gboolean	within_cadre(const struct command_call *call,
		    const struct scope *scope, const void *thing, gboolean *has,
		    GError **error);
static gboolean	within_phone(const struct command_call *call,
		    const struct scope *scope, const void *thing, gboolean *has,
		    GError **error);
static gboolean	within_household(const struct command_call *call,
		    const struct scope *scope, const void *thing, gboolean *has,
		    GError **error);
static gboolean	within_ticket(const struct command_call *call,
		    const struct scope *scope, const void *thing, gboolean *has,
		    GError **error);
static char	*right_reach_words(const struct right *right);

void
right_free(struct right *right)
{
	if (right == NULL)
		return;
	g_ptr_array_unref(right->grants);
	g_free(right->code);
	g_free(right->shown);
	g_free(right);
}

static void
grant_free(gpointer data)
{
	struct grant *grant = data;

	g_free(grant->code);
	g_free(grant->of);
	g_free(grant->actor);
	g_free(grant);
}

static struct right *
right_new(const char *code)
{
	struct right *right = g_new0(struct right, 1);

	right->code = g_strdup(code);
	right->grants = g_ptr_array_new_with_free_func(grant_free);
	return right;
}

static gboolean
right_ask(struct command_call *call, const struct right_need *need,
    const char *what, GError **error)
{
	gboolean any = TRUE;

	g_clear_pointer(&call->right, right_free);
	call->actor = call->peer.shown;
	call->role = "";
	if (!call->peer.owner && !staff_any(call->db, &any, error))
		return FALSE;
	if (any && !call->peer.owner)
		return right_ask_staff(call, need, what, error);
	if (!call->peer.owner && need->never_open) {
		g_string_append_printf(call->err, _("\"%s\" is for root while "
		    "there is no staff; root adds the first admin: xiangyin "
		    "staff add CODE NAME --user USER --role admin"), what);
		return FALSE;
	}
	call->right = right_new("");
	right_grant(call->right, call->peer.owner ? "root" : "clerk", SCOPE_ALL,
	    "", "", right_shown(call));
	right_use(call, 0);
	return TRUE;
}

static gboolean
right_ask_staff(struct command_call *call, const struct right_need *need,
    const char *what, GError **error)
{
	int today = calendar_day(clock_now(), call->zone);
	struct asked asked = { .need = need };
	struct staff staff;
	gboolean found, ok;

	if (!staff_by_user(call->db, call->peer.user, &found, &staff, error))
		return FALSE;
	if (!found) {
		g_string_append_printf(call->err, _("%s is not on the staff; an "
		    "admin adds them: xiangyin staff add CODE NAME --user %s "
		    "--role ROLE"), call->peer.user, call->peer.user);
		return FALSE;
	}
	call->right = asked.right = right_new(staff.code);
	asked.staff = &staff;
	call->actor = asked.right->shown = g_strdup_printf("%s %s (%s)",
	    staff.code, staff.name, call->peer.user);
	right_of(&asked, &staff);
	ok = staff_each_stood_for(call->db, staff.id, today, right_stood_for,
	    &asked, error);
	if (ok && asked.right->grants->len > 0)
		right_use(call, 0);
	else if (ok)
		right_refuse(call, &asked, what);
	ok = ok && asked.right->grants->len > 0;
	staff_clear(&staff);
	return ok;
}

static gboolean
right_stood_for(const struct staff *absent, void *user)
{
	right_of(user, absent);
	return TRUE;
}

/* Adds the right that somebody's roles give, if they give it. */
static void
right_of(struct asked *asked, const struct staff *whose)
{
	guint roles = whose->roles & asked->need->roles;
	gboolean own = whose == asked->staff;
	int role = 0;

	if (roles == 0)
		return;
	if (asked->need->reach == RIGHT_WHOLE && whose->scope_kind != SCOPE_ALL) {
		asked->held_back = TRUE;
		return;
	}
	while (!(roles & STAFF_BIT(role)))
		role++;
	right_grant(asked->right, staff_role_name((enum staff_role)role),
	    whose->scope_kind, whose->scope, own ? "" : whose->code, own ?
	    g_strdup(asked->right->shown) : g_strdup_printf("%s for %s %s",
	    asked->right->shown, whose->code, whose->name));
}

/* Takes `actor`. */
static void
right_grant(struct right *right, const char *role, enum scope_kind kind,
    const char *code, const char *of, char *actor)
{
	struct grant *grant = g_new0(struct grant, 1);

	grant->role = role;
	grant->kind = kind;
	grant->code = g_strdup(code);
	grant->of = g_strdup(of);
	grant->actor = actor;
	g_ptr_array_add(right->grants, grant);
}

static void
right_use(struct command_call *call, guint used)
{
	const struct grant *grant = g_ptr_array_index(call->right->grants, used);

	call->right->used = used;
	call->actor = grant->actor;
	call->role = grant->role;
}

/* Who is on no list: by uid, and by whom they logged in as where that differs. */
static char *
right_shown(const struct command_call *call)
{
	const struct right_peer *peer = &call->peer;

	if (*peer->login == '\0' || strcmp(peer->login, peer->user) == 0)
		return g_strdup(peer->shown);
	return g_strdup_printf("%s, login %s", peer->shown, peer->login);
}

static void
right_refuse(struct command_call *call, const struct asked *asked,
    const char *what)
{
	g_autofree char *needed = staff_roles_words(asked->need->roles);
	g_autofree char *has = staff_roles_words(asked->staff->roles);

	if (asked->held_back)
		g_string_append_printf(call->err, _("\"%s\" is about everything, "
		    "and you reach only %s; ask somebody without a scope who is "
		    "one of: %s"), what, asked->staff->scope_kind != SCOPE_ALL ?
		    asked->staff->scope : _("the scope of whom you stand in for"),
		    needed);
	else
		g_string_append_printf(call->err, _("\"%s\" needs one of these "
		    "roles: %s; you have: %s. An admin changes that: xiangyin "
		    "staff role %s ROLES"), what, needed,
		    *has == '\0' ? _("none") : has, asked->staff->code);
}

char *
right_write(const struct command_call *call)
{
	GString *words = g_string_new(NULL);

	for (guint i = 0; !right_is_whole(call) &&
	    i < call->right->grants->len; i++) {
		const struct grant *grant =
		    g_ptr_array_index(call->right->grants, i);

		g_string_append_printf(words, "%s%s%s%s",
		    words->len > 0 ? RIGHT_SEPARATOR : "",
		    scope_kind_name(grant->kind), RIGHT_SEPARATOR, grant->code);
	}
	return g_string_free(words, FALSE);
}

void
right_read(struct command_call *call, const char *words)
{
	g_auto(GStrv) fields = g_strsplit(words, RIGHT_SEPARATOR, -1);
	guint count = g_strv_length(fields);

	g_clear_pointer(&call->right, right_free);
	call->right = right_new("");
	if (count == 0)
		right_grant(call->right, "", SCOPE_ALL, "", "", g_strdup(""));
	for (guint i = 0; i + 1 < count; i += 2)
		right_grant(call->right, "", scope_kind_named(fields[i]),
		    fields[i + 1], "", g_strdup(""));
	right_use(call, 0);
}

gboolean
right_is_whole(const struct command_call *call)
{
	for (guint i = 0; i < call->right->grants->len; i++) {
		const struct grant *grant =
		    g_ptr_array_index(call->right->grants, i);

		if (grant->kind == SCOPE_ALL)
			return TRUE;
	}
	return FALSE;
}

gboolean
right_has_cadre(const struct command_call *call, const struct cadre *cadre,
    gboolean *has, GError **error)
{
	guint grant;

	return right_find(call, within_cadre, cadre, &grant, has, error);
}

gboolean
right_has_phone(const struct command_call *call, const char *number,
    gboolean *has, GError **error)
{
	guint grant;

	return right_find(call, within_phone, number, &grant, has, error);
}

gboolean
right_has_household(const struct command_call *call,
    const struct household *household, gboolean *has, GError **error)
{
	guint grant;

	return right_find(call, within_household, household, &grant, has, error);
}

gboolean
right_has_ticket(const struct command_call *call, const struct ticket *ticket,
    gboolean *has, GError **error)
{
	guint grant;

	return right_find(call, within_ticket, ticket, &grant, has, error);
}

gboolean
right_takes_cadre(struct command_call *call, const struct cadre *cadre,
    GError **error)
{
	g_autofree char *what = g_strdup_printf(_("cadre %s"), cadre->code);

	return right_take(call, within_cadre, cadre, what, error);
}

gboolean
right_takes_phone(struct command_call *call, const char *number,
    GError **error)
{
	g_autofree char *what = g_strdup_printf(_("number %s"), number);

	return right_take(call, within_phone, number, what, error);
}

gboolean
right_takes_household(struct command_call *call, const struct household *household,
    GError **error)
{
	g_autofree char *what = g_strdup_printf(_("household %s"), household->code);

	return right_take(call, within_household, household, what, error);
}

gboolean
right_takes_ticket(struct command_call *call, const struct ticket *ticket,
    GError **error)
{
	g_autofree char *what = g_strdup_printf(_("ticket %s"), ticket->number);

	return right_take(call, within_ticket, ticket, what, error);
}

/* The first grant that reaches it: the asker's own, if that does. */
static gboolean
right_find(const struct command_call *call, right_within within,
    const void *thing, guint *used, gboolean *has, GError **error)
{
	*has = FALSE;
	for (*used = 0; *used < call->right->grants->len; (*used)++) {
		const struct grant *grant =
		    g_ptr_array_index(call->right->grants, *used);
		const struct scope scope = { grant->kind, grant->code };

		if (!within(call, &scope, thing, has, error))
			return FALSE;
		if (*has)
			break;
	}
	return TRUE;
}

static gboolean
right_take(struct command_call *call, right_within within, const void *thing,
    const char *what, GError **error)
{
	g_autofree char *reach = NULL;
	gboolean has;
	guint used;

	if (!right_find(call, within, thing, &used, &has, error))
		return FALSE;
	if (has) {
		right_use(call, used);
		return TRUE;
	}
	reach = right_reach_words(call->right);
	g_string_append_printf(call->err, _("%s is out of your reach, which is "
	    "%s"), what, reach);
	return FALSE;
}

static gboolean
within_cadre(const struct command_call *call, const struct scope *scope,
    const void *thing, gboolean *has, GError **error)
{
	return scope_has_cadre(call->db, scope, thing, has, error);
}

static gboolean
within_phone(const struct command_call *call, const struct scope *scope,
    const void *thing, gboolean *has, GError **error)
{
	return scope_has_phone(call->db, scope, thing,
	    calendar_day(clock_now(), call->zone), has, error);
}

static gboolean
within_household(const struct command_call *call, const struct scope *scope,
    const void *thing, gboolean *has, GError **error)
{
	return scope_has_household(call->db, scope, thing,
	    calendar_day(clock_now(), call->zone), has, error);
}

static gboolean
within_ticket(const struct command_call *call, const struct scope *scope,
    const void *thing, gboolean *has, GError **error)
{
	const struct ticket *ticket = thing;

	*has = FALSE;
	return (scope->kind != SCOPE_ALL && ticket->confidential) ||
	    within_phone(call, scope, ticket->phone, has, error);
}

static char *
right_reach_words(const struct right *right)
{
	GString *words = g_string_new(NULL);

	for (guint i = 0; i < right->grants->len; i++) {
		const struct grant *grant = g_ptr_array_index(right->grants, i);

		g_string_append_printf(words, "%s%s", i > 0 ? ", " : "",
		    grant->code);
	}
	return g_string_free(words, FALSE);
}

struct approval_person
right_person(const struct command_call *call)
{
	const struct grant *grant = g_ptr_array_index(call->right->grants,
	    call->right->used);

	return (struct approval_person){
		.actor = call->actor, .role = call->role,
		.code = call->right->code, .in_name_of = grant->of,
		.user = call->peer.user, .login = call->peer.login,
		.owner = call->peer.owner,
	};
}

gboolean
right_permits(struct command_call *call, const struct right_need *need,
    const char *words)
{
	g_autofree char *object = g_strconcat("command:", words, NULL);
	g_autoptr(GError) error = NULL;

	if (right_ask(call, need, words, &error))
		return TRUE;
	if (error != NULL ||
	    !command_record(call, "right.refused", object, "", &error))
		command_failed(call, error);
	return FALSE;
}
