/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From words to the function that does them.
 */
#include "tools/dispatch.h"

#include <string.h>

#include "base/number.h"
#include "base/phone.h"
#include "tools/catalog.h"
#include "tools/commands.h"
#include "tools/right.h"

static enum command_status command_dispatch(struct command_call *call,
		    char **argv, int argc);
static char	*command_stored(const char *param, const char *value);
static gboolean	command_trace(struct command_call *call,
		    const struct command_trace *trace);

enum command_status
command_start(struct command_call *call, char **argv, int argc)
{
	enum command_status status;

	call->out = g_string_new(NULL);
	call->err = g_string_new(NULL);
	catalog_choose(call->language);
	status = command_dispatch(call, argv, argc);
	catalog_choose(NULL);
	return status;
}

enum command_status
command_step(struct command_call *call)
{
	enum command_status status;

	catalog_choose(call->language);
	status = call->step(call);
	catalog_choose(NULL);
	return status;
}

enum command_status
command_flooded(struct command_call *call)
{
	catalog_choose(call->language);
	g_string_append_printf(call->err,
	    _("the input is longer than %d KiB, and nothing was done; cut it"),
	    COMMAND_INPUT_MAX / 1024);
	catalog_choose(NULL);
	return COMMAND_USAGE;
}

void
command_clear(struct command_call *call)
{
	if (call->state_free != NULL && call->state != NULL)
		call->state_free(call->state);
	call->state = NULL;
	command_line_clear(&call->line);
	if (call->input != NULL)
		g_string_free(call->input, TRUE);
	call->input = NULL;
	if (call->out != NULL)
		g_string_free(call->out, TRUE);
	if (call->err != NULL)
		g_string_free(call->err, TRUE);
	call->out = call->err = NULL;
	g_clear_pointer(&call->right, right_free);
}

static enum command_status
command_dispatch(struct command_call *call, char **argv, int argc)
{
	const struct command *command;

	switch (syntax_read(call->commands != NULL ? call->commands : commands, argv, argc,
	    &call->line, call->err)) {
	case SYNTAX_HELP:
		g_string_append_len(call->out, call->err->str, call->err->len);
		g_string_truncate(call->err, 0);
		return COMMAND_DONE;
	case SYNTAX_WRONG:
		return COMMAND_USAGE;
	case SYNTAX_OK:
		break;
	}
	command = call->line.row->command;
	if (!call->reads &&
	    (!right_permits(call, &command->need, call->line.row->words) ||
	    !command_trace(call, &command->trace)))
		return COMMAND_NO;
	if (command_line_input(&call->line) != NULL)
		call->input = g_string_new(NULL);
	if (!(call->line.row->flags & SYNTAX_READS) || call->reads)
		return command->run(call);
	return command->prepare != NULL ? command->prepare(call) : COMMAND_READS;
}

/* A value as what it names is stored, however it was typed; NULL of NULL. */
static char *
command_stored(const char *param, const char *value)
{
	char number[NUMBER_SIZE];

	if (value == NULL)
		return NULL;
	if (strcmp(param, "phone") == 0 || strcmp(param, "number") == 0)
		return phone_normalise(value);
	if (strcmp(param, "ticket") == 0 && number_read(value, number) == NUMBER_HOLDS)
		return g_strdup(number);
	return g_strdup(value);
}

static gboolean
command_trace(struct command_call *call, const struct command_trace *trace)
{
	const char *value = trace->param == NULL ? NULL :
	    command_line_value(&call->line, trace->param);
	g_autofree char *stored = command_stored(trace->param, value);
	g_autofree char *object = stored == NULL ? g_strdup("") :
	    g_strconcat(trace->prefix, stored, NULL);
	g_autoptr(GError) error = NULL;

	if (trace->action == NULL ||
	    command_record(call, trace->action, object, "", &error))
		return TRUE;
	command_failed(call, error);
	return FALSE;
}
