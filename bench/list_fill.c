/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A database with what makes lists long: people who wait for a call, texts in and out, many
 * of them of one phone.
 *
 *	bench/list_fill DATABASE CALLBACKS TEXTS
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "db/statement.h"

#define ONE_PHONE	"+8613800000000"	/* a third of all texts are of it */

/* ?1 how many, ?2 us wall of now; a row a second. */
#define NUMBERS	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
#define PHONE	"iif(i % 3 = 0, '" ONE_PHONE "', printf('+86139%08d', i % 40000))"

#define BEFORE	"iif(i % 3 = 0, i - 3, 0)"	/* of the chain of that phone */

static const char *const fills[] = {
	NUMBERS "INSERT INTO callback (phone, line, reason, ticket, asked_at, done_at) "
	    "SELECT printf('+86138%08d', i), 'hotline', 'asked', '', ?2 - i * 1000000, "
	    "iif(i % 5 = 0, ?2, 0) FROM n",
	NUMBERS "INSERT INTO inbox (prev, bearer, line, modem, phone, sent_at, received_at, "
	    "text, body, end, reason) SELECT " BEFORE ", 'console', 'hotline', '', " PHONE
	    ", ?2 - i * 1000000, ?2 - i * 1000000, '村口水管坏了三天，没有人来修，老人孩子都没有水喝', "
	    "x'', iif(i % 1000 = 1, 'ignored', 'answered'), '' FROM n",
	NUMBERS "INSERT INTO outbox (prev, key, bearer, line, modem, lane, phone, parts, made_at, "
	    "not_after, ref, state, changed_at, not_before, text) "
	    "SELECT " BEFORE ", 'fill:' || i, 'sms', 'hotline', '', 'reply', " PHONE
	    ", 1, ?2 - i * 1000000, ?2, 0, "
	    "iif(i % 1000 = 1, 'failed', 'delivered'), ?2 - i * 1000000, ?2, "
	    "'您的事已登记，工单号30482171。' FROM n",
};

int
main(int argc, char **argv)
{
	GError *error = NULL;
	struct db *db = argc == 4 ? db_open(argv[1], &error) : NULL;

	if (db == NULL || !db_begin(db, &error)) {
		fprintf(stderr, "list_fill: %s\n", error != NULL ? error->message :
		    "DATABASE CALLBACKS TEXTS");
		return EXIT_FAILURE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(fills); i++) {
		sqlite3_stmt *stmt = NULL;

		if (sqlite3_prepare_v2(db->sql, fills[i], -1, &stmt, NULL) != SQLITE_OK)
			g_error("%s", sqlite3_errmsg(db->sql));
		sqlite3_bind_int(stmt, 1, atoi(argv[i == 0 ? 2 : 3]));
		sqlite3_bind_int64(stmt, 2, clock_now());
		if (sqlite3_step(stmt) != SQLITE_DONE)
			g_error("%s", sqlite3_errmsg(db->sql));
		sqlite3_finalize(stmt);
	}
	if (!db_commit(db, &error))
		g_error("%s", error->message);
	db_close(db);
	return EXIT_SUCCESS;
}
