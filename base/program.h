/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where our other programs are: beside this one (a build tree), else where
 * they are installed.
 */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H

/* Path of a sibling program ("xiangyin-modem").  Caller frees. */
char	*program_path(const char *name);

#endif
