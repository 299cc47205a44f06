/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the engine does for each row of tools/commands.inc, and who may ask for it.
 */
#ifndef TOOLS_COMMANDS_H
#define TOOLS_COMMANDS_H

#include "db/staff.h"
#include "tools/command.h"

/* Roles, by what they are for. */
#define ANYBODY		STAFF_ALL
#define CLERKS		(STAFF_BIT(STAFF_CLERK) | STAFF_BIT(STAFF_SUPERVISOR))
#define OFFICERS	(CLERKS | STAFF_BIT(STAFF_UNIT) | STAFF_BIT(STAFF_LEADER))
#define REGISTRARS	(STAFF_BIT(STAFF_REGISTRAR) | STAFF_BIT(STAFF_SUPERVISOR))
#define PROPOSERS	(CLERKS | REGISTRARS | STAFF_BIT(STAFF_SURVEY) | \
			STAFF_BIT(STAFF_LEADER))
#define TECHNICIANS	STAFF_BIT(STAFF_ADMIN)
#define AUDITORS	(STAFF_BIT(STAFF_AUDITOR) | STAFF_BIT(STAFF_ADMIN))

/* What goes on record before it runs: an action and the object, which is a prefix
 * and the value of a parameter. Of most it is the reading of personal records
 * (DOMAIN 6.4). */
struct command_trace {
	const char *action;
	const char *prefix, *param;	/* NULL: of no object in particular */
};

struct command {
	command_fn run;
	command_fn prepare;	/* in the engine, before a long read; NULL
				 * nothing is to be done */
	struct right_need need;
	struct command_trace trace;
};

/* What a row COMMAND(...) becomes: definitions, and its entry of a list. */
#define COMMAND_ROW(name, words, help, flags, args, options, ...) \
static const struct command name##_command = { .run = name##_run, __VA_ARGS__ }; \
static const struct syntax name##_syntax = \
    { words, help, flags, args, options, &name##_command };
#define COMMAND_ENTRY(name, ...)	&name##_syntax,

/* Every command of the house; NULL-terminated. */
extern const struct syntax *const commands[];

#endif
