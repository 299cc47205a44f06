/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of tools/commands.inc without what the engine does; syntax_read.c reads
 * by them.
 */
#include "tools/syntax.h"

#include "tools/catalog.h"

#define COMMAND(name, words, help, flags, args, options, ...) \
static const struct syntax name##_syntax = { words, help, flags, args, options, NULL };
#include "tools/commands.inc"
#undef COMMAND

const struct syntax *const syntax_rows[] = {
#define COMMAND(name, ...) &name##_syntax,
#include "tools/commands.inc"
#undef COMMAND
	NULL
};
