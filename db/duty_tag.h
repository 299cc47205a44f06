/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tags of households, and what contact duty each asks for: a table the office
 * may replace (xiangyin.conf, tags).  The one built in is DOMAIN 3.2's.
 */
#ifndef DB_DUTY_TAG_H
#define DB_DUTY_TAG_H

#include "db/obligation.h"

struct duty_tag {
	const char *name;	/* "低保" */
	struct duty_rule rule;
	gboolean lingers;	/* also in the month after it was taken off */
};

/* Ends with a NULL name. */
extern const struct duty_tag duty_tags_usual[];

/* Finds the most that any of `tags` ("低保;防汛") asks for in a month (default: one
 * contact).  `before` are the tags until the day `changed_on` (0: never changed).  They
 * still hold for a month in which they changed after the 20th; a tag that lingers holds
 * for the month in which it was taken off and the next. */
void	duty_rule_of(const struct duty_tag *table, const char *tags,
	    const char *before, int changed_on, int month,
	    struct duty_rule *rule);

/* Write a table as one word for another process, and read it back; NULL is the usual
 * table.  Caller frees both.  The names of a table that was read live in the word, which
 * must outlive it. */
char	*duty_tags_write(const struct duty_tag *table);
struct duty_tag *duty_tags_read(char *word);

/* "低保" is one of "低保;防汛". */
gboolean duty_tag_is_among(const char *tags, const char *name);

#endif
