/*
 * Tasks of contact duty: a household needs its cadre now (三必到, DOMAIN 3.2; PEERS
 * S9), or somebody far away asks him to look after his people (S14).
 *
 *	open ── seen ──> acknowledged ── there ──> arrived ── over ──> done
 *	  └───────────────── there, over ────────────┘
 *
 * Who comes before he has acknowledged has acknowledged.  What is not acknowledged in
 * time goes to the deputy, then to somebody on the roster, then to the supervisor,
 * then to the office.
 */
#ifndef DB_DUTY_TASK_H
#define DB_DUTY_TASK_H

#include "db/cadre.h"

#define TASK_CODE_MAX	8

enum task_kind {
	TASK_FUNERAL, TASK_WEDDING, TASK_QUARREL, TASK_DISASTER, TASK_WELFARE,
	TASK_KIND_COUNT
};
const char *task_kind_name(enum task_kind kind);

enum task_state {
	TASK_OPEN, TASK_ACKNOWLEDGED, TASK_ARRIVED, TASK_DONE, TASK_STATE_COUNT
};
const char *task_state_name(enum task_state state);

enum task_event { TASK_SEEN, TASK_THERE, TASK_OVER, TASK_EVENT_COUNT };

enum task_level {
	TASK_OWN, TASK_DEPUTY,
	TASK_ROSTER,		/* of his area, on duty that day (roster.h) */
	TASK_SUPERVISOR, TASK_OFFICE
};

struct task {
	gint64	 id;
	char	 code[TASK_CODE_MAX];
	enum task_kind kind;
	enum task_state state;
	gint64	 household_id;
	char	*phone, *line, *modem;	/* who asked, and how he is answered */
	gint64	 inbox_id;
	gint64	 cadre_id;	/* whose it is; 0 the office's */
	enum task_level level;
	gint64	 asked_at, due_at;	/* us */
};
void	task_clear(struct task *task);

/* Opens it with a code. *fresh FALSE: the household has one of that kind open, and
 * `task` is that. */
gboolean task_open(struct db *db, struct task *task, gint64 now,
	    gboolean *fresh, GError **error);

/* An open one by its code; the only open one a cadre was asked for (*count says how
 * many there are). */
gboolean task_by_code(struct db *db, const char *code, gboolean *found,
	    struct task *task, GError **error);
gboolean task_of_cadre(struct db *db, gint64 cadre_id, int *count,
	    struct task *task, GError **error);
gboolean task_was_asked(struct db *db, gint64 task_id, gint64 cadre_id,
	    gboolean *asked, GError **error);

/* Goes to a cadre (0: the office), to be acknowledged until due_at. */
gboolean task_hand(struct db *db, gint64 task_id, gint64 cadre_id,
	    enum task_level level, gint64 now, gint64 due_at, GError **error);

/* *done FALSE when the picture does not allow it. */
gboolean task_move(struct db *db, const struct task *task,
	    enum task_event event, const char *actor, const char *result,
	    gint64 now, gboolean *done, GError **error);

/* One whose time to be acknowledged is over, and when the next one's is (0
 * never). */
gboolean task_next_due(struct db *db, gint64 now, gboolean *found,
	    struct task *task, GError **error);
gboolean task_next_time(struct db *db, gint64 *when, GError **error);

/* Households a telephone belongs to; of an area, whose head's name begins so. */
gboolean task_each_household_of_phone(struct db *db, const char *phone,
	    gboolean (*row)(gint64 household_id, void *user), void *user,
	    GError **error);
gboolean task_each_household_named(struct db *db, const char *area,
	    const char *begin,
	    gboolean (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

/* The newest text of either telephone: what a task is about that no text asked for
 * itself. */
gboolean task_last_text(struct db *db, const char *phone, const char *other,
	    gint64 *inbox_id, GError **error);

/* Name of its head, and where it is. *head NULL when there is none; caller frees. */
gboolean task_household(struct db *db, gint64 household_id, char **head,
	    char **place, GError **error);

#endif
