/*
 * Finding the ticket a text belongs to, among the newest of its phone.
 */
#include "menus/story_find.h"

#include <string.h>

#include "base/clock.h"
#include "db/ticket.h"

#define FIND_SAME		(30 * CLOCK_DAY)
#define FIND_REST		CLOCK_HOUR	/* a fragment, after what was told */
#define FIND_CONTINUES		(3 * CLOCK_DAY)	/* "还有…" likewise */
#define FIND_WHOLE		(2 * CLOCK_HOUR)
#define FIND_LOOK_BACK		20	/* newest tickets of a phone looked at */

/* What stands for a part that never came (db/inbox.h). */
#define FIND_GAP		"(缺第"

/* A search under way; of each kin the newest ticket, "" none. */
struct find {
	const struct action_call *call;
	char	*folded;
	gboolean heavy;
	gboolean fragment;	/* too light to stand alone */
	gboolean continues;	/* begins like the rest of something */
	char	 whole[ACTION_TICKET_MAX];
	char	 same[ACTION_TICKET_MAX];
	char	 rest[ACTION_TICKET_MAX];
};

static gboolean find_row(const struct ticket *t, void *user);
static void find_keep(char kept[ACTION_TICKET_MAX], const struct ticket *t);
static gboolean find_is_same(const struct find *find, const struct ticket *t);
static gboolean find_is_whole(const struct find *find, const struct ticket *t);
static gboolean find_holds(const char *text, const char *line);
static gboolean find_is_rest(const struct find *find, const struct ticket *t);

gboolean
story_find(const struct action_call *call, gboolean heavy,
    enum story_kin *kin, char number[ACTION_TICKET_MAX], GError **error)
{
	const struct ticket_filter filter = {
		.phone = call->msg->phone,
		.state = "open",
		.limit = FIND_LOOK_BACK,
		.with_text = TRUE,
	};
	g_autofree char *folded = understand_fold(menu_lexicon(call->menu),
	    call->msg->text);
	struct find find = {
		.call = call,
		.folded = folded,
		.heavy = heavy,
		.fragment = !heavy && call->u->weight > 0 &&
		    call->u->emergency == EMERGENCY_NONE,
		.continues = menu_continues(call->menu, folded),
	};
	const struct {
		enum story_kin kin;
		const char *number;
	} best[] = {
		{ STORY_WHOLE, find.whole },
		{ STORY_SAME, find.same },
		{ STORY_REST, find.rest },
	};

	*kin = STORY_NEW;
	if (!ticket_each(call->db, &filter, find_row, &find, error))
		return FALSE;
	for (gsize i = 0; *kin == STORY_NEW && i < G_N_ELEMENTS(best); i++) {
		if (best[i].number[0] == '\0')
			continue;
		*kin = best[i].kin;
		g_strlcpy(number, best[i].number, ACTION_TICKET_MAX);
	}
	return TRUE;
}

static gboolean
find_row(const struct ticket *t, void *user)
{
	struct find *find = user;

	if (find_is_whole(find, t))
		find_keep(find->whole, t);
	if (find_is_same(find, t))
		find_keep(find->same, t);
	if (find_is_rest(find, t))
		find_keep(find->rest, t);
	return find->whole[0] == '\0' && find->same[0] == '\0';
}

static void
find_keep(char kept[ACTION_TICKET_MAX], const struct ticket *t)
{
	if (kept[0] == '\0')
		g_strlcpy(kept, t->number, ACTION_TICKET_MAX);
}

/* Equal to one of the ticket's texts. */
static gboolean
find_is_same(const struct find *find, const struct ticket *t)
{
	const struct lexicon *lexicon = menu_lexicon(find->call->menu);
	g_auto(GStrv) lines = NULL;
	gboolean same = FALSE;

	if (find->fragment || t->state != TICKET_REGISTERED ||
	    find->call->now - t->last_text_at > FIND_SAME)
		return FALSE;
	lines = g_strsplit(t->text, "\n", -1);
	for (int i = 0; !same && lines[i] != NULL; i++) {
		g_autofree char *folded = understand_fold(lexicon, lines[i]);

		same = strcmp(folded, find->folded) == 0;
	}
	return same;
}

/* Everything that came before, but the gaps, is in it; or it has a gap, too. */
static gboolean
find_is_whole(const struct find *find, const struct ticket *t)
{
	g_auto(GStrv) lines = NULL;
	gboolean all = TRUE;

	if (find->call->now - t->last_text_at > FIND_WHOLE ||
	    strstr(t->text, FIND_GAP) == NULL)
		return FALSE;
	if (find->call->msg->incomplete)
		return TRUE;
	lines = g_strsplit(t->text, "\n", -1);
	for (int i = 0; all && lines[i] != NULL; i++)
		all = find_holds(find->call->msg->text, lines[i]);
	return all;
}

static gboolean
find_holds(const char *text, const char *line)
{
	g_auto(GStrv) pieces = g_strsplit(line, FIND_GAP, -1);

	for (int i = 0; pieces[i] != NULL; i++) {
		const char *end = i == 0 ? NULL : strchr(pieces[i], ')');

		if (strstr(text, end != NULL ? end + 1 : pieces[i]) == NULL)
			return FALSE;
	}
	return TRUE;
}

static gboolean
find_is_rest(const struct find *find, const struct ticket *t)
{
	gint64 age = find->call->now - t->last_text_at;

	return strcmp(t->line, find->call->msg->line) == 0 &&
	    ((find->fragment && age <= FIND_REST) ||
	    (find->continues && age <= FIND_CONTINUES));
}
