/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xiangyin.conf (libconfig): what an office may set, read, checked and printed.
 *
 * One table of options (config_option.h) makes the parser, the print-back of
 * `xiangyind -nv` and, compared by a test, xiangyin.conf(5).  A key the table
 * does not name is an error; so is a wrong type and a value out of bounds.
 * Every error reads "FILE:LINE: what is wrong, expected what".
 */
#ifndef SMSD_CONFIG_H
#define SMSD_CONFIG_H

#include "smsd/config_option.h"

#define CONFIG_PATH	"/etc/xiangyin/xiangyin.conf"

/* Loads and checks a file; NULL and `error` when anything in it is wrong. */
struct config *config_load(const char *path, GError **error);

/* The same of a text said to be the file `path`. */
struct config *config_parse(const char *text, const char *path, GError **error);
void	config_free(struct config *config);

/* The configuration in the file's own form: parsing it gives it again, but
 * for the PINs, which are left out.  Caller frees. */
char	*config_print(const struct config *config);

#endif
