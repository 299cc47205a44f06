/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See command_fixture.h.
 */
#include "tests/command_fixture.h"

#include <check.h>
#include <sqlite3.h>
#include <string.h>

#include "base/clock.h"
#include "db/statement.h"
#include "services/services.h"

const struct right_peer clerk_root = {
	.shown = "uid 0 (root)", .user = "root", .login = "", .owner = TRUE,
};

void
clerk_county(gint64 now, struct db **db, struct menu **menu)
{
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *path = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "tests", "dialogs", "registry.sql", NULL);
	g_autofree char *menus = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "etc", "menus", NULL);
	g_autofree char *registry = NULL;
	g_autoptr(GError) error = NULL;
	gboolean ok;

	clock_stop_at(now);
	*db = db_open(":memory:", &error);
	ok = *db != NULL && (*menu = menu_load(menus, services, &error)) != NULL &&
	    g_file_get_contents(path, &registry, NULL, &error);
	ck_assert_msg(ok, "%s", error != NULL ? error->message : "");
	ck_assert_msg(sqlite3_exec((*db)->sql, registry, NULL, NULL, NULL) == SQLITE_OK,
	    "%s", sqlite3_errmsg((*db)->sql));
}

struct answer_text
clerk_asks(const struct command_call *as, const char *words)
{
	g_auto(GStrv) argv = g_strsplit(words, " ", -1);
	struct command_call call = *as;
	struct answer_text answer = { 0 };

	call.zone = g_time_zone_new_identifier("Asia/Shanghai");
	answer.status = command_start(&call, argv, g_strv_length(argv));
	if (answer.status == COMMAND_READS) {
		g_autofree char *reach = right_write(&call);

		command_clear(&call);
		call.reads = TRUE;
		right_read(&call, reach);
		answer.status = command_start(&call, argv,
		    g_strv_length(argv));
	}
	/* The engine's packet is gone by now. */
	for (int i = 0; argv[i] != NULL; i++)
		memset(argv[i], '#', strlen(argv[i]));
	for (; answer.status == COMMAND_MORE; answer.steps++)
		answer.status = command_step(&call);
	answer.out = g_strdup(call.out->str);
	answer.err = g_strdup(call.err->str);
	command_clear(&call);
	g_time_zone_unref(call.zone);
	ck_assert(g_utf8_validate(answer.out, -1, NULL));
	ck_assert(!db_in_transaction(call.db));
	return answer;
}

void
answer_clear(struct answer_text *answer)
{
	g_free(answer->out);
	g_free(answer->err);
}
