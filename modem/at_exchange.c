/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The states of the exchange, see at_exchange.h.  Who gave the command under way says
 * who hears its answer: libgammu, a raw command's asker, or we ourselves (to
 * find the modem's place again, or to ask whether it has restarted).
 */
#include "modem/at_exchange.h"

#include <stdlib.h>
#include <string.h>

#include "modem/at_exchange_state.h"
#include "modem/at_sync.h"
#include "modem/at_unasked.h"

#define EXCHANGE_SYNC_TRIES	6
#define EXCHANGE_PDU_MS	10000	/* libgammu, to give the PDU */
#define EXCHANGE_PDU_MAX	1000	/* octets of hex libgammu may give */
#define EXCHANGE_LINE_MAX	600	/* of a command of libgammu */
#define EXCHANGE_RAW_MAX	64	/* raw commands waiting */
#define EXCHANGE_MODE	"+CMGF: "	/* 0: PDU mode */

static void	exchange_line(enum at_line_kind kind, const char *text,
		    void *user);
static void	exchange_next(struct at_exchange *exchange);
static gboolean	exchange_take(struct at_exchange *exchange);
static void	exchange_take_pdu(struct at_exchange *exchange);
static void	exchange_gammu(struct at_exchange *exchange, const char *line);
static void	exchange_prompt(struct at_exchange *exchange);
static void	exchange_answer(struct at_exchange *exchange, const char *text);
static void	exchange_final(struct at_exchange *exchange, const char *final);
static void	exchange_confirm(struct at_exchange *exchange, const char *final);
static guint	exchange_slot(const struct at_exchange *exchange);
static void	exchange_raw_start(struct at_exchange *exchange);

struct at_exchange *
at_exchange_new(const struct at_exchange_hooks *hooks, void *user, guint answer_ms)
{
	struct at_exchange *exchange = g_new0(struct at_exchange, 1);

	exchange->hooks = hooks;
	exchange->user = user;
	exchange->answer_ms = answer_ms;
	exchange->reader = at_line_new(exchange_line, exchange);
	exchange->from_gammu = g_string_new(NULL);
	exchange->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	at_answer_init(&exchange->answer_text);
	g_queue_init(&exchange->raws);
	g_queue_init(&exchange->held);
	return exchange;
}

void
at_exchange_free(struct at_exchange *exchange)
{
	at_line_free(exchange->reader);
	g_string_free(exchange->from_gammu, TRUE);
	g_hash_table_unref(exchange->names);
	at_answer_clear(&exchange->answer_text);
	g_queue_clear_full(&exchange->raws, (GDestroyNotify)exchange_raw_free);
	g_queue_clear_full(&exchange->held, g_free);
	exchange_raw_free(exchange->raw);
	g_free(exchange->line);
	g_free(exchange->name);
	g_free(exchange->pdu);
	g_free(exchange->pdu_head);
	g_free(exchange->over);
	g_free(exchange);
}

void
at_exchange_begin(struct at_exchange *exchange)
{
	exchange_sync(exchange);
}

const char *
at_exchange_over(const struct at_exchange *exchange)
{
	return exchange->over;
}

const char *
at_exchange_farewell(const struct at_exchange *exchange)
{
	return exchange->state == EXCHANGE_PDU ? "\x1b\r" : "";
}

void
at_exchange_from_gammu(struct at_exchange *exchange, const char *octets, gsize len)
{
	g_string_append_len(exchange->from_gammu, octets, (gssize)len);
	if (exchange->state == EXCHANGE_PDU)
		exchange_take_pdu(exchange);
	exchange_next(exchange);
}

void
at_exchange_from_modem(struct at_exchange *exchange, const char *octets, gsize len)
{
	if (exchange->state == EXCHANGE_OVER)
		return;
	at_line_feed(exchange->reader, octets, len);
	exchange_next(exchange);
}

