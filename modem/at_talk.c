/*
 * The states of the talk, see at_talk.h.  Who gave the command under way says
 * who hears its answer: libgammu, a raw command's asker, or we ourselves (to
 * find the modem's place again, or to ask whether it has restarted).
 */
#include "modem/at_talk_state.h"

#include <stdlib.h>
#include <string.h>

#define TALK_SYNC_TRIES	6
#define TALK_PDU_MS	10000	/* libgammu, to give the PDU */
#define TALK_PDU_MAX	1000	/* octets of hex libgammu may give */
#define TALK_LINE_MAX	600	/* of a command of libgammu */
#define TALK_RAW_MAX	64	/* raw commands waiting */
#define TALK_MODE	"+CMGF: "	/* 0: PDU mode */

static void	talk_line(enum at_line_kind kind, const char *text,
		    void *user);
static void	talk_next(struct at_talk *talk);
static gboolean	talk_take(struct at_talk *talk);
static void	talk_take_pdu(struct at_talk *talk);
static void	talk_gammu(struct at_talk *talk, const char *line);
static void	talk_prompt(struct at_talk *talk);
static void	talk_answer(struct at_talk *talk, const char *text);
static void	talk_final(struct at_talk *talk, const char *final);
static void	talk_confirm(struct at_talk *talk, const char *final);
static void	talk_tell_gammu(struct at_talk *talk, const char *final);
static void	talk_tell_raw(struct at_talk *talk, const char *final);
static void	talk_done(struct at_talk *talk);
static guint	talk_slot(const struct at_talk *talk);
static void	talk_raw_start(struct at_talk *talk);
static struct talk_raw *talk_raw_new(const char *line, guint deadline_ms);
static void	talk_raw_free(struct talk_raw *raw);

struct at_talk *
at_talk_new(const struct at_talk_hooks *hooks, void *user, guint answer_ms)
{
	struct at_talk *talk = g_new0(struct at_talk, 1);

	talk->hooks = hooks;
	talk->user = user;
	talk->answer_ms = answer_ms;
	talk->reader = at_line_new(talk_line, talk);
	talk->from_gammu = g_string_new(NULL);
	talk->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	at_answer_init(&talk->answer_text);
	g_queue_init(&talk->raws);
	g_queue_init(&talk->held);
	return talk;
}

void
at_talk_free(struct at_talk *talk)
{
	at_line_free(talk->reader);
	g_string_free(talk->from_gammu, TRUE);
	g_hash_table_unref(talk->names);
	at_answer_clear(&talk->answer_text);
	g_queue_clear_full(&talk->raws, (GDestroyNotify)talk_raw_free);
	g_queue_clear_full(&talk->held, g_free);
	talk_raw_free(talk->raw);
	g_free(talk->line);
	g_free(talk->name);
	g_free(talk->pdu);
	g_free(talk->pdu_head);
	g_free(talk->over);
	g_free(talk);
}

void
at_talk_begin(struct at_talk *talk)
{
	talk_sync(talk);
}

const char *
at_talk_over(const struct at_talk *talk)
{
	return talk->over;
}

const char *
at_talk_farewell(const struct at_talk *talk)
{
	return talk->state == TALK_PDU ? "\x1b\r" : "";
}

void
at_talk_from_gammu(struct at_talk *talk, const char *octets, gsize len)
{
	g_string_append_len(talk->from_gammu, octets, (gssize)len);
	if (talk->state == TALK_PDU)
		talk_take_pdu(talk);
	talk_next(talk);
}

void
at_talk_from_modem(struct at_talk *talk, const char *octets, gsize len)
{
	if (talk->state == TALK_OVER)
		return;
	at_line_feed(talk->reader, octets, len);
	talk_next(talk);
}

