/*
 * The filter's side channel, seen from xiangyin-modem: raw AT commands,
 * faults, PDUs that were kept from libgammu.
 */
#ifndef MODEM_SIDE_H
#define MODEM_SIDE_H

#include "modem/modem.h"

struct side;

/* The answer to a raw command: lines, then the final code. */
typedef void (*side_answer_fn)(struct modem *modem, const char *lines,
	    guint64 tag);

/* Makes the channel. *command (caller frees) starts the filter at its other
 * end, for gammu_open(); after that, side_opened() closes our copy of it. */
struct side *side_new(struct modem *modem, char **command, GError **error);
void	side_opened(struct side *side);
void	side_free(struct side *side);

/* Queues a raw command; `answer` is called from the loop or side_pump(). */
void	side_command(struct side *side, const char *line, guint deadline_ms,
	    side_answer_fn answer, guint64 tag);

/* Asks and waits. NULL when the filter has gone. Caller frees. */
char	*side_ask(struct side *side, const char *line, guint deadline_ms);

/* Does the answer end well? */
gboolean side_is_ok(const char *lines);

/* Lets in the lines that nobody asked for, when some wait: they are in
 * libgammu's pipe when TRUE comes back.  Never inside a call of libgammu. */
gboolean side_release(struct side *side);

/* Takes in what the filter has said so far. */
void	side_pump(struct side *side);

/* Did the filter itself end a command of libgammu since the last call? Its
 * ERROR is then not the modem's word. */
gboolean side_broke_in(struct side *side);

#endif