void
at_exchange_command(struct at_exchange *exchange, guint64 id, const char *line,
    guint deadline_ms)
{
	struct exchange_raw *raw;
	const char *store = "";

	if (g_str_has_prefix(line, "SM:") || g_str_has_prefix(line, "ME:")) {
		store = line;
		line += 3;
	}
	if (!at_command_is_harmless(line)) {
		exchange->hooks->answer(id, "ERROR refused: libgammu would lose "
		    "its place", exchange->user);
		return;
	}
	if (g_queue_get_length(&exchange->raws) >= EXCHANGE_RAW_MAX ||
	    exchange->state == EXCHANGE_OVER) {
		exchange->hooks->answer(id, exchange->state == EXCHANGE_OVER ?
		    "ERROR no modem" : "ERROR too many commands",
		    exchange->user);
		return;
	}
	raw = exchange_raw_new(line, deadline_ms);
	raw->id = id;
	g_strlcpy(raw->store, store, sizeof(raw->store));
	g_queue_push_tail(&exchange->raws, raw);
	exchange_next(exchange);
}

void
at_exchange_release(struct at_exchange *exchange)
{
	if (exchange->owner == OWNER_GAMMU)
		exchange->release = TRUE;
	else
		exchange_release(exchange);
}

void
at_exchange_end(struct at_exchange *exchange, const char *name, const char *detail)
{
	exchange_end(exchange, name, detail);
	exchange_next(exchange);
}

void
at_exchange_timeout(struct at_exchange *exchange)
{
	g_autofree char *detail = NULL;

	if (exchange->state == EXCHANGE_SYNC) {
		if (exchange->sync_tries >= EXCHANGE_SYNC_TRIES)
			at_exchange_end(exchange, "deaf", "the modem does not answer");
		else
			exchange_sync(exchange);
		return;
	}
	if (exchange->state != EXCHANGE_WAIT && exchange->state != EXCHANGE_PDU)
		return;
	detail = g_strdup_printf("%s after %u ms", exchange->name,
	    exchange->prompted ? exchange->answer_ms : exchange->row->deadline_ms);
	exchange->hooks->trace('!', "deadline", exchange->user);
	exchange->hooks->fault(exchange->prompted ? "no answer" : "deadline", detail,
	    exchange->user);
	exchange_fail(exchange);
	exchange->doubt = exchange->pdu_mode;
	exchange->sync_tries = 0;
	exchange_sync(exchange);
}

/* --- one line from the modem ------------------------------------------------ */

static void
exchange_line(enum at_line_kind kind, const char *text, void *user)
{
	struct at_exchange *exchange = user;

	exchange->hooks->trace('<', text, exchange->user);
	if (exchange->state == EXCHANGE_OVER)
		return;
	if (kind == AT_LINE_PROMPT) {
		exchange_prompt(exchange);
		return;
	}
	/* A PDU that never came must not cost what came in its place. */
	if (exchange->pdu_head != NULL && (at_final(text) ||
	    at_urc_find(text) != AT_URC_UNKNOWN))
		g_clear_pointer(&exchange->pdu_head, g_free);
	if (exchange->pdu_head != NULL) {
		exchange_unasked_pdu(exchange, text);
		return;
	}
	if ((kind == AT_LINE_LONG || !at_line_is_balanced(text)) &&
	    (exchange->state != EXCHANGE_WAIT || exchange->answer_text.head == NULL)) {
		exchange->hooks->fault(kind == AT_LINE_LONG ? "long line" :
		    "broken line", "", exchange->user);
		return;
	}
	if (exchange->state == EXCHANGE_SYNC)
		exchange_sync_line(exchange, text);
	else if (exchange->state == EXCHANGE_IDLE || exchange->state == EXCHANGE_PDU)
		exchange_unasked(exchange, text);
	else
		exchange_answer(exchange, text);
}

/* A line while a command is under way. */
static void
exchange_answer(struct at_exchange *exchange, const char *text)
{
	if (g_ascii_strcasecmp(text, exchange->line) == 0 ||
	    (exchange->prompted && strlen(text) >= 16 &&
	    g_ascii_strncasecmp(text, exchange->pdu, 16) == 0)) {
		exchange_echo(exchange);
		return;
	}
	if (at_final(text)) {
		/* Before the prompt an OK can only be a late one. */
		if (exchange->row->answer != AT_SHAPE_PROMPT ||
		    exchange->prompted || strcmp(text, "OK") != 0)
			exchange_final(exchange, text);
		return;
	}
	switch (at_answer_line(&exchange->answer_text, exchange->row, exchange->name,
	    text)) {
	case AT_ANSWER_TAKEN:
		break;
	case AT_ANSWER_REFUSED:
		exchange->hooks->refused(exchange->store, exchange_slot(exchange),
		    exchange->answer_text.why, exchange->answer_text.octets->data,
		    exchange->answer_text.octets->len, exchange->user);
		break;
	case AT_ANSWER_OTHER:
		exchange_unasked(exchange, text);
		break;
	}
}