void
at_talk_command(struct at_talk *talk, guint64 id, const char *line,
    guint deadline_ms)
{
	struct talk_raw *raw;
	const char *store = "";

	if (g_str_has_prefix(line, "SM:") || g_str_has_prefix(line, "ME:")) {
		store = line;
		line += 3;
	}
	if (!at_command_is_harmless(line)) {
		talk->hooks->answer(id, "ERROR refused: libgammu would lose "
		    "its place", talk->user);
		return;
	}
	if (g_queue_get_length(&talk->raws) >= TALK_RAW_MAX ||
	    talk->state == TALK_OVER) {
		talk->hooks->answer(id, talk->state == TALK_OVER ?
		    "ERROR no modem" : "ERROR too many commands",
		    talk->user);
		return;
	}
	raw = talk_raw_new(line, deadline_ms);
	raw->id = id;
	g_strlcpy(raw->store, store, sizeof(raw->store));
	g_queue_push_tail(&talk->raws, raw);
	talk_next(talk);
}

void
at_talk_end(struct at_talk *talk, const char *name, const char *detail)
{
	struct talk_raw *raw;

	if (talk->state == TALK_OVER)
		return;
	talk->over = g_strdup(name);
	talk->hooks->timer(0, talk->user);
	talk->hooks->trace('!', name, talk->user);
	talk->hooks->fault(name, detail, talk->user);
	talk_fail(talk);
	talk->state = TALK_OVER;
	while ((raw = g_queue_pop_head(&talk->raws)) != NULL) {
		if (raw->id != 0)
			talk->hooks->answer(raw->id, "ERROR no modem",
			    talk->user);
		talk_raw_free(raw);
	}
	talk_next(talk);
}

void
at_talk_timeout(struct at_talk *talk)
{
	g_autofree char *detail = NULL;

	if (talk->state == TALK_SYNC) {
		if (talk->sync_tries >= TALK_SYNC_TRIES)
			at_talk_end(talk, "deaf", "the modem does not answer");
		else
			talk_sync(talk);
		return;
	}
	if (talk->state != TALK_WAIT && talk->state != TALK_PDU)
		return;
	detail = g_strdup_printf("%s after %u ms", talk->name,
	    talk->prompted ? talk->answer_ms : talk->row->deadline_ms);
	talk->hooks->trace('!', "deadline", talk->user);
	talk->hooks->fault(talk->prompted ? "no answer" : "deadline", detail,
	    talk->user);
	talk_fail(talk);
	talk->doubt = talk->pdu_mode;
	talk->sync_tries = 0;
	talk_sync(talk);
}

/* --- one line from the modem ------------------------------------------------ */

static void
talk_line(enum at_line_kind kind, const char *text, void *user)
{
	struct at_talk *talk = user;

	talk->hooks->trace('<', text, talk->user);
	if (talk->state == TALK_OVER)
		return;
	if (kind == AT_LINE_PROMPT) {
		talk_prompt(talk);
		return;
	}
	/* A PDU that never came must not cost what came in its place. */
	if (talk->pdu_head != NULL && (at_final(text) ||
	    at_urc_find(text) != AT_URC_UNKNOWN))
		g_clear_pointer(&talk->pdu_head, g_free);
	if (talk->pdu_head != NULL) {
		talk_unasked_pdu(talk, text);
		return;
	}
	if ((kind == AT_LINE_LONG || !at_line_is_balanced(text)) &&
	    (talk->state != TALK_WAIT || talk->answer_text.head == NULL)) {
		talk->hooks->fault(kind == AT_LINE_LONG ? "long line" :
		    "broken line", "", talk->user);
		return;
	}
	if (talk->state == TALK_SYNC)
		talk_sync_line(talk, text);
	else if (talk->state == TALK_IDLE || talk->state == TALK_PDU)
		talk_unasked(talk, text);
	else
		talk_answer(talk, text);
}

