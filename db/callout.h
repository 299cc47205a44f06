/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tasks of contact duty: a household needs its cadre now (三必到, DOMAIN 3.2; PEERS
 * S9), or somebody far away asks them to look after their people (S14).
 *
 *	open ── seen ──> acknowledged ── there ──> arrived ── over ──> done
 *	  └───────────────── there, over ────────────┘
 *
 * Who comes before they have acknowledged has acknowledged.  What is not acknowledged in
 * time goes to the deputy, then to somebody on the roster, then to the supervisor,
 * then to the office.
 */
#ifndef DB_CALLOUT_H
#define DB_CALLOUT_H

#include "db/cadre.h"

/* The code by which people name a task: four digits and a Damm digit (base/damm.h),
 * unique while the task is open.  Tasks from before schema 22 keep their four digits. */
#define CALLOUT_CODE_DIGITS	5
#define CALLOUT_CODE_OLD	4
#define CALLOUT_CODE_MAX	8

enum callout_kind {
	CALLOUT_FUNERAL, CALLOUT_WEDDING, CALLOUT_QUARREL, CALLOUT_DISASTER, CALLOUT_WELFARE,
	CALLOUT_KIND_COUNT
};
const char *callout_kind_name(enum callout_kind kind);

enum callout_state {
	CALLOUT_OPEN, CALLOUT_ACKNOWLEDGED, CALLOUT_ARRIVED, CALLOUT_DONE, CALLOUT_STATE_COUNT
};
const char *callout_state_name(enum callout_state state);

enum callout_event { CALLOUT_SEEN, CALLOUT_THERE, CALLOUT_OVER, CALLOUT_EVENT_COUNT };

enum callout_level {
	CALLOUT_OWN, CALLOUT_DEPUTY,
	CALLOUT_ROSTER,		/* of their area, on duty that day (roster.h) */
	CALLOUT_SUPERVISOR, CALLOUT_OFFICE, CALLOUT_LEVEL_COUNT
};
enum callout_level callout_level_stored(const char *name);

/* Agenda kind, its object an id: the time to acknowledge is over.  Any move of the
 * call-out drops the row. */
#define CALLOUT_ACKNOWLEDGE	"callout.acknowledge"

struct callout {
	gint64	 id;
	char	 code[CALLOUT_CODE_MAX];
	enum callout_kind kind;
	enum callout_state state;
	gint64	 household_id;
	char	*phone, *line, *modem;	/* who asked, and how they are answered */
	gint64	 inbox_id;
	gint64	 cadre_id;	/* whose it is; 0 the office's */
	enum callout_level level;
	gint64	 asked_at;	/* us */
};
void	callout_clear(struct callout *task);

/* Opens it and gives it a code.  *fresh FALSE: the household already has one of that
 * kind open, and `task` becomes that one. */
gboolean callout_open(struct db *db, struct callout *task, gint64 now,
	    gboolean *fresh, GError **error);

gboolean callout_by_id(struct db *db, gint64 id, gboolean *found,
	    struct callout *task, GError **error);

/* FALSE when a digit of a code is wrong, or two are swapped. */
gboolean callout_code_holds(const char *code);

/* Find an open one by its code, and the only open one that a cadre was asked for
 * (*count says how many there are). */
gboolean callout_by_code(struct db *db, const char *code, gboolean *found,
	    struct callout *task, GError **error);
gboolean callout_of_cadre(struct db *db, gint64 cadre_id, int *count,
	    struct callout *task, GError **error);
/* Calls `row` for each open one that is the cadre's now. */
gboolean callout_each_of(struct db *db, gint64 cadre_id,
	    void (*row)(const struct callout *task, void *user), void *user,
	    GError **error);
gboolean callout_was_asked(struct db *db, gint64 callout_id, gint64 cadre_id,
	    gboolean *asked, GError **error);

/* Gives it to a cadre (0: the office). */
gboolean callout_assign(struct db *db, gint64 callout_id, gint64 cadre_id,
	    enum callout_level level, gint64 now, GError **error);

/* *done FALSE when the picture does not allow it. */
gboolean callout_move(struct db *db, const struct callout *task,
	    enum callout_event event, const char *actor, const char *result,
	    gint64 now, gboolean *done, GError **error);

/* Finds the newest text of either telephone: the cause of a task that no text asked for
 * directly. */
gboolean callout_last_text(struct db *db, const char *phone, const char *other,
	    gint64 *inbox_id, GError **error);

#endif