/* Slot of the PDU just refused: +CMGL names it, to AT+CMGR=n it was said. */
static guint
exchange_slot(const struct at_exchange *exchange)
{
	const char *equals = strchr(exchange->line, '=');

	if (g_ascii_strcasecmp(exchange->name, "+CMGR") != 0)
		return exchange->answer_text.slot;
	return equals != NULL ? (guint)CLAMP(atoi(equals + 1), 0, G_MAXUINT16) :
	    0;
}

static void
exchange_prompt(struct at_exchange *exchange)
{
	if (exchange->state != EXCHANGE_WAIT || exchange->owner != OWNER_GAMMU ||
	    exchange->row->answer != AT_SHAPE_PROMPT || exchange->prompted)
		return;
	exchange->state = EXCHANGE_PDU;
	at_line_expect_prompt(exchange->reader, FALSE);
	exchange->hooks->timer(EXCHANGE_PDU_MS, exchange->user);
	exchange_say(exchange, "> ");
}

/* --- commands ------------------------------------------------------------------ */

/* Takes up what waits, libgammu first. */
static void
exchange_next(struct at_exchange *exchange)
{
	struct exchange_raw *raw;

	while (exchange->state == EXCHANGE_OVER && exchange_take(exchange))
		continue;
	while (exchange->state == EXCHANGE_IDLE) {
		raw = g_queue_peek_head(&exchange->raws);
		if (raw != NULL && raw->chained)
			exchange_raw_start(exchange);
		else if (exchange->doubt)
			exchange_ask(exchange);
		else if (exchange_take(exchange))
			continue;
		else if (raw != NULL)
			exchange_raw_start(exchange);
		else
			return;
	}
}

/* A command that is meant for another store than libgammu has chosen is put
 * between two AT+CPMS, and libgammu never knows. */
static void
exchange_raw_start(struct at_exchange *exchange)
{
	struct exchange_raw *raw = g_queue_pop_head(&exchange->raws);
	struct exchange_raw *back;
	g_autofree char *there = NULL, *home = NULL;

	if (raw->store[0] != '\0' && !raw->tried &&
	    strcmp(raw->store, exchange->store) != 0) {
		there = g_strdup_printf("AT+CPMS=\"%s\"", raw->store);
		home = g_strdup_printf("AT+CPMS=\"%s\"", exchange->store);
		raw->tried = raw->chained = TRUE;
		if (exchange->store[0] != '\0') {
			back = exchange_raw_new(home,
			    at_command_find(home)->deadline_ms);
			back->chained = TRUE;
			g_queue_push_head(&exchange->raws, back);
		}
		g_queue_push_head(&exchange->raws, raw);
		raw = exchange_raw_new(there, at_command_find(there)->deadline_ms);
	} else if (strcmp(raw->store, exchange->store) != 0 && raw->tried) {
		exchange->hooks->answer(raw->id, "ERROR no such store",
		    exchange->user);
		exchange_raw_free(raw);
		return;
	}
	exchange->raw = raw;
	exchange_start(exchange, OWNER_RAW, raw->line, raw->deadline_ms);
}

/* A whole command of libgammu, when there is one. */
static gboolean
exchange_take(struct at_exchange *exchange)
{
	g_autofree char *line = NULL;
	gsize begin, len;

	begin = strspn(exchange->from_gammu->str, "\x1b\x1a\r\n");
	len = strcspn(exchange->from_gammu->str + begin, "\r\x1b\x1a");
	if (exchange->from_gammu->str[begin + len] == '\0') {
		g_string_erase(exchange->from_gammu, 0, (gssize)begin);
		if (exchange->from_gammu->len > EXCHANGE_LINE_MAX)
			g_string_truncate(exchange->from_gammu, 0);
		return FALSE;
	}
	if (exchange->from_gammu->str[begin + len] == '\r')
		line = g_strndup(exchange->from_gammu->str + begin, len);
	g_string_erase(exchange->from_gammu, 0, (gssize)(begin + len + 1));
	if (line != NULL)	/* else it was taken back */
		exchange_gammu(exchange, line);
	return TRUE;
}

