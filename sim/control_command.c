/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands of the control socket: a table, a function each.
 */
#include "sim/control_command.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "base/phone.h"
#include "sim/at.h"
#include "sim/delivery.h"
#include "sim/event.h"
#include "sim/fault.h"
#include "sim/handset.h"
#include "sim/knob.h"
#include "sim/modem.h"
#include "sim/network_state.h"
#include "sim/smsc.h"

#define WORDS_MAX	4

/* One command being done. */
struct told {
	struct network *network;
	struct control_client *client;
	char	*word[WORDS_MAX];	/* behind the name; the last may hold
					 * blanks */
	struct modem *modem;		/* word[0], where the row says so */
	GString	*answer;
	GError	**error;
};

typedef gboolean (*told_fn)(struct told *told);

static gboolean	told_help(struct told *told);
static gboolean	told_modems(struct told *told);
static gboolean	told_text(struct told *told);
static gboolean	told_pdu(struct told *told);
static gboolean	told_put(struct told *told);
static gboolean	told_stored(struct told *told);
static gboolean	told_subscribe(struct told *told);
static gboolean	told_unsubscribe(struct told *told);
static gboolean	told_phone(struct told *told);
static gboolean	told_ledger(struct told *told);
static gboolean	told_counts(struct told *told);
static gboolean	told_set(struct told *told);
static gboolean	told_fault(struct told *told);
static gboolean	told_faults(struct told *told);
static gboolean	told_call(struct told *told);
static gboolean	told_ussd(struct told *told);
static gboolean	told_ussd_push(struct told *told);

static const struct command {
	const char *name;
	guint	 least, most;	/* words; the last takes the rest of the line */
	gboolean for_modem;	/* the first word is a modem */
	const char *arguments, *sentence;
	told_fn	 run;
} commands[] = {
	{ "help", 0, 0, FALSE, "", "this list", told_help },
	{ "modems", 0, 0, FALSE, "", "name, number, device, plugged, in "
	    "service, texts the network holds for it", told_modems },
	{ "text", 3, 3, FALSE, "FROM TO TEXT",
	    "send a text from a phone; answers the number of parts",
	    told_text },
	{ "pdu", 2, 2, TRUE, "MODEM HEX", "put octets as in AT+CMGL where new "
	    "texts go, and say +CMTI; answers the slot", told_pdu },
	{ "put", 3, 3, TRUE, "MODEM SM|ME|SR HEX",
	    "... into a store, without a word", told_put },
	{ "stored", 1, 1, TRUE, "MODEM", "store, slot, status and hex of what "
	    "is stored", told_stored },
	{ "subscribe", 1, 1, FALSE, "NUMBER|MODEM|*",
	    "be told what happens to it from now on", told_subscribe },
	{ "unsubscribe", 1, 1, FALSE, "NUMBER|MODEM|*", "... no more",
	    told_unsubscribe },
	{ "phone", 2, 3, FALSE, "NUMBER present|absent|refuses [TP-ST]",
	    "whether a phone takes texts; absent: they wait for it",
	    told_phone },
	{ "counts", 0, 1, FALSE, "[MODEM]", "commands, texts and reports so "
	    "far", told_counts },
	{ "ledger", 0, 1, FALSE, "[NUMBER|MODEM]", "every event so far, of it "
	    "or of all", told_ledger },
	{ "set", 2, 3, TRUE, "MODEM NAME [VALUE]", "turn a setting, see below",
	    told_set },
	{ "fault", 2, 3, TRUE, "MODEM NAME [ARGUMENTS]",
	    "make a fault, see below", told_fault },
	{ "faults", 1, 1, TRUE, "MODEM", "faults in wait: name, argument, "
	    "occasions left", told_faults },
	{ "call", 2, 2, FALSE, "NUMBER MODEM", "call and give up",
	    told_call },
	{ "ussd", 2, 2, FALSE, "CODE ANSWER", "what a code is answered from "
	    "now on; '?' in front leaves the session open", told_ussd },
	{ "ussd-push", 2, 2, TRUE, "MODEM TEXT", "a USSD message of the "
	    "network's own", told_ussd_push },
};

static gboolean	told_split(struct told *told, const struct command *command,
		    char *rest);
static gboolean	told_no(struct told *told, const char *format, ...)
		    G_GNUC_PRINTF(2, 3);
static GBytes	*told_octets(struct told *told, const char *hex);

