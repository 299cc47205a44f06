/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words for staff that a room stores or says in English and tools/ translates: reasons,
 * faults, ends of texts.  Whoever owns such a word marks it where it stands; po/extract
 * finds it.  Several in one are joined by "; " and each is translated by itself.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

/* Not in brackets: string literals beside it are joined. */
#define N_(text)	text

#endif
