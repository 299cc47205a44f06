/*
 * Menus: the screens of etc/menus/NAME.conf (libconfig), loaded and checked as a whole.
 * Format and checks: xiangyin-menus(5).
 */
#ifndef MENUS_MENU_H
#define MENUS_MENU_H

#include "understand/understand.h"

#define MENU_LABEL_MAX	7	/* characters of an option's label (DOMAIN 5.1) */
#define MENU_PARTS_MAX	2
#define MENU_USSD_UNITS	80	/* UCS-2 units of one USSD screen; longer ones are
				 * paged (DOMAIN 5.1) */

struct menu;

struct screen_option {
	struct answer answer;
	int	 line;		/* in the file */
	const char *store;	/* key = stored value, NULL: the label under the screen's name */
	const char *go;		/* screen to say next, or NULL: the action decides */
	const char *action;	/* action to call, NULL none */
};

struct screen {
	const char *name;
	const char *file;
	int	 line;		/* in the file */
	const char *text;	/* with {placeholders} */
	struct screen_option *options;
	int	 count;
	struct expectation expect;	/* made from the options */
	const char *store;	/* what free text, number or code is stored as */
	const char *go;		/* after free text, number or code */
	const char *action;	/* called with it */
	const char *wrong;	/* screen said for a wrong answer; NULL the default */
	const char *simple;	/* screen said for a 好 that answers nothing, once
				 * (PEERS story 4); NULL: a 好 is let be */
	const char *topic;	/* what opting out here opts out of; NULL all */
	int	 valid_s;	/* how long its question stays open; 0: asks nothing */
	int	 priority;	/* enum question_priority */
	int	 parts;		/* segments it may take */
};

/* Does it ask something? */
gboolean screen_asks(const struct screen *screen);

/* One thing people can be told of unasked, and can have stopped. */
struct menu_topic {
	const char *name;	/* "survey", as in contact_opt_out() */
	const char *label;	/* "问卷" */
};

/* Loads every *.conf of `dir` but lexicon.conf; NULL and an error that names
 * file, line and what was expected, for each thing that does not fit together. */
struct menu *menu_load(const char *dir, GError **error);
void	menu_free(struct menu *menu);

const struct lexicon *menu_lexicon(const struct menu *menu);

/* NULL when there is none; the loader has made sure of every name in C. */
const struct screen *menu_screen(const struct menu *menu, const char *name);
const struct screen *const *menu_screens(const struct menu *menu, int *count);

/* Constants of the menus. */
const char *menu_service(const struct menu *menu);
/* A state, reason or other name of ours in a villager's words ("registered" ->
 * "已登记"); `name` itself when the menus do not say. */
const char *menu_word(const struct menu *menu, const char *name);
const struct menu_topic *menu_topics(const struct menu *menu, int *count);

/* Words by which a text is known for what it is, beside the lexicon. */
enum menu_list {
	MENU_PLACES,		/* name a place */
	MENU_NOT_PLACES,	/* only look as if */
	MENU_CONTINUES,		/* begin the rest of something */
	MENU_CARE,		/* of one who may harm himself */
	MENU_HELP,		/* ask how it works */
	/* of a cadre's report (report.h) */
	MENU_REPORT_VISIT, MENU_REPORT_PHONE, MENU_REPORT_CAME,
	MENU_REPORT_TRIED, MENU_REPORT_UNDO, MENU_REPORT_SHEET,
	MENU_REPORT_MATTER,
	MENU_REPORT_FOR,	/* before it: of another's card */
	MENU_REPORT_TROUBLE,	/* behind a number: needs help */
	MENU_REPORT_HOUSE,	/* behind a number: a household */
	/* of who asks for somebody's number (find_action.h) */
	MENU_DIRECTORY,		/* before a name */
	MENU_DIRECTORY_MINE,		/* the whole of it: my own cadre */
	MENU_DIRECTORY_ENDS,		/* what a village or an office ends with */
	/* of tasks (callout_action.h): what calls for a cadre, what he answers */
	MENU_CALLOUT_FUNERAL, MENU_CALLOUT_WEDDING, MENU_CALLOUT_QUARREL,
	MENU_CALLOUT_DISASTER, MENU_CALLOUT_WELFARE,
	MENU_CALLOUT_SEEN, MENU_CALLOUT_THERE, MENU_CALLOUT_OVER,
	MENU_CHECKIN_START, MENU_CHECKIN_STOP,	/* the whole of it */
	MENU_RENUMBER_CHANGE,	/* before a household's new number */
	MENU_LIST_COUNT
};
const char *const *menu_list_words(const struct menu *menu,
	    enum menu_list list, int *count);

/* Does a text say where it happened: a village, a group, a street? */
gboolean menu_names_place(const struct menu *menu, const char *text);
/* Does it begin like the rest of something ("还有…", "补充…")? */
gboolean menu_continues(const struct menu *menu, const char *text);
/* Is it of one who may harm himself? */
gboolean menu_needs_care(const struct menu *menu, const char *text);
/* Of one who asks how it works? */
gboolean menu_asks_help(const struct menu *menu, const char *text);

/* `xiangyin menu check`: a line per screen with worst-case units, segments and
 * options.  `xiangyin menu draw`: Graphviz. */
void	menu_check(const struct menu *menu,
	    void (*row)(const struct screen *screen, int units, int parts,
	    int options, void *user), void *user);
char	*menu_draw(const struct menu *menu);

#endif
