/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of tools/commands.inc, with what the engine does.
 */
#include "tools/commands.h"

#include "tools/catalog.h"
#include "tools/family.h"

#define COMMAND	COMMAND_ROW
#include "tools/commands.inc"
#undef COMMAND

const struct syntax *const commands[] = {
#define COMMAND	COMMAND_ENTRY
#include "tools/commands.inc"
#undef COMMAND
	NULL
};
