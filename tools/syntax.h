/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may be typed after `xiangyin`: one row a command, with its arguments
 * and options.  The client reads the rows for --help and to refuse a mistake
 * before it asks the engine; the engine reads what came by the same rows, for
 * it trusts no client.  Needs base/ only.
 *
 * The rows stand in tools/commands.inc.
 */
#ifndef TOOLS_SYNTAX_H
#define TOOLS_SYNTAX_H

#include <glib.h>

/* Rows printed when --limit is not given, and the most it can ask for. */
#define SYNTAX_LIMIT		20
#define SYNTAX_LIMIT_MAX	10000

/* What a value must look like. */
enum param_kind {
	PARAM_SWITCH,		/* an option without a value */
	PARAM_TEXT,		/* anything but nothing */
	PARAM_NUMBER,		/* a whole number, min to max */
	PARAM_CHOICE,		/* one of `value`, split at | */
	PARAM_PHONE,		/* a number that can be dialled */
	PARAM_SENDER,		/* a number, or a name in place of one */
	PARAM_TICKET,		/* a number of base/number.h, however it is written */
	PARAM_MONTH,		/* 2026-11 */
	PARAM_DAY,		/* 2026-11-23 */
	PARAM_PATH,		/* made absolute by the client */
	PARAM_INPUT		/* a file the client reads, "-" its standard
				 * input: its lines go to the engine after the
				 * words, many in a message */
};

/* An argument or an option. */
struct param {
	const char *name;	/* "limit"; of an argument only its key */
	enum param_kind kind;
	const char *value;	/* "N", "sms|ussd": shown in the usage */
	const char *help;	/* a sentence, N_() */
	int	 min, max;	/* of PARAM_NUMBER; of an argument, min 0 says
				 * that it may be left out */
};

/* Arguments or options of a row. */
#define NO_PARAMS	NULL
#define PARAMS(...)	(const struct param[]){ __VA_ARGS__, { NULL } }

/* Options of several families. */
#define PARAM_NEWEST \
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N, newest first (default 20)."), \
	  1, SYNTAX_LIMIT_MAX }
#define PARAM_THIS_MONTH \
	{ "month", PARAM_MONTH, "YYYY-MM", N_("Month (default: current).") }

enum syntax_flag {
	SYNTAX_ROWS = 1,	/* prints rows: knows --json */
	SYNTAX_TALKS = 2,	/* reads standard input */
	SYNTAX_READS = 4,	/* a long read: done beside the engine */
	SYNTAX_TABLE = 8	/* its rows are one table: knows --csv and --html, too */
};

/* What the answer is written as (tools/report.h). */
enum syntax_format { FORMAT_PEOPLE, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML, FORMAT_COUNT };

struct command;			/* tools/commands.h */

struct syntax {
	const char *words;	/* "ticket show" */
	const char *help;	/* a sentence, N_() */
	guint	 flags;		/* enum syntax_flag */
	const struct param *args;	/* ended by a row without a name; NULL none */
	const struct param *options;	/* the same */
	const struct command *command;	/* what the engine does; NULL in the client */
};

/* What was typed, read.  Strings belong to argv, arrays to the value. */
struct command_line {
	const struct syntax *row;
	const char **args;	/* as many as row->args; NULL: left out */
	const char **options;	/* as many as row->options; a switch that is on
				 * is "" */
	enum syntax_format format;
};
void	command_line_clear(struct command_line *line);

enum syntax_result {
	SYNTAX_OK,		/* `line` is filled */
	SYNTAX_HELP,		/* help was asked for; it is in `say` */
	SYNTAX_WRONG		/* `say` is a sentence: what is wrong, what there is */
};

/* Every row of the house as the client knows it, in the order people read them;
 * NULL-terminated, as `rows` below. */
extern const struct syntax *const syntax_rows[];

/* Reads argv (without the program) by `rows`.  Options may stand anywhere after the
 * words, as --name value or --name=value; "--" ends them. */
enum syntax_result syntax_read(const struct syntax *const *rows, char **argv, int argc,
	    struct command_line *line, GString *say);

/* Value of an argument or option by its name, NULL when it was not given. */
const char *command_line_value(const struct command_line *line, const char *name);

/* Same for PARAM_NUMBER. */
int	command_line_number(const struct command_line *line, const char *name,
	    int otherwise);

/* Value of the PARAM_INPUT argument or option, NULL when it was not given. */
const char *command_line_input(const struct command_line *line);

/* "ticket list [--phone NUMBER] [--json]"; caller frees. */
char	*syntax_usage(const struct syntax *row);

/* Every command with its sentence, for `xiangyin --help`. */
void	syntax_overview(const struct syntax *const *rows, GString *say);

#endif
