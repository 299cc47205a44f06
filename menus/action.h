/*
 * Actions: the C functions a screen may call, one file per service
 * (ticket_action.c, contact_action.c, …), one table row each.  The table says
 * which screens an action may say and which placeholders it fills for each, so
 * that the loader can refuse a screen that shows what nobody fills.
 */
#ifndef MENUS_ACTION_H
#define MENUS_ACTION_H

#include "db/contact.h"
#include "db/outbox.h"
#include "db/question.h"
#include "menus/dialog.h"

#define ACTION_TICKET_MAX	16

/* What an action sees and may change. */
struct action_call {
	struct db *db;
	const struct menu *menu;
	const struct dialog_options *options;
	const struct inbox_msg *msg;	/* the text being handled */
	const struct understanding *u;
	struct contact *contact;
	GHashTable *data;	/* stored answers of this dialogue, char* -> char* */
	GHashTable *fill;	/* placeholders for the next screen */
	gint64	 now;
	const char *silence;	/* why nothing may be answered; NULL it may */

	/* What the action tells of the text it was called for. */
	char	 ticket[ACTION_TICKET_MAX];	/* number it went to, "" none */
	enum inbox_end end;	/* INBOX_OPEN: answered or ignored, as it falls out */
	const char *reason;	/* a constant: "joined", "urged"…; NULL none */
	gboolean held;		/* waits with others: its end comes later */
	gboolean settled;	/* it has its end already */
	gboolean keep;		/* its question stays open */
};

/*
 * *screen becomes the name of the screen to say next, one of the action's
 * sayings; left alone, the `go` beside it is said, if there is one.  FALSE only
 * when the database failed.
 */
typedef gboolean (*action_fn)(struct action_call *call, const char **screen,
	    GError **error);

/* A screen that C says, and the placeholders it fills ("number gist"). */
struct saying {
	const char *screen;
	const char *fills;
};

struct action {
	const char *name;		/* "ticket.open" */
	action_fn run;
	const struct saying *says;	/* ends with a NULL screen */
};

/* NULL when there is none. */
const struct action *action_find(const char *name);
const struct action *action_table(int *count);

/* What the dialogue engine itself says: screens every set of menus must have. */
const struct saying *dialog_sayings(void);

/* Remembers which ticket the text went to. */
void	action_file(struct action_call *call, const char *number,
	    enum inbox_end end, const char *reason);

/* One file a service. */
gboolean complaint_action_place(struct action_call *call, const char **screen,
	    GError **error);
gboolean complaint_action_open(struct action_call *call, const char **screen,
	    GError **error);
gboolean complaint_action_secret(struct action_call *call, const char **screen,
	    GError **error);
gboolean complaint_action_where(struct action_call *call, const char **screen,
	    GError **error);
gboolean complaint_action_mine(struct action_call *call, const char **screen,
	    GError **error);
gboolean complaint_action_show(struct action_call *call, const char **screen,
	    GError **error);
gboolean complaint_action_urge(struct action_call *call, const char **screen,
	    GError **error);
gboolean backcheck_action_yes(struct action_call *call, const char **screen,
	    GError **error);
gboolean backcheck_action_no(struct action_call *call, const char **screen,
	    GError **error);
gboolean backcheck_action_unsure(struct action_call *call, const char **screen,
	    GError **error);
gboolean directory_action_mine(struct action_call *call, const char **screen,
	    GError **error);
gboolean renumber_action_yes(struct action_call *call, const char **screen,
	    GError **error);
gboolean renumber_action_no(struct action_call *call, const char **screen,
	    GError **error);
gboolean checkin_action_ok(struct action_call *call, const char **screen,
	    GError **error);
gboolean checkin_action_help(struct action_call *call, const char **screen,
	    GError **error);
gboolean contact_action_call(struct action_call *call, const char **screen,
	    GError **error);
gboolean contact_action_stop(struct action_call *call, const char **screen,
	    GError **error);
gboolean contact_action_start(struct action_call *call, const char **screen,
	    GError **error);
gboolean contact_action_wrong_number(struct action_call *call,
	    const char **screen, GError **error);

#endif
