/*
 * The dialogue engine: one inbound text in, the right thing said and done.
 *
 * dialog_step() runs inside the caller's transaction and does everything a text
 * causes: understands it against the question it answers, calls the service's action, opens
 * the next question, adds the replies to the outbox and names the text's end.
 * It never touches a modem and never waits.
 */
#ifndef MENUS_DIALOG_H
#define MENUS_DIALOG_H

#include "db/inbox.h"
#include "menus/menu.h"

struct dialog;
struct duty_tag;

/* What an office may set (xiangyin.conf); the engine fills it from the option
 * table. */
struct dialog_options {
	int	story_chars;	/* 6: a text this heavy is receipted at once */
	int	hold_s;		/* 180: what follows within joins it */
	int	hold_max_s;	/* 900: longest a draft waits */
	int	replies_per_hour;	/* 10 a phone; 0 no limit */
	int	replies_per_day;	/* 30 */
	int	identical_limit;	/* 3 equal bodies in 10 min: silence 1 h; 0 off */
	int	menu_every_s;	/* 86400: unasked menu to one phone */
	char	**duty_phones;	/* told at once of strong emergency words; NULL-terminated */
	char	**own_numbers;	/* numbers of our SIMs: never answered */
	const struct duty_tag *duty_tags;	/* db/duty_tag.h */
	int	duty_back_days;	/* 7: how long ago a report may be of */
	int	duty_close_day;	/* 3: of the next month, its last for reports */
	GTimeZone *zone;
};

/* `options` and `menu` stay the caller's and must outlive the dialog. */
struct dialog *dialog_new(struct db *db, const struct menu *menu,
	    const struct dialog_options *options);
void	dialog_free(struct dialog *dialog);

/* New menus after a reload; open questions go on with screens of their name. */
void	dialog_set_menu(struct dialog *dialog, const struct menu *menu);

/* One text. FALSE only when the database failed: undo and try again. */
gboolean dialog_step(struct dialog *dialog, const struct inbox_msg *msg,
	    GError **error);

/* A live session's end (console closed, USSD hung up): nothing more will
 * follow, so what was held back for more is answered now. */
gboolean dialog_hang_up(struct dialog *dialog, enum bearer bearer,
	    const char *phone, const char *line, GError **error);

/* What the clock causes: holds that end, questions that expire.  *next is when
 * to call again (us wall, 0 not before something happens). */
gboolean dialog_due(struct dialog *dialog, gint64 now, gint64 *next,
	    GError **error);

#endif
