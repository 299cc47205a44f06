/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The public directory by text (PEERS 3, S3): the county publishes its cadres' names
 * and numbers, so anybody may ask.  "3" or 找干部 is one's own cadre, 找 and a name are
 * the people of a village or a department, or somebody by his name.
 *
 * A number that is not published is not told; nothing of a household is.
 */
#ifndef SERVICES_DIRECTORY_H
#define SERVICES_DIRECTORY_H

#include "menus/turn.h"

/* Takes the text if it asks for somebody; *taken FALSE: it is something else. */
gboolean directory_hears(struct turn *turn, gboolean *taken, GError **error);

#endif