/* A line while a command is under way. */
static void
talk_answer(struct at_talk *talk, const char *text)
{
	if (g_ascii_strcasecmp(text, talk->line) == 0 ||
	    (talk->prompted && strlen(text) >= 16 &&
	    g_ascii_strncasecmp(text, talk->pdu, 16) == 0)) {
		talk_echo(talk);
		return;
	}
	if (at_final(text)) {
		/* Before the prompt an OK can only be a late one. */
		if (talk->row->answer != AT_ANSWER_PROMPT ||
		    talk->prompted || strcmp(text, "OK") != 0)
			talk_final(talk, text);
		return;
	}
	switch (at_answer_line(&talk->answer_text, talk->row, talk->name,
	    text)) {
	case AT_LINE_TAKEN:
		break;
	case AT_LINE_REFUSED:
		talk->hooks->refused(talk->store, talk_slot(talk),
		    talk->answer_text.why, talk->answer_text.octets->data,
		    talk->answer_text.octets->len, talk->user);
		break;
	case AT_LINE_OTHER:
		talk_unasked(talk, text);
		break;
	}
}

/* Slot of the PDU just refused: +CMGL names it, to AT+CMGR=n it was said. */
static guint
talk_slot(const struct at_talk *talk)
{
	const char *equals = strchr(talk->line, '=');

	if (g_ascii_strcasecmp(talk->name, "+CMGR") != 0)
		return talk->answer_text.slot;
	return equals != NULL ? (guint)CLAMP(atoi(equals + 1), 0, G_MAXUINT16) :
	    0;
}

static void
talk_prompt(struct at_talk *talk)
{
	if (talk->state != TALK_WAIT || talk->owner != OWNER_GAMMU ||
	    talk->row->answer != AT_ANSWER_PROMPT || talk->prompted)
		return;
	talk->state = TALK_PDU;
	at_line_expect_prompt(talk->reader, FALSE);
	talk->hooks->timer(TALK_PDU_MS, talk->user);
	talk_say(talk, "> ");
}

/* --- commands ------------------------------------------------------------------ */

/* Takes up what waits, libgammu first. */
static void
talk_next(struct at_talk *talk)
{
	struct talk_raw *raw;

	while (talk->state == TALK_OVER && talk_take(talk))
		continue;
	while (talk->state == TALK_IDLE) {
		raw = g_queue_peek_head(&talk->raws);
		if (raw != NULL && raw->chained)
			talk_raw_start(talk);
		else if (talk->doubt)
			talk_ask(talk);
		else if (talk_take(talk))
			continue;
		else if (raw != NULL)
			talk_raw_start(talk);
		else
			return;
	}
}

/* A command that is meant for another store than libgammu has chosen is put
 * between two AT+CPMS, and libgammu never knows. */
static void
talk_raw_start(struct at_talk *talk)
{
	struct talk_raw *raw = g_queue_pop_head(&talk->raws);
	struct talk_raw *back;
	g_autofree char *there = NULL, *home = NULL;

	if (raw->store[0] != '\0' && !raw->tried &&
	    strcmp(raw->store, talk->store) != 0) {
		there = g_strdup_printf("AT+CPMS=\"%s\"", raw->store);
		home = g_strdup_printf("AT+CPMS=\"%s\"", talk->store);
		raw->tried = raw->chained = TRUE;
		if (talk->store[0] != '\0') {
			back = talk_raw_new(home,
			    at_command_find(home)->deadline_ms);
			back->chained = TRUE;
			g_queue_push_head(&talk->raws, back);
		}
		g_queue_push_head(&talk->raws, raw);
		raw = talk_raw_new(there, at_command_find(there)->deadline_ms);
	} else if (strcmp(raw->store, talk->store) != 0 && raw->tried) {
		talk->hooks->answer(raw->id, "ERROR no such store",
		    talk->user);
		talk_raw_free(raw);
		return;
	}
	talk->raw = raw;
	talk_start(talk, OWNER_RAW, raw->line, raw->deadline_ms);
}

static struct talk_raw *
talk_raw_new(const char *line, guint deadline_ms)
{
	struct talk_raw *raw = g_new0(struct talk_raw, 1);

	raw->line = g_strdup(line);
	raw->deadline_ms = CLAMP(deadline_ms, 100, 180000);
	return raw;
}