gboolean
control_command(struct network *network, struct control_client *client,
    const char *line, GString *answer, GError **error)
{
	struct told told = { network, client, .answer = answer,
	    .error = error };
	g_autofree char *copy = g_strstrip(g_strdup(line));
	char *rest = copy + strcspn(copy, " \t");
	gboolean done = FALSE;

	if (*rest != '\0')
		*rest++ = '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (strcmp(copy, commands[i].name) != 0)
			continue;
		done = told_split(&told, &commands[i], rest) &&
		    commands[i].run(&told);
		for (guint w = 0; w < WORDS_MAX; w++)
			g_free(told.word[w]);
		return done;
	}
	return told_no(&told, "no command is called '%s'; see help", copy);
}

static gboolean
told_split(struct told *told, const struct command *command, char *rest)
{
	guint count = 0;

	while (*rest != '\0' && count < command->most) {
		char *end;

		rest += strspn(rest, " \t");
		end = count + 1 == command->most ? rest + strlen(rest) :
		    rest + strcspn(rest, " \t");
		if (end == rest)
			break;
		if (*end != '\0')
			*end++ = '\0';
		told->word[count++] = event_unescape(rest);
		rest = end;
	}
	if (count < command->least || *rest != '\0')
		return told_no(told, "expected: %s %s", command->name,
		    command->arguments);
	if (!command->for_modem)
		return TRUE;
	told->modem = modem_find(told->network, told->word[0]);
	return told->modem != NULL ? TRUE :
	    told_no(told, "no modem is called '%s'", told->word[0]);
}

static gboolean
told_help(struct told *told)
{
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
		g_string_append_printf(told->answer, "%s %s: %s\n",
		    commands[i].name, commands[i].arguments,
		    commands[i].sentence);
	g_string_append(told->answer, "faults:\n");
	fault_describe(told->answer);
	g_string_append(told->answer, "settings:\n");
	knob_describe(told->answer);
	return TRUE;
}

static gboolean
told_modems(struct told *told)
{
	for (guint i = 0; i < told->network->modems->len; i++) {
		const struct modem *modem =
		    g_ptr_array_index(told->network->modems, i);

		g_string_append_printf(told->answer, "%s\t%s\t%s/%s\t%s\t%s\t%u\n",
		    modem->name, modem->number, told->network->folder,
		    modem->name,
		    line_plugged(modem->line) ? "plugged" : "unplugged",
		    modem_in_service(modem) ? "service" : "no-service",
		    modem->waiting.length);
	}
	return TRUE;
}

static gboolean
told_text(struct told *told)
{
	const struct modem *modem = modem_find(told->network,
	    told->word[1]);
	guint parts = smsc_text(told->network, told->word[0],
	    modem != NULL ? modem->number : told->word[1], told->word[2]);

	if (parts == 0)
		return told_no(told, "cannot be sent: an empty text, more than "
		    "255 parts, or a sender that is none");
	g_string_append_printf(told->answer, "%u\n", parts);
	return TRUE;
}

static gboolean
told_pdu(struct told *told)
{
	g_autoptr(GBytes) octets = told_octets(told, told->word[1]);
	guint slot;

	if (octets == NULL)
		return FALSE;
	slot = delivery_store(told->modem, told->modem->profile.mem[2], octets,
	    told->modem->profile.cnmi[1] != 0);
	if (slot == 0)
		return told_no(told, "the store is full");
	g_string_append_printf(told->answer, "%u\n", slot);
	return TRUE;
}

static gboolean
told_put(struct told *told)
{
	g_autoptr(GBytes) octets = told_octets(told, told->word[2]);

	if (octets == NULL)
		return FALSE;
	for (int s = 0; s < STORE_COUNT; s++) {
		guint slot;

		if (strcmp(told->word[1], told->modem->stores[s].name) != 0)
			continue;
		slot = delivery_store(told->modem, (enum modem_store)s, octets,
		    FALSE);
		if (slot == 0)
			return told_no(told, "the store is full");
		g_string_append_printf(told->answer, "%u\n", slot);
		return TRUE;
	}
	return told_no(told, "no store is called '%s'", told->word[1]);
}

static gboolean
told_stored(struct told *told)
{
	for (int s = 0; s < STORE_COUNT; s++) {
		const struct store *store = &told->modem->stores[s];

		for (guint slot = 1; slot <= store->size; slot++) {
			const struct stored *stored = store_at(store, slot);
			g_autofree char *hex = NULL;
			gsize len;

			if (stored == NULL)
				continue;
			hex = tpdu_hex(g_bytes_get_data(stored->octets, NULL),
			    (len = g_bytes_get_size(stored->octets)));
			g_string_append_printf(told->answer,
			    "%s\t%u\t%d\t%s\n", store->name, slot,
			    stored->status, hex);
		}
	}
	return TRUE;
}

