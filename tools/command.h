/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A staff command under way, and what all commands say and record in the same way.
 * dispatch.h starts them.
 */
#ifndef TOOLS_COMMAND_H
#define TOOLS_COMMAND_H

#include "db/db.h"
#include "menus/menu.h"
#include "tools/display.h"
#include "tools/right_need.h"
#include "tools/syntax.h"

/* Exit status of `xiangyin` (DESIGN 8). */
enum command_status {
	COMMAND_DONE = 0, COMMAND_NO = 1, COMMAND_USAGE = 2, COMMAND_UNREACHABLE = 3,
	/* never sent to a client: */
	COMMAND_MORE = -1, COMMAND_TALKS = -2, COMMAND_READS = -3,
	COMMAND_INPUT = -4
};

/* Octets of a client's input. */
#define COMMAND_INPUT_MAX	(1024 * 1024)

struct duty_tag;
struct engine_view;	/* tools/view.h: what only the running engine knows */
struct command_call;

typedef enum command_status (*command_fn)(struct command_call *call);

struct command_call {
	/* The engine fills these; they must outlive the call. */
	struct db *db;
	const struct menu *menu;
	const struct engine_view *view;
	GTimeZone *zone;
	const struct syntax *const *commands;	/* what may be given; NULL: `commands`
				 * of tools/commands.h */
	const struct duty_tag *tags;	/* of contact duty; NULL the usual ones */
	const char *(*agenda_words)(const char *kind);	/* what a kind of the
				 * agenda does, N_(); NULL itself or its answer: not
				 * known */
	const char *stage;	/* path of the staging file, db/import.h */
	struct right_peer peer;	/* who asks */
	const char *language;	/* "zh_CN.UTF-8", from the client; NULL none */
	int	 columns;	/* of the terminal; 0 when there is none */
	gboolean colour;
	gboolean reads;		/* this process does long reads; menu and view are
				 * NULL */
	void	(*flush)(struct command_call *call);	/* of such a process: passes
				 * on what was said so far */

	/* command_start() fills these. */
	struct command_line line;
	struct right *right;	/* how far it reaches; of a process that reads,
				 * right_read() */
	const char *actor, *role;	/* as the audit names who asks: "s1 赵敏
				 * (zhao) for s2 钱伟", "clerk" */
	GString	*out;		/* standard output */
	GString	*err;		/* standard error: what is wrong, what to do next */
	GString	*input;		/* what the client reads for it; NULL nothing */

	enum command_status read_status;	/* see COMMAND_READS */
	guint	 progress, progress_of;	/* out: steps done, out of; 0: not known */

	const char *ask_credit;	/* out: the modem whose operator is to be asked,
				 * lives as long as `view`; NULL none */

	/* A command that is not done in one go sets these and returns
	 * COMMAND_MORE, or COMMAND_INPUT from its first function. */
	command_fn step;
	void	*state;
	GDestroyNotify state_free;
};

/* argv must live until command_start() returns; so long also the strings of
 * call->line, which steps therefore do not touch. */
/* --- for the families -------------------------------------------------------- */

/* The database failed: says so and what to do. Returns COMMAND_NO; `error` is
 * not freed. */
enum command_status command_failed(struct command_call *call, const GError *error);

/* Something said no, with a sentence in call->err, or the database failed: says the
 * `error` if there is one.  Returns COMMAND_NO. */
enum command_status command_refused(struct command_call *call, const GError *error);

/* Writes to the audit trail who did what to which object ("ticket:30482171"), in the
 * caller's transaction or one of its own. */
gboolean command_record(struct command_call *call, const char *action,
	    const char *object, const char *reason, GError **error);

/* Says a sentence of its own, as wide as the terminal allows. */
void	command_say(const struct command_call *call, enum tone tone,
	    const char *text);

/* Says one fact: a word, and its value wrapped beside it.  Leaves out an empty value. */
void	command_fact(struct command_call *call, const char *what,
	    const char *value);

/* Returns the number of --phone in stored form, NULL when it was not given.  Caller
 * frees. */
char	*command_phone(const struct command_call *call);

#endif