/* A whole command of libgammu, when there is one. */
static gboolean
talk_take(struct at_talk *talk)
{
	g_autofree char *line = NULL;
	gsize begin, len;

	begin = strspn(talk->from_gammu->str, "\x1b\x1a\r\n");
	len = strcspn(talk->from_gammu->str + begin, "\r\x1b\x1a");
	if (talk->from_gammu->str[begin + len] == '\0') {
		g_string_erase(talk->from_gammu, 0, (gssize)begin);
		if (talk->from_gammu->len > TALK_LINE_MAX)
			g_string_truncate(talk->from_gammu, 0);
		return FALSE;
	}
	if (talk->from_gammu->str[begin + len] == '\r')
		line = g_strndup(talk->from_gammu->str + begin, len);
	g_string_erase(talk->from_gammu, 0, (gssize)(begin + len + 1));
	if (line != NULL)	/* else it was taken back */
		talk_gammu(talk, line);
	return TRUE;
}

static void
talk_gammu(struct at_talk *talk, const char *line)
{
	const struct at_command *row = at_command_find(line);
	gboolean refused = row->refuse || talk->state == TALK_OVER ||
	    strlen(line) > TALK_LINE_MAX;

	if (row->answer == AT_ANSWER_PROMPT && !talk->pdu_mode && !refused) {
		talk->hooks->fault("text mode", "AT+CMGS before AT+CMGF=0",
		    talk->user);
		refused = TRUE;
	}
	if (!refused) {
		talk_start(talk, OWNER_GAMMU, line, row->deadline_ms);
		return;
	}
	g_free(talk->line);
	talk->line = g_strdup(line);
	talk->owner = OWNER_GAMMU;
	talk_tell_gammu(talk, "ERROR");
	talk->owner = OWNER_NONE;
}

void
talk_start(struct at_talk *talk, enum talk_owner owner, const char *line,
    guint deadline_ms)
{
	talk->state = TALK_WAIT;
	talk->owner = owner;
	talk->row = at_command_find(line);
	g_free(talk->line);
	talk->line = g_strdup(line);
	g_free(talk->name);
	talk->name = at_command_name(line);
	talk->prompted = FALSE;
	at_answer_reset(&talk->answer_text);
	at_line_expect_prompt(talk->reader,
	    talk->row->answer == AT_ANSWER_PROMPT);
	talk->hooks->timer(deadline_ms, talk->user);
	/* The echo is ours, the modem's is not wanted. */
	talk_say(talk, g_ascii_strcasecmp(line, "ATE1") == 0 ? "ATE0" : line);
}

/* To libgammu the beginning of an answer, to the modem a command. */
void
talk_say(struct at_talk *talk, const char *line)
{
	g_autofree char *octets = NULL;

	if (talk->state == TALK_PDU) {
		octets = g_strconcat(talk->line, "\r\r\n", line, NULL);
		talk->hooks->to_gammu(octets, strlen(octets), talk->user);
		return;
	}
	talk->hooks->trace('>', line, talk->user);
	octets = g_strconcat(line, "\r", NULL);
	talk->hooks->to_modem(octets, strlen(octets), talk->user);
}

/* The PDU goes to the modem in one piece, when it is whole. */
static void
talk_take_pdu(struct at_talk *talk)
{
	gsize len = strcspn(talk->from_gammu->str, "\x1a\x1b");
	char end = talk->from_gammu->str[len];

	if (end == '\0' && len < TALK_PDU_MAX)
		return;
	if (end != '\x1a' || len >= TALK_PDU_MAX) {
		talk_fail(talk);
		g_string_truncate(talk->from_gammu, 0);
		talk->sync_tries = 0;
		talk_sync(talk);
		return;
	}
	g_free(talk->pdu);
	talk->pdu = g_strndup(talk->from_gammu->str, len);
	talk->hooks->trace('>', talk->pdu, talk->user);
	talk->hooks->to_modem(talk->from_gammu->str, len + 1, talk->user);
	g_string_erase(talk->from_gammu, 0, (gssize)(len + 1));
	talk->prompted = TRUE;
	talk->state = TALK_WAIT;
	talk->hooks->timer(talk->answer_ms, talk->user);
}

