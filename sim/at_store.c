/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The message stores: which is used, listing, reading, deleting; and how new
 * messages are announced (TS 27.005 3, 4).
 */
#include <string.h>

#include "sim/at_call.h"
#include "sim/event.h"

#define STATUS_ALL	4

/* <stat> in text mode, in the order of enum stored_status. */
static const char *const at_statuses[] = {
	"REC UNREAD", "REC READ", "STO UNSENT", "STO SENT", "ALL"
};

static int	at_status_of(const struct at_call *call);
static void	at_show(struct modem *modem, const char *name,
		    struct stored *stored);
static gboolean	at_delete_matches(const struct stored *stored, int flag);
static char	*at_report_head(const struct tpdu *tpdu);
static char	*at_stamp(const struct tpdu_time *time);

int
at_stores(struct at_call *call)
{
	struct modem *modem = call->modem;
	enum modem_store mem[3];
	GString *line;

	if (call->form == AT_TEST) {
		modem_say(modem, "+CPMS: (\"SM\",\"ME\",\"SR\"),"
		    "(\"SM\",\"ME\"),(\"SM\",\"ME\")");
		return AT_OK;
	}
	memcpy(mem, modem->profile.mem, sizeof(mem));
	for (guint i = 0; call->form == AT_SET && i < 3 &&
	    i < call->fields; i++) {
		int found = -1;

		for (int s = 0; s < (i == 0 ? STORE_COUNT : STORE_SR); s++) {
			if (g_ascii_strcasecmp(at_field(call, i),
			    modem->stores[s].name) == 0)
				found = s;
		}
		if (found < 0)
			return AT_CMS(302);	/* operation not allowed */
		mem[i] = (enum modem_store)found;
	}
	memcpy(modem->profile.mem, mem, sizeof(mem));
	line = g_string_new("+CPMS: ");
	for (int i = 0; i < 3; i++) {
		const struct store *store = &modem->stores[mem[i]];

		g_string_append(line, i > 0 ? "," : "");
		if (call->form == AT_READ)
			g_string_append_printf(line, "\"%s\",", store->name);
		g_string_append_printf(line, "%u,%u", store->used,
		    store->size);
	}
	modem_say(modem, "%s", line->str);
	g_string_free(line, TRUE);
	modem_drain(modem);
	return AT_OK;
}

int
at_list(struct at_call *call)
{
	struct modem *modem = call->modem;
	const struct store *store = &modem->stores[modem->profile.mem[0]];
	int wanted = at_status_of(call);

	if (call->form == AT_TEST) {
		modem_say(modem, modem->profile.cmgf == 0 ? "+CMGL: (0-4)" :
		    "+CMGL: (\"REC UNREAD\",\"REC READ\",\"STO UNSENT\","
		    "\"STO SENT\",\"ALL\")");
		return AT_OK;
	}
	if (wanted < 0)
		return CMS_PARAMETER;
	for (guint slot = 1; slot <= store->size; slot++) {
		struct stored *stored = store_at(store, slot);
		char name[32];

		if (stored == NULL || (wanted != STATUS_ALL &&
		    stored->status != (enum stored_status)wanted))
			continue;
		g_snprintf(name, sizeof(name), "+CMGL: %u,", slot);
		at_show(modem, name, stored);
	}
	return AT_OK;
}

int
at_read(struct at_call *call)
{
	struct modem *modem = call->modem;
	const struct store *store = &modem->stores[modem->profile.mem[0]];
	struct stored *stored;

	if (call->form == AT_TEST)
		return AT_OK;
	stored = store_at(store, (guint)MAX(at_int(call, 0, 0), 0));
	if (stored == NULL)
		return CMS_INDEX;
	at_show(modem, "+CMGR: ", stored);
	return AT_OK;
}

int
at_delete(struct at_call *call)
{
	struct modem *modem = call->modem;
	struct store *store = &modem->stores[modem->profile.mem[0]];
	int slot = at_int(call, 0, -1), flag = at_int(call, 1, 0);
	guint deleted = 0;

	if (call->form == AT_TEST) {
		modem_say(modem, "+CMGD: (1-%u),(0-4)", store->size);
		return AT_OK;
	}
	if (slot < 0 || flag < 0 || flag > 4 ||
	    (flag == 0 && (slot == 0 || (guint)slot > store->size)))
		return CMS_INDEX;
	for (guint i = 1; i <= store->size; i++) {
		struct stored *stored = store_at(store, i);

		if (stored == NULL || (flag == 0 ? i != (guint)slot :
		    !at_delete_matches(stored, flag)))
			continue;
		store_remove(store, i);
		deleted++;
		event_tell(modem->network, "delete", modem->name, "%s\t%u",
		    store->name, i);
	}
	modem->counts.deleted += deleted;
	if (deleted > 0)
		modem_drain(modem);
	return AT_OK;
}

int
at_indications(struct at_call *call)
{
	static const int highest[] = { 3, 3, 2, 2, 1 };
	struct modem *modem = call->modem;
	int *cnmi = modem->profile.cnmi, given[5];

	if (call->form == AT_TEST) {
		modem_say(modem, "+CNMI: (0-3),(0-3),(0,2),(0-2),(0,1)");
		return AT_OK;
	}
	if (call->form == AT_READ) {
		modem_say(modem, "+CNMI: %d,%d,%d,%d,%d", cnmi[0], cnmi[1],
		    cnmi[2], cnmi[3], cnmi[4]);
		return AT_OK;
	}
	for (guint i = 0; i < 5; i++) {
		given[i] = at_int(call, i, *at_field(call, i) == '\0' ?
		    i < call->fields ? cnmi[i] : 0 : -1);
		if (given[i] < 0 || given[i] > highest[i])
			return CMS_PARAMETER;
	}
	memcpy(cnmi, given, sizeof(given));
	if (cnmi[0] != 0) {
		/* <bfr> 0: what was held is said, 1: forgotten. */
		if (cnmi[4] == 0)
			g_string_append(modem->urcs, modem->held->str);
		g_string_truncate(modem->held, 0);
	}
	return AT_OK;
}

