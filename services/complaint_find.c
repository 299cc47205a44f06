/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the ticket a text belongs to, among the newest of its phone.
 */
#include "services/complaint_find.h"

#include <string.h>

#include "base/clock.h"
#include "db/ticket.h"
#include "db/ticket_list.h"

#define COMPLAINT_FIND_SAME		(30 * CLOCK_DAY)
#define COMPLAINT_FIND_REST		CLOCK_HOUR	/* a fragment, after what was told */
#define COMPLAINT_FIND_CONTINUES		(3 * CLOCK_DAY)	/* "还有…" likewise */
#define COMPLAINT_FIND_WHOLE		(2 * CLOCK_HOUR)
#define COMPLAINT_FIND_LOOK_BACK		20	/* newest tickets of a phone looked at */

/* What stands for a part that never came (db/inbox.h). */
#define COMPLAINT_FIND_GAP		"(缺第"

/* A search under way; of each kin the newest ticket, "" none. */
struct complaint_find {
	const struct action_call *call;
	char	*normal;
	gboolean heavy;
	gboolean fragment;	/* too light to stand alone */
	gboolean continues;	/* begins like the rest of something */
	char	 whole[ACTION_TICKET_MAX];
	char	 same[ACTION_TICKET_MAX];
	char	 rest[ACTION_TICKET_MAX];
};

static gboolean complaint_find_row(const struct ticket *t, void *user);
static void complaint_find_keep(char kept[ACTION_TICKET_MAX], const struct ticket *t);
static gboolean complaint_find_is_same(const struct complaint_find *find, const struct ticket *t);
static gboolean complaint_find_is_whole(const struct complaint_find *find, const struct ticket *t);
static gboolean complaint_find_holds(const char *text, const char *line);
static gboolean complaint_find_is_rest(const struct complaint_find *find, const struct ticket *t);

gboolean
complaint_find(const struct action_call *call, gboolean heavy,
    enum complaint_kin *kin, char number[ACTION_TICKET_MAX], GError **error)
{
	const struct ticket_filter filter = {
		.phone = call->msg->phone,
		.state = "open",
		.since = call->who->told_since,
		.limit = COMPLAINT_FIND_LOOK_BACK,
		.with_text = TRUE,
	};
	g_autofree char *normal = understand_normalise(menu_lexicon(call->menu),
	    call->msg->text);
	struct complaint_find find = {
		.call = call,
		.normal = normal,
		.heavy = heavy,
		.fragment = !heavy && call->u->weight > 0 &&
		    call->u->emergency == EMERGENCY_NONE,
		.continues = menu_list_begins(call->menu, "continues", normal) > 0,
	};
	const struct {
		enum complaint_kin kin;
		const char *number;
	} best[] = {
		{ COMPLAINT_WHOLE, find.whole },
		{ COMPLAINT_SAME, find.same },
		{ COMPLAINT_REST, find.rest },
	};

	*kin = COMPLAINT_NEW;
	if (!ticket_each(call->db, &filter, complaint_find_row, &find, error))
		return FALSE;
	for (gsize i = 0; *kin == COMPLAINT_NEW && i < G_N_ELEMENTS(best); i++) {
		if (best[i].number[0] == '\0')
			continue;
		*kin = best[i].kin;
		g_strlcpy(number, best[i].number, ACTION_TICKET_MAX);
	}
	return TRUE;
}

static gboolean
complaint_find_row(const struct ticket *t, void *user)
{
	struct complaint_find *find = user;

	if (complaint_find_is_whole(find, t))
		complaint_find_keep(find->whole, t);
	if (complaint_find_is_same(find, t))
		complaint_find_keep(find->same, t);
	if (complaint_find_is_rest(find, t))
		complaint_find_keep(find->rest, t);
	return find->whole[0] == '\0' && find->same[0] == '\0';
}

static void
complaint_find_keep(char kept[ACTION_TICKET_MAX], const struct ticket *t)
{
	if (kept[0] == '\0')
		g_strlcpy(kept, t->number, ACTION_TICKET_MAX);
}

/* Equal to one of the ticket's texts. */
static gboolean
complaint_find_is_same(const struct complaint_find *find, const struct ticket *t)
{
	const struct lexicon *lexicon = menu_lexicon(find->call->menu);
	g_auto(GStrv) lines = NULL;
	gboolean same = FALSE;

	if (find->fragment || t->state != TICKET_REGISTERED ||
	    find->call->now - t->last_text_at > COMPLAINT_FIND_SAME)
		return FALSE;
	lines = g_strsplit(t->text, "\n", -1);
	for (int i = 0; !same && lines[i] != NULL; i++) {
		g_autofree char *normal = understand_normalise(lexicon, lines[i]);

		same = strcmp(normal, find->normal) == 0;
	}
	return same;
}

/* Everything that came before, but the gaps, is in it; or it has a gap, too. */
static gboolean
complaint_find_is_whole(const struct complaint_find *find, const struct ticket *t)
{
	g_auto(GStrv) lines = NULL;
	gboolean all = TRUE;

	if (find->call->now - t->last_text_at > COMPLAINT_FIND_WHOLE ||
	    strstr(t->text, COMPLAINT_FIND_GAP) == NULL)
		return FALSE;
	if (find->call->msg->incomplete)
		return TRUE;
	lines = g_strsplit(t->text, "\n", -1);
	for (int i = 0; all && lines[i] != NULL; i++)
		all = complaint_find_holds(find->call->msg->text, lines[i]);
	return all;
}

static gboolean
complaint_find_holds(const char *text, const char *line)
{
	g_auto(GStrv) pieces = g_strsplit(line, COMPLAINT_FIND_GAP, -1);

	for (int i = 0; pieces[i] != NULL; i++) {
		const char *end = i == 0 ? NULL : strchr(pieces[i], ')');

		if (strstr(text, end != NULL ? end + 1 : pieces[i]) == NULL)
			return FALSE;
	}
	return TRUE;
}

static gboolean
complaint_find_is_rest(const struct complaint_find *find, const struct ticket *t)
{
	gint64 age = find->call->now - t->last_text_at;

	return strcmp(t->line, find->call->msg->line) == 0 &&
	    ((find->fragment && age <= COMPLAINT_FIND_REST) ||
	    (find->continues && age <= COMPLAINT_FIND_CONTINUES));
}
