/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A county with the teaching service: a row more in each list, and its table.
 */
#ifndef TESTS_TEACHING_COUNTY_H
#define TESTS_TEACHING_COUNTY_H

#include "tests/county_fixture.h"
#include "tools/syntax.h"

/* county_open() with it. */
void	teaching_county_open(struct county *county, const char *config, gint64 now);

/* The commands of the house and the teaching service's (command_call.commands). */
const struct syntax *const *teaching_commands_of_house(void);

#endif