int
at_service(struct at_call *call)
{
	struct modem *modem = call->modem;
	int service = at_int(call, 0, -1);

	if (call->form == AT_TEST)
		modem_say(modem, "+CSMS: (0,1)");
	else if (call->form == AT_READ)
		modem_say(modem, "+CSMS: %d,1,1,1", modem->profile.csms);
	else if (service != 0 && service != 1)
		return CMS_PARAMETER;
	else {
		modem->profile.csms = service;
		modem_say(modem, "+CSMS: 1,1,1");
	}
	return AT_OK;
}

char *
at_message_head(const struct modem *modem, GBytes *octets, int status)
{
	gsize len, smsc;
	const guint8 *data = g_bytes_get_data(octets, &len);
	struct tpdu tpdu;
	gboolean sound = tpdu_read(data, len, &tpdu, NULL);
	g_autofree char *number = NULL, *stamp = NULL;

	if (modem->profile.cmgf == 0) {
		smsc = len > 0 ? MIN(len, data[0] + 1u) : 0;
		if (status >= 0)
			return g_strdup_printf("%d,,%" G_GSIZE_FORMAT, status,
			    len - smsc);
		return g_strdup_printf("%s%" G_GSIZE_FORMAT,
		    sound && tpdu.kind == TPDU_STATUS_REPORT ? "" : ",",
		    len - smsc);
	}
	if (sound && tpdu.kind == TPDU_STATUS_REPORT)
		return at_report_head(&tpdu);
	number = at_text_out(modem, sound ? tpdu.address.value : "");
	stamp = at_stamp(&tpdu.scts);
	return status >= 0 ? g_strdup_printf("\"%s\",\"%s\",,\"%s\"",
	    at_statuses[status], number, stamp) :
	    g_strdup_printf("\"%s\",,\"%s\"", number, stamp);
}

char *
at_message_body(const struct modem *modem, GBytes *octets)
{
	gsize len;
	const guint8 *data = g_bytes_get_data(octets, &len);
	g_autofree char *text = NULL;
	struct tpdu tpdu;

	if (modem->profile.cmgf == 0)
		return tpdu_hex(data, len);
	if (!tpdu_read(data, len, &tpdu, NULL))
		return g_strdup("");
	/* What the character set cannot say is said in hex. */
	if (tpdu_alphabet(tpdu.dcs) != TPDU_GSM7 &&
	    modem->profile.charset != CHARSET_UTF8)
		return tpdu_hex(tpdu.ud + tpdu.udh_len,
		    tpdu.ud_len - tpdu.udh_len);
	text = tpdu_text(&tpdu);
	return text == NULL ? g_strdup("") : at_text_out(modem, text);
}

/* A number in PDU mode, words in text mode; -1 neither. */
static int
at_status_of(const struct at_call *call)
{
	int status;

	if (call->modem->profile.cmgf == 0) {
		status = at_int(call, 0, call->form == AT_EXECUTE ? 0 : -1);
		return status <= STATUS_ALL ? status : -1;
	}
	if (call->form == AT_EXECUTE)
		return STORED_UNREAD;
	for (status = 0; status <= STATUS_ALL; status++) {
		if (strcmp(at_field(call, 0), at_statuses[status]) == 0)
			return status;
	}
	return -1;
}

static void
at_show(struct modem *modem, const char *name, struct stored *stored)
{
	g_autofree char *head = at_message_head(modem, stored->octets,
	    (int)stored->status);
	g_autofree char *body = at_message_body(modem, stored->octets);

	g_string_append_printf(modem->reply, "\r\n%s%s\r\n%s\r\n", name, head,
	    body);
	if (stored->status == STORED_UNREAD)
		stored->status = STORED_READ;
}

/* +CMGD <delflag>: 1 read, 2 and sent, 3 and unsent, 4 all. */
static gboolean
at_delete_matches(const struct stored *stored, int flag)
{
	switch (stored->status) {
	case STORED_READ:
		return flag >= 1;
	case STORED_SENT:
		return flag >= 2;
	case STORED_UNSENT:
		return flag >= 3;
	case STORED_UNREAD:
		break;
	}
	return flag == 4;
}

static char *
at_report_head(const struct tpdu *tpdu)
{
	g_autofree char *scts = at_stamp(&tpdu->scts);
	g_autofree char *discharge = at_stamp(&tpdu->discharge);

	return g_strdup_printf("6,%u,\"%s\",%u,\"%s\",\"%s\",%u", tpdu->mr,
	    tpdu->address.value, tpdu->address.type, scts, discharge,
	    tpdu->status);
}

static char *
at_stamp(const struct tpdu_time *time)
{
	g_autoptr(GDateTime) local = time->when == 0 ? NULL :
	    g_date_time_new_from_unix_utc(time->when + time->zone * 900);
	g_autofree char *text = local == NULL ? NULL :
	    g_date_time_format(local, "%y/%m/%d,%H:%M:%S");

	return text == NULL ? g_strdup("") :
	    g_strdup_printf("%s%+03d", text, time->zone);
}
