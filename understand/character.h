/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Characters: the many ways a phone spells the same sign, made one (DOMAIN 5.2, steps 1
 * to 3).
 */
#ifndef UNDERSTAND_CHARACTER_H
#define UNDERSTAND_CHARACTER_H

#include <glib.h>

/* What stands in a character's place: a simplified one for a traditional. */
typedef gunichar (*character_map_fn)(const void *user, gunichar c);

/*
 * Drops what cannot be seen; makes full-width, circled, keycap and other styled signs
 * plain, letters small and without tone marks; maps every character by `map` (NULL: as
 * it is); leaves one blank at most and none between two Chinese characters.  Takes valid
 * UTF-8; caller frees.
 */
char	*character_normalise(const char *text, character_map_fn map, const void *user);

/* A Chinese character, 〇 and 丨 among them. */
gboolean character_is_han(gunichar c);

#endif
