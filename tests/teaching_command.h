/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A staff command as one is added (HACKING, "A staff command"): market list, those who
 * are reminded of the market.
 */
#ifndef TESTS_TEACHING_COMMAND_H
#define TESTS_TEACHING_COMMAND_H

#include "tools/syntax.h"

extern const struct syntax *const teaching_commands[];	/* NULL-terminated */

#endif
