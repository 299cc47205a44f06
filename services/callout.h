/*
 * The three musts (三必到: 丧 喜 吵 灾) and welfare visits (看看我爸) by text, from both
 * sides (PEERS S9, S14; words in etc/menus/callout.conf).
 *
 *	household, group leader, somebody away   "丧", "看看我爸"
 *	his cadre    "收 1037", "到 1037", "结 1037 人好,药够"
 *
 * Who does not acknowledge in time, or rests that day by the roster, is passed by: his
 * deputy, somebody on duty, his supervisor, the office.  Who asked hears what becomes of it.
 */
#ifndef SERVICES_CALLOUT_H
#define SERVICES_CALLOUT_H

#include "db/callout.h"
#include "menus/turn.h"

struct callout_ask;

/* Takes the text if it is one of these; *taken FALSE: it is something else. */
gboolean callout_hears(struct turn *turn, gboolean *taken, GError **error);

/* Passes on what nobody has acknowledged; *next is when to call again (0 not before
 * something happens). */
gboolean callout_due(struct dialog *dialog, gint64 now, gint64 *next,
	    GError **error);

/* Asks the next one from `level` on, and tells whoever asked that it has moved. */
gboolean callout_pass_on(struct callout_ask *ask, enum callout_level level,
	    GError **error);

#endif