static gboolean
told_subscribe(struct told *told)
{
	control_subscribe(told->client, told->word[0], TRUE);
	return TRUE;
}

static gboolean
told_unsubscribe(struct told *told)
{
	control_subscribe(told->client, told->word[0], FALSE);
	return TRUE;
}

static gboolean
told_phone(struct told *told)
{
	static const char *const fates[] = { "present", "absent", "refuses" };
	g_autofree char *number = phone_normalise(told->word[0]);
	long status = told->word[2] == NULL ? 0x41 :
	    strtol(told->word[2], NULL, 16);

	for (int i = 0; i < 3; i++) {
		if (strcmp(told->word[1], fates[i]) != 0)
			continue;
		handset_set_fate(handset_of(told->network, number),
		    (enum handset_fate)i, (guint8)status);
		return TRUE;
	}
	return told_no(told, "expected present, absent or refuses, not '%s'",
	    told->word[1]);
}

static gboolean
told_counts(struct told *told)
{
	const struct modem *only = told->word[0] == NULL ? NULL :
	    modem_find(told->network, told->word[0]);

	if (told->word[0] != NULL && only == NULL)
		return told_no(told, "no modem is called '%s'",
		    told->word[0]);
	for (guint i = 0; i < told->network->modems->len; i++) {
		const struct modem *modem =
		    g_ptr_array_index(told->network->modems, i);
		const struct modem_counts *counts = &modem->counts;

		if (only != NULL && modem != only)
			continue;
		g_string_append_printf(told->answer, "%s commands=%"
		    G_GUINT64_FORMAT " submitted=%" G_GUINT64_FORMAT
		    " refused=%" G_GUINT64_FORMAT " stored=%" G_GUINT64_FORMAT
		    " direct=%" G_GUINT64_FORMAT " deleted=%" G_GUINT64_FORMAT
		    " reports=%" G_GUINT64_FORMAT " waiting=%u in_store=%u\n",
		    modem->name, counts->commands, counts->submitted,
		    counts->refused, counts->stored, counts->direct,
		    counts->deleted, counts->reports, modem->waiting.length,
		    modem->stores[STORE_SM].used +
		    modem->stores[STORE_ME].used);
	}
	return TRUE;
}

static gboolean
told_ledger(struct told *told)
{
	const struct modem *modem = told->word[0] == NULL ? NULL :
	    modem_find(told->network, told->word[0]);
	g_autofree char *subject = modem != NULL ? g_strdup(modem->name) :
	    told->word[0] != NULL ? phone_normalise(told->word[0]) : NULL;

	for (GList *row = told->network->ledger.head; row != NULL;
	    row = row->next) {
		const char *line = row->data, *field = strchr(line, '\t') + 1;

		if (subject == NULL || (g_str_has_prefix(field, subject) &&
		    field[strlen(subject)] == '\t'))
			g_string_append_printf(told->answer, "%s\n", line);
	}
	return TRUE;
}

static gboolean
told_set(struct told *told)
{
	return knob_set(told->modem, told->word[1],
	    told->word[2] != NULL ? told->word[2] : "", told->error);
}

static gboolean
told_fault(struct told *told)
{
	return fault_make(told->modem, told->word[1],
	    told->word[2] != NULL ? told->word[2] : "", told->error);
}

static gboolean
told_faults(struct told *told)
{
	fault_list(told->modem, told->answer);
	return TRUE;
}

static gboolean
told_call(struct told *told)
{
	struct modem *modem = modem_find(told->network, told->word[1]);

	if (modem == NULL)
		return told_no(told, "no modem is called '%s'",
		    told->word[1]);
	if (!modem_in_service(modem))
		return told_no(told, "%s is not in service", modem->name);
	modem_ring(modem, told->word[0]);
	return TRUE;
}

static gboolean
told_ussd(struct told *told)
{
	g_hash_table_insert(told->network->ussd, g_strdup(told->word[0]),
	    g_strdup(told->word[1]));
	return TRUE;
}

static gboolean
told_ussd_push(struct told *told)
{
	at_ussd_push(told->modem, told->word[1]);
	return TRUE;
}

static gboolean
told_no(struct told *told, const char *format, ...)
{
	g_autofree char *why = NULL;
	va_list args;

	va_start(args, format);
	why = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(told->error, G_IO_ERROR, G_IO_ERROR_FAILED, why);
	return FALSE;
}

static GBytes *
told_octets(struct told *told, const char *hex)
{
	GByteArray *octets = tpdu_from_hex(hex, -1);

	if (octets == NULL)
		told_no(told, "expected pairs of hex digits");
	return octets == NULL ? NULL : g_byte_array_free_to_bytes(octets);
}
