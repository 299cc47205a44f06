/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of tools/commands.inc, with what the engine does.
 */
#include "tools/commands.h"

#include "tools/catalog.h"
#include "tools/family.h"

#define COMMAND(name, words, help, flags, args, options, ...) \
static const struct command name##_command = { .run = name##_run, __VA_ARGS__ }; \
static const struct syntax name##_syntax = \
    { words, help, flags, args, options, &name##_command };
#include "tools/commands.inc"
#undef COMMAND

const struct syntax *const commands[] = {
#define COMMAND(name, ...) &name##_syntax,
#include "tools/commands.inc"
#undef COMMAND
	NULL
};
