/*
 * What a modem says unasked: kept until libgammu is in no call and lets it in
 * (at_talk_release), dropped when it would not know it.
 */
#include "modem/at_talk_state.h"

#include <string.h>

#define TALK_HELD_MAX	4000	/* unasked lines that wait for libgammu */
#define TALK_NAMES_MAX	200	/* names of unknown result codes remembered */

static void	talk_hold(struct at_talk *talk, const char *text);
static void	talk_tell_held(struct at_talk *talk);
static void	talk_unknown(struct at_talk *talk, const char *text);

void
talk_unasked(struct at_talk *talk, const char *text)
{
	switch (at_urc_find(text)) {
	case AT_URC_PASS:
		talk_hold(talk, text);
		break;
	case AT_URC_PDU:
		g_free(talk->pdu_head);
		talk->pdu_head = g_strdup(text);
		break;
	case AT_URC_NOISE:
		break;
	case AT_URC_HINT:
		talk->doubt |= talk->pdu_mode;
		break;
	case AT_URC_REBOOT:
		at_talk_end(talk, "reboot", text);
		break;
	case AT_URC_UNKNOWN:
		if (!at_final(text))
			talk_unknown(talk, text);
		break;
	}
}

void
talk_unasked_pdu(struct at_talk *talk, const char *hex)
{
	g_autofree char *head = g_steal_pointer(&talk->pdu_head);
	gboolean report = g_str_has_prefix(head, "+CDS:");
	g_autofree char *checked = NULL, *both = NULL;
	g_autoptr(GByteArray) octets = NULL;
	const char *why;

	checked = at_answer_pdu(hex, report ? AT_PDU_REPORT : AT_PDU_DELIVER,
	    &octets, &why);
	if (checked == NULL) {
		talk->hooks->refused("", 0, why, octets->data, octets->len,
		    talk->user);
		return;
	}
	both = g_strconcat(head, "\r\n", checked, NULL);
	talk_hold(talk, both);
}

void
at_talk_release(struct at_talk *talk)
{
	if (talk->owner == OWNER_GAMMU)
		talk->release = TRUE;
	else
		talk_release(talk);
}

static void
talk_hold(struct at_talk *talk, const char *text)
{
	if (g_queue_get_length(&talk->held) < TALK_HELD_MAX)
		g_queue_push_tail(&talk->held, g_strdup(text));
	if (talk->announced)
		return;
	talk->announced = TRUE;
	talk->hooks->waits(talk->user);
}

/* Told the first time, the tenth, the hundredth, ... */
static void
talk_unknown(struct at_talk *talk, const char *text)
{
	g_autofree char *name = at_urc_name(text);
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(talk->names,
	    name)) + 1;
	g_autofree char *counted = g_strdup_printf("%s, %u times", name, count);
	guint told = 1;

	if (count == 1 && g_hash_table_size(talk->names) >= TALK_NAMES_MAX)
		return;
	while (told < count)
		told *= 10;
	if (told == count)
		talk->hooks->fault("unknown line", count == 1 ? name : counted,
		    talk->user);
	g_hash_table_replace(talk->names, g_steal_pointer(&name),
	    GUINT_TO_POINTER(count));
}

void
talk_release(struct at_talk *talk)
{
	talk->release = FALSE;
	talk->announced = FALSE;
	talk_tell_held(talk);
	talk->hooks->released(talk->user);
}

static void
talk_tell_held(struct at_talk *talk)
{
	GString *out;
	char *text;

	if (g_queue_is_empty(&talk->held))
		return;
	out = g_string_new(NULL);
	while ((text = g_queue_pop_head(&talk->held)) != NULL) {
		g_string_append_printf(out, "\r\n%s\r\n", text);
		g_free(text);
	}
	talk->hooks->to_gammu(out->str, out->len, talk->user);
	g_string_free(out, TRUE);
}
