/*
 * What a modem must keep between our words: its events on, PDU mode, where new
 * texts go.  One that has started anew in silence has forgotten it; libgammu
 * believes that it has not (LIBGAMMU 7.1.10).
 */
#ifndef MODEM_BASELINE_H
#define MODEM_BASELINE_H

#include <glib.h>

struct modem;

#define BASELINE_COUNT	3

struct baseline {
	char	*said[BASELINE_COUNT];	/* once libgammu had set it up; NULL not known */
	int	 next;
};

void	baseline_learn(struct modem *modem);

/* Two questions: the events, and one of the others in turn, so that an idle modem
 * gets no more than a command in ten seconds (DESIGN 9).  FALSE when something was
 * forgotten: the process ends as after a restart. */
gboolean baseline_check(struct modem *modem);
void	baseline_clear(struct baseline *baseline);

#endif