static void
exchange_gammu(struct at_exchange *exchange, const char *line)
{
	const struct at_command *row = at_command_find(line);
	gboolean refused = row->refuse || exchange->state == EXCHANGE_OVER ||
	    strlen(line) > EXCHANGE_LINE_MAX;

	if (row->answer == AT_SHAPE_PROMPT && !exchange->pdu_mode && !refused) {
		exchange->hooks->fault("text mode", "AT+CMGS before AT+CMGF=0",
		    exchange->user);
		refused = TRUE;
	}
	if (!refused) {
		exchange_start(exchange, OWNER_GAMMU, line, row->deadline_ms);
		return;
	}
	g_free(exchange->line);
	exchange->line = g_strdup(line);
	exchange->owner = OWNER_GAMMU;
	exchange_tell_gammu(exchange, "ERROR");
	exchange->owner = OWNER_NONE;
}

/* The PDU goes to the modem in one piece, when it is whole. */
static void
exchange_take_pdu(struct at_exchange *exchange)
{
	gsize len = strcspn(exchange->from_gammu->str, "\x1a\x1b");
	char end = exchange->from_gammu->str[len];

	if (end == '\0' && len < EXCHANGE_PDU_MAX)
		return;
	if (end != '\x1a' || len >= EXCHANGE_PDU_MAX) {
		exchange_fail(exchange);
		g_string_truncate(exchange->from_gammu, 0);
		exchange->sync_tries = 0;
		exchange_sync(exchange);
		return;
	}
	g_free(exchange->pdu);
	exchange->pdu = g_strndup(exchange->from_gammu->str, len);
	exchange->hooks->trace('>', exchange->pdu, exchange->user);
	exchange->hooks->to_modem(exchange->from_gammu->str, len + 1, exchange->user);
	g_string_erase(exchange->from_gammu, 0, (gssize)(len + 1));
	exchange->prompted = TRUE;
	exchange->state = EXCHANGE_WAIT;
	exchange->hooks->timer(exchange->answer_ms, exchange->user);
}

static void
exchange_final(struct at_exchange *exchange, const char *final)
{
	enum exchange_owner owner = exchange->owner;

	exchange->hooks->timer(0, exchange->user);
	exchange_confirm(exchange, final);
	if (exchange->row->answer == AT_SHAPE_PROMPT)
		final = at_answer_sent(&exchange->answer_text, final);
	else if (exchange->answer_text.refused_only)
		final = "+CMS ERROR: 321";
	if (owner == OWNER_GAMMU)
		exchange_tell_gammu(exchange, final);
	else if (owner == OWNER_RAW)
		exchange_tell_raw(exchange, final);
	exchange_done(exchange);
	if (exchange->asking)
		exchange_asked(exchange);
	if (exchange->release)
		exchange_release(exchange);
}

/* What the modem has now agreed to. */
static void
exchange_confirm(struct at_exchange *exchange, const char *final)
{
	const char *mode = strstr(exchange->answer_text.lines->str, EXCHANGE_MODE);
	gboolean ok = strcmp(final, "OK") == 0;

	if (exchange->asking)
		exchange->asked_mode = ok && mode != NULL ?
		    mode[strlen(EXCHANGE_MODE)] - '0' : -1;
	else if (g_ascii_strcasecmp(exchange->line, "AT+CMGF?") == 0)
		exchange->doubt |= ok && exchange->pdu_mode && mode != NULL &&
		    mode[strlen(EXCHANGE_MODE)] != '0';
	else if (g_ascii_strcasecmp(exchange->line, "AT+CMGF=0") == 0)
		exchange->pdu_mode = ok;
	else if (g_ascii_strncasecmp(exchange->line, "AT+CPMS=\"", 9) == 0 && ok)
		g_strlcpy(exchange->store, exchange->line + 9, sizeof(exchange->store));
}
