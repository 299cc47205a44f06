/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See command_fixture.h.
 */
#include "tests/command_fixture.h"

#include <check.h>
#include <string.h>

const struct right_peer clerk_root = {
	.shown = "uid 0 (root)", .user = "root", .login = "", .owner = TRUE,
};

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
