/*
 * The rows of one phone are few and are looked through in one go; those of
 * everybody in steps.
 */
#include "tools/walk.h"

#include <string.h>

#include "tools/catalog.h"
#include "tools/family.h"

#define WALK_ROWS	2000	/* a step: some milliseconds */

static enum command_status walk_step(struct command_call *call);
static void	walk_free(gpointer walk);

enum command_status
walk_start(struct command_call *call, const struct walk *walk,
    const struct column *columns, int count)
{
	struct table_look look = command_look(call);
	struct walk *mine;

	mine = g_new0(struct walk, 1);
	*mine = *walk;
	mine->phone = command_phone(call);
	mine->state = g_strdup(command_line_value(&call->line, "state"));
	mine->limit = command_line_number(&call->line, "limit", SYNTAX_LIMIT);
	mine->table = table_new(columns, count, &look);
	call->state = mine;
	call->state_free = walk_free;
	call->step = walk_step;
	return COMMAND_MORE;
}

gboolean
walk_wants(struct walk *walk, gint64 id, const char *state)
{
	walk->past = id;
	walk->seen++;
	return walk->state == NULL || strcmp(walk->state, state) == 0;
}

gboolean
walk_goes_on(const struct walk *walk)
{
	return table_rows(walk->table) < walk->limit &&
	    (walk->phone != NULL || walk->seen < WALK_ROWS);
}

static enum command_status
walk_step(struct command_call *call)
{
	struct walk *walk = call->state;
	g_autoptr(GError) error = NULL;

	walk->seen = 0;
	if (!walk->scan(call, walk, &error))
		return command_failed(call, error);
	if (walk->phone == NULL && walk->seen >= WALK_ROWS &&
	    table_rows(walk->table) < walk->limit)
		return COMMAND_MORE;
	command_print(call, g_steal_pointer(&walk->table), _(walk->none));
	return COMMAND_DONE;
}

static void
walk_free(gpointer data)
{
	struct walk *walk = data;

	if (walk->table != NULL)
		table_free(walk->table);
	g_free(walk->phone);
	g_free(walk->state);
	g_free(walk);
}