static void
talk_final(struct at_talk *talk, const char *final)
{
	enum talk_owner owner = talk->owner;

	talk->hooks->timer(0, talk->user);
	talk_confirm(talk, final);
	if (talk->row->answer == AT_ANSWER_PROMPT)
		final = at_answer_sent(&talk->answer_text, final);
	else if (talk->answer_text.refused_only)
		final = "+CMS ERROR: 321";
	if (owner == OWNER_GAMMU)
		talk_tell_gammu(talk, final);
	else if (owner == OWNER_RAW)
		talk_tell_raw(talk, final);
	talk_done(talk);
	if (talk->asking)
		talk_asked(talk);
	if (talk->release)
		talk_release(talk);
}

/* What the modem has now agreed to. */
static void
talk_confirm(struct at_talk *talk, const char *final)
{
	const char *mode = strstr(talk->answer_text.lines->str, TALK_MODE);
	gboolean ok = strcmp(final, "OK") == 0;

	if (talk->asking)
		talk->asked_mode = ok && mode != NULL ?
		    mode[strlen(TALK_MODE)] - '0' : -1;
	else if (g_ascii_strcasecmp(talk->line, "AT+CMGF?") == 0)
		talk->doubt |= ok && talk->pdu_mode && mode != NULL &&
		    mode[strlen(TALK_MODE)] != '0';
	else if (g_ascii_strcasecmp(talk->line, "AT+CMGF=0") == 0)
		talk->pdu_mode = ok;
	else if (g_ascii_strncasecmp(talk->line, "AT+CPMS=\"", 9) == 0 && ok)
		g_strlcpy(talk->store, talk->line + 9, sizeof(talk->store));
}

/* libgammu knows an answer by the command before it. One write. ATE1's answer
 * is ours: an error would make it reset the modem. */
static void
talk_tell_gammu(struct at_talk *talk, const char *final)
{
	GString *out = g_string_sized_new(128);

	if (g_ascii_strcasecmp(talk->line, "ATE1") == 0 &&
	    talk->state != TALK_OVER)
		final = "OK";
	if (!talk->prompted) {
		g_string_append(out, talk->line);
		g_string_append(out, "\r\r\n");
	} else
		g_string_append(out, "\r\n");
	if (g_str_equal(final, "OK"))
		g_string_append(out, talk->answer_text.lines->str);
	g_string_append_printf(out, "\r\n%s\r\n", final);
	talk->hooks->to_gammu(out->str, out->len, talk->user);
	g_string_free(out, TRUE);
}

static void
talk_tell_raw(struct at_talk *talk, const char *final)
{
	g_autofree char *lines = g_strconcat(talk->answer_text.lines->str,
	    final, NULL);

	if (talk->raw->id != 0)
		talk->hooks->answer(talk->raw->id, lines, talk->user);
}

static void
talk_done(struct at_talk *talk)
{
	g_clear_pointer(&talk->raw, talk_raw_free);
	talk->owner = OWNER_NONE;
	talk->prompted = FALSE;
	talk->state = TALK_IDLE;
	at_answer_reset(&talk->answer_text);
	at_line_expect_prompt(talk->reader, FALSE);
}

/* The command under way ends in ERROR. */
void
talk_fail(struct at_talk *talk)
{
	if (talk->owner == OWNER_NONE)
		return;
	at_answer_reset(&talk->answer_text);
	if (talk->owner == OWNER_GAMMU) {
		/* At the prompt the command was echoed already. */
		talk->prompted |= talk->state == TALK_PDU;
		talk_tell_gammu(talk, "ERROR");
	} else if (talk->owner == OWNER_RAW)
		talk_tell_raw(talk, "ERROR deadline");
	talk->asking = FALSE;
	talk_done(talk);
	if (talk->release)
		talk_release(talk);
}

static void
talk_raw_free(struct talk_raw *raw)
{
	if (raw == NULL)
		return;
	g_free(raw->line);
	g_free(raw);
}
