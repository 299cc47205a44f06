/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One value of xiangyin.conf: read, checked, printed and let go by its
 * option's type.
 */
#ifndef SMSD_CONFIG_VALUE_H
#define SMSD_CONFIG_VALUE_H

#include "smsd/config_option.h"

/* A value as the file has it. */
struct config_value {
	enum config_value_kind {
		CONFIG_VALUE_STRING, CONFIG_VALUE_INTEGER, CONFIG_VALUE_SWITCH,
		CONFIG_VALUE_LIST, CONFIG_VALUE_OTHER
	} kind;
	const char *string;
	gint64	 integer;
	const char *const *list;	/* NULL-terminated */
	const char *directory;	/* what a relative path starts from */
};

/* Sets the field; FALSE, and the field as it was, when the value will not
 * do. */
gboolean config_value_read(const struct option *option,
	    const struct config_value *value, void *field);

/* Sets the field to the option's default. */
void	config_value_preset(const struct option *option, const char *directory,
	    void *field);
void	config_value_clear(const struct option *option, void *field);

/* "0 to 600 parts": what would have done.  Caller frees. */
char	*config_value_expected(const struct option *option);

/* The value for an error message; of a secret only that it is one.  Caller
 * frees. */
char	*config_value_show(const struct option *option,
	    const struct config_value *value);

/* "per_minute = 6;" */
void	config_value_print(const struct option *option, const void *field,
	    const char *indent, GString *out);

#endif
