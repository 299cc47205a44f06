/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shapes of answers.  Bounds are those of libgammu's buffers.
 */
#include "modem/at_answer.h"

#include <stdlib.h>
#include <string.h>

#include "modem/at_line.h"

#define ANSWER_LINE_MAX	400	/* of a named line */
#define ANSWER_BARE_MAX	40	/* model and maker: 50 in libgammu */
#define ANSWER_MAX	(512 * 1024)
#define ANSWER_PDU_MAX	(2 * 255)	/* octets kept of a refused PDU */
#define ANSWER_SLOT_MAX	99999	/* GSM_PHONE_MAXSMSINFOLDER - 1 */

static enum at_answer_end answer_head(struct at_answer *answer,
		    const char *name, const char *text);
static enum at_answer_end answer_body(struct at_answer *answer,
		    const char *name, const char *text);
static enum at_answer_end answer_named(struct at_answer *answer,
		    const char *name, const char *text);
static enum at_answer_end answer_bare(struct at_answer *answer,
		    const char *name, const char *text);
static gboolean	answer_has_name(const char *name, const char *text);
static void	answer_add(struct at_answer *answer, const char *text);

void
at_answer_init(struct at_answer *answer)
{
	memset(answer, 0, sizeof(*answer));
	answer->lines = g_string_new(NULL);
	answer->octets = g_byte_array_new();
}

void
at_answer_clear(struct at_answer *answer)
{
	g_string_free(answer->lines, TRUE);
	g_byte_array_unref(answer->octets);
	g_free(answer->head);
}

void
at_answer_reset(struct at_answer *answer)
{
	g_string_truncate(answer->lines, 0);
	g_clear_pointer(&answer->head, g_free);
	answer->refused_only = FALSE;
	answer->slot = 0;
	answer->why = NULL;
}

enum at_answer_end
at_answer_line(struct at_answer *answer, const struct at_command *row,
    const char *name, const char *text)
{
	if (answer->head != NULL)
		return answer_body(answer, name, text);
	switch (row->answer) {
	case AT_SHAPE_PDU:
		return answer_head(answer, name, text);
	case AT_SHAPE_BARE:
		return answer_bare(answer, name, text);
	default:
		return answer_named(answer, name, text);
	}
}

const char *
at_answer_sent(struct at_answer *answer, const char *final)
{
	char *comma;
	const char *number;

	if (strcmp(final, "OK") == 0) {
		comma = strchr(answer->lines->str, ',');
		if (comma != NULL) {
			g_string_truncate(answer->lines,
			    (gsize)(comma - answer->lines->str));
			/* The comma may have stood between quotes. */
			if (!at_line_is_balanced(answer->lines->str))
				g_strdelimit(answer->lines->str, "\"", '\'');
			g_string_append(answer->lines, "\r\n");
		}
		return final;
	}
	number = strchr(final, ':');
	if (number == NULL || atoi(number + 1) <= 0 ||
	    atoi(number + 1) > 9999)
		return "ERROR";
	return final;
}

char *
at_answer_pdu(const char *hex, enum at_pdu_kind kind, GByteArray **octets,
    const char **why)
{
	gsize used;

	*octets = at_pdu_from_hex(hex, ANSWER_PDU_MAX);
	if (*octets == NULL) {
		*octets = g_byte_array_new();
		g_byte_array_append(*octets, (const guint8 *)hex,
		    (guint)MIN(strlen(hex), ANSWER_PDU_MAX));
		*why = "not a PDU in hex";
		return NULL;
	}
	*why = at_pdu_check((*octets)->data, (*octets)->len, kind, &used);
	return *why == NULL ? g_strndup(hex, 2 * used) : NULL;
}

/* "+CMGL: 3,1,,22", "+CMGR: 1,,22", "+CMGR: ,,22". A message in state 2 or
 * 3 was not received: an own text somebody left there, which takes a slot.  A
 * state there is none of (a phone said "+CMGR: 4,1,,151"), or none at all
 * ("+CMGR: 24"), is told as received. */
