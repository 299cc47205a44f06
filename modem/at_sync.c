/*
 * Finding the modem's place after a deadline, and asking it whether it has
 * started anew.
 */
#include "modem/at_talk_state.h"

#include <string.h>

#define TALK_ASKS	3	/* without an answer: it has started anew */
#define TALK_SYNC_MS	1500	/* one try to find the modem's place */

/* ESC leaves a PDU begun; then a question whose answer has a name, so that no
 * late answer to an earlier command is taken for it. */
void
talk_sync(struct at_talk *talk)
{
	talk->state = TALK_SYNC;
	talk->sync_tries++;
	talk->sync_asked = FALSE;
	talk->sync_named = FALSE;
	talk->sync_echo = FALSE;
	at_line_reset(talk->reader);
	g_clear_pointer(&talk->pdu_head, g_free);
	talk->hooks->trace('!', "resync", talk->user);
	talk->hooks->to_modem("\x1b\r", 2, talk->user);
	talk_say(talk, "ATE0");
	talk->hooks->timer(TALK_SYNC_MS, talk->user);
}

void
talk_sync_line(struct at_talk *talk, const char *text)
{
	gboolean ok = strcmp(text, "OK") == 0;

	if (g_ascii_strcasecmp(text, "ATE0") == 0) {
		if (talk->mute)
			at_talk_end(talk, "reboot", "the modem echoes again");
		return;
	}
	if (!talk->sync_asked) {
		if (ok) {
			talk->sync_asked = TRUE;
			talk_say(talk, "AT+CMEE?");
		} else if (!at_final(text))
			talk_unasked(talk, text);
		return;
	}
	if (g_str_has_prefix(text, "+CMEE:"))
		talk->sync_named = TRUE;
	else if (g_ascii_strcasecmp(text, "AT+CMEE?") == 0)
		talk->sync_echo = TRUE;
	else if (!at_final(text))
		talk_unasked(talk, text);
	else if (talk->sync_named || !ok) {
		talk->mute = !talk->sync_echo;
		talk->sync_tries = 0;
		talk->state = TALK_IDLE;
		talk->hooks->timer(0, talk->user);
	}
}

/* Has it restarted? It would have forgotten AT+CMGF=0. */
void
talk_ask(struct at_talk *talk)
{
	talk->doubt = FALSE;
	if (!talk->pdu_mode)
		return;
	talk->asking = TRUE;
	talk->asked_mode = -1;
	talk_start(talk, OWNER_SELF, "AT+CMGF?",
	    at_command_find("AT+CMGF")->deadline_ms);
}

/* An OK or ERROR that came by itself may have ended the question: its place is
 * found again, and it is asked anew. */
void
talk_asked(struct at_talk *talk)
{
	talk->asking = FALSE;
	if (talk->asked_mode == 0) {
		talk->asks = 0;
	} else if (talk->asked_mode < 0 && ++talk->asks < TALK_ASKS) {
		talk->doubt = TRUE;
		talk->sync_tries = 0;
		talk_sync(talk);
	} else
		at_talk_end(talk, "reboot", "settings lost");
}

/* A modem that took ATE0 and echoes again has forgotten it, and AT+CMGF=0
 * with it: what it now waits for may be the words of a text. */
void
talk_echo(struct at_talk *talk)
{
	if (!talk->mute)
		return;
	if (talk->row->answer == AT_ANSWER_PROMPT && !talk->prompted)
		talk->hooks->to_modem("\x1b\r", 2, talk->user);
	at_talk_end(talk, "reboot", "the modem echoes again");
}
