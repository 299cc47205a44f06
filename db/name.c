/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See name.h.
 */
#include "db/name.h"

#include <string.h>

int
name_index(const char *const *names, int count, const char *name)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return -1;
}

int
name_stored(const char *const *names, int count, const char *name)
{
	int i = name_index(names, count, name);

	return i >= 0 ? i : 0;
}