static enum at_answer_end
answer_head(struct at_answer *answer, const char *name, const char *text)
{
	const char *at;
	char *end;
	unsigned long slot = 0, state = 0;
	gboolean listed = g_ascii_strcasecmp(name, "+CMGL") == 0;

	if (!answer_has_name(name, text))
		return AT_ANSWER_OTHER;
	at = text + strlen(name) + 1;
	at += strspn(at, " ");
	if (listed) {
		slot = strtoul(at, &end, 10);
		if (end == at || *end != ',' || slot > ANSWER_SLOT_MAX)
			return AT_ANSWER_TAKEN;
		at = end + 1;
	}
	state = strtoul(at, &end, 10);
	if (strlen(text) > ANSWER_LINE_MAX || (listed && *end != ','))
		return AT_ANSWER_TAKEN;
	answer->slot = (guint)slot;
	answer->own = *end == ',' && (state == 2 || state == 3);
	answer->head = *end != ',' ? g_strdup_printf("%s: 1,,%lu", name, state) :
	    state <= 3 ? g_strdup(text) :
	    g_strdup_printf("%.*s1%s", (int)(at - text), text, end);
	return AT_ANSWER_TAKEN;
}

static enum at_answer_end
answer_body(struct at_answer *answer, const char *name, const char *text)
{
	g_autofree char *head = NULL;
	g_autofree char *checked = NULL;
	const char *why;

	if (answer_has_name(name, text)) {	/* its PDU is missing */
		g_clear_pointer(&answer->head, g_free);
		return answer_head(answer, name, text);
	}
	if (at_urc_find(text) != AT_URC_UNKNOWN)
		return AT_ANSWER_OTHER;
	head = g_steal_pointer(&answer->head);
	g_byte_array_unref(answer->octets);
	checked = at_answer_pdu(text, AT_PDU_STORED, &answer->octets, &why);
	if (checked == NULL || answer->own) {
		answer->why = answer->own ? "an own text, not received" : why;
		answer->refused_only = g_ascii_strcasecmp(name, "+CMGR") == 0;
		return AT_ANSWER_REFUSED;
	}
	answer_add(answer, head);
	answer_add(answer, checked);
	return AT_ANSWER_TAKEN;
}

/* What libgammu would choose and modems do badly: it is not told of them.  HEX
 * (LIBGAMMU 2.1); UTF-8, under which it cannot read a USSD answer in UCS-2 that
 * comes as UTF-8. */
static const char *const answer_charsets[] = { "HEX", "UTF-8", "UTF8" };

static enum at_answer_end
answer_named(struct at_answer *answer, const char *name, const char *text)
{
	g_autoptr(GString) told = g_string_new(text);

	if (!answer_has_name(name, text))
		return AT_ANSWER_OTHER;
	if (strlen(text) > ANSWER_LINE_MAX)
		return AT_ANSWER_TAKEN;
	for (gsize i = 0; g_str_has_prefix(text, "+CSCS: (") &&
	    i < G_N_ELEMENTS(answer_charsets); i++) {
		g_autofree char *first = g_strdup_printf("\"%s\",",
		    answer_charsets[i]);
		g_autofree char *later = g_strdup_printf(",\"%s\"",
		    answer_charsets[i]);

		g_string_replace(told, first, "", 0);
		g_string_replace(told, later, "", 0);
	}
	answer_add(answer, told->str);
	return AT_ANSWER_TAKEN;
}

static enum at_answer_end
answer_bare(struct at_answer *answer, const char *name, const char *text)
{
	g_autofree char *cut = NULL;

	if (!answer_has_name(name, text) &&
	    (at_urc_find(text) != AT_URC_UNKNOWN ||
	    strchr("+^*#$%&_", *text) != NULL))
		return AT_ANSWER_OTHER;
	cut = g_strndup(text, ANSWER_BARE_MAX);
	if (!at_line_is_balanced(cut))
		g_strdelimit(cut, "\"", '\'');
	answer_add(answer, cut);
	return AT_ANSWER_TAKEN;
}

static gboolean
answer_has_name(const char *name, const char *text)
{
	gsize len = strlen(name);

	return len > 0 && g_ascii_strncasecmp(text, name, len) == 0 &&
	    text[len] == ':';
}

static void
answer_add(struct at_answer *answer, const char *text)
{
	if (answer->lines->len + strlen(text) > ANSWER_MAX)
		return;
	g_string_append(answer->lines, text);
	g_string_append(answer->lines, "\r\n");
}
