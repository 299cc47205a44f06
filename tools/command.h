/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Staff commands: one table row and one file a family.  They run inside the
 * engine, for a client whose uid the kernel told us; the client only carries
 * words.  Whether somebody may is asked once, before a command runs (right.h).  A command may not hold the engine for more than about 100 ms: what
 * takes longer is done in steps.
 *
 *	struct command_call call = { .db = …, … };
 *
 *	status = command_start(&call, argv, argc);
 *	send what is in call.out and call.err, g_string_truncate() both;
 *	while status is COMMAND_MORE: once per turn of the loop, from idle,
 *		status = command_step(&call), and send again
 *	COMMAND_TALKS: the words were right; call.line has them, the engine
 *		does the rest
 *	COMMAND_INPUT: append each line of the client's input and a newline to
 *		call.input; at its end go on as with COMMAND_MORE.  Longer
 *		than COMMAND_INPUT_MAX: command_flooded(), which ends it
 *	COMMAND_READS: ... a process with call.reads and a connection that only
 *		reads does the rest: start it with the same words; call.input
 *		not NULL: pass the client's input to its standard input.  When
 *		call.step is set, go on with that after it, call.read_status
 *		being how it ended
 *	command_clear(&call), also when the client has gone meanwhile
 *
 * Start and steps are called outside a transaction: what staff are told is
 * done has been committed.
 */
#ifndef TOOLS_COMMAND_H
#define TOOLS_COMMAND_H

#include "db/db.h"
#include "menus/menu.h"
#include "tools/right.h"
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
	const struct duty_tag *tags;	/* of contact duty; NULL the usual ones */
	const char *(*agenda_words)(const char *kind);	/* what a kind of the
				 * agenda does, N_(); NULL itself or its answer: not
				 * known */
	const char *stage;	/* path of the staging file, db/import.h */
	struct right_peer peer;	/* who asks */
	const char *language;	/* "zh_CN.UTF-8", from the client; NULL none */
	int	 columns;	/* of the terminal; 0 when there is none */
	gboolean colour;
	gboolean reads;		/* this process is there for long reads; menu and
				 * view are NULL */
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
	guint	 progress, progress_of;	/* out: steps done, of so many; 0 not said */

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
enum command_status command_start(struct command_call *call, char **argv, int argc);
enum command_status command_step(struct command_call *call);
enum command_status command_flooded(struct command_call *call);
void	command_clear(struct command_call *call);

/* The roles that may give a command, STAFF_BIT()s. */
guint	command_roles(const char *words);

/* --- for the families -------------------------------------------------------- */

/* The database failed: says so and what to do. Returns COMMAND_NO; `error` is
 * not freed. */
enum command_status command_failed(struct command_call *call, const GError *error);

/* Has the asker this right (right.h)? FALSE: refused, which is on record under
 * `words`, or the database failed; call->err says so. */
gboolean command_permits(struct command_call *call,
	    const struct right_need *need, const char *words);

/* Writes into the audit trail who did what to which object ("ticket:30482171");
 * inside the caller's transaction, or by itself. */
gboolean command_record(struct command_call *call, const char *action,
	    const char *object, const char *reason, GError **error);

#endif
