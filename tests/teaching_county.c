/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See teaching_county.h.
 */
#include "tests/teaching_county.h"

#include <check.h>

#include "tests/teaching_command.h"
#include "tests/teaching_service.h"
#include "tools/commands.h"

void
teaching_county_open(struct county *county, const char *config, gint64 now)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *folder = g_build_filename(top != NULL ? top : ".",
	    "tests", "teaching", NULL);

	county_open_with(county, &teaching_service, folder, config, now);
	ck_assert(teaching_migrate(county->db));
}

const struct syntax *const *
teaching_commands_of_house(void)
{
	static const struct syntax *all[256];
	gsize count = 0;

	for (; commands[count] != NULL; count++)
		all[count] = commands[count];
	ck_assert_int_lt(count + 1, G_N_ELEMENTS(all));
	all[count] = teaching_commands[0];	/* and its row */
	return all;
}
