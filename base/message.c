/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packing and reading of single messages.  What a packet may be is decided
 * here, once, from the list; handlers see only what passed.
 */
#include "base/message.h"

#include <gio/gio.h>
#include <string.h>

#include "base/phone.h"
#include "base/text.h"

/* The head of a packet; 8 octets, so that the payload behind it is aligned
 * for every GVariant type. */
struct message_head {
	guint16	version;
	guint16	type;
	guint32	spare;
};
G_STATIC_ASSERT(sizeof(struct message_head) == 8);

static const struct {
	const char *name;
	enum message_side side;
	const char *payload;
} message_list[MESSAGE_COUNT] = {
#define X(name, side, payload)	[MESSAGE_##name] = { #name, side, payload },
	MESSAGE_LIST(X)
#undef X
};

/* Settings by name: one row serves packing, reading and clearing. */
static const struct {
	const char *key;
	enum { SETTING_STRING, SETTING_BOOLEAN, SETTING_NUMBER } type;
	gsize	 offset;
} modem_setting_list[] = {
#define SETTING(field, type) \
	{ #field, type, G_STRUCT_OFFSET(struct modem_settings, field) }
	SETTING(name, SETTING_STRING),
	SETTING(device, SETTING_STRING),
	SETTING(connection, SETTING_STRING),
	SETTING(pin, SETTING_STRING),
	SETTING(smsc, SETTING_STRING),
	SETTING(keep_link, SETTING_BOOLEAN),
	SETTING(reset, SETTING_BOOLEAN),
	SETTING(send_pause_ms, SETTING_NUMBER),
	SETTING(poll_s, SETTING_NUMBER),
	SETTING(answer_wait_s, SETTING_NUMBER),
#undef SETTING
};

static GVariant	*message_refuse(GError **error, const char *format, ...)
		    G_GNUC_PRINTF(2, 3);

const char *
message_name(enum message_type type)
{
	return (guint)type < MESSAGE_COUNT ? message_list[type].name : "?";
}

GBytes *
message_pack(enum message_type type, GVariant *payload)
{
	g_autoptr(GVariant) owned = g_variant_ref_sink(payload);
	struct message_head head = { MESSAGE_VERSION, (guint16)type, 0 };
	gsize len = g_variant_get_size(owned);
	guint8 *packet;

	g_assert(g_variant_is_of_type(owned,
	    G_VARIANT_TYPE(message_list[type].payload)));
	packet = g_malloc(sizeof(head) + len);
	memcpy(packet, &head, sizeof(head));
	g_variant_store(owned, packet + sizeof(head));
	return g_bytes_new_take(packet, sizeof(head) + len);
}

GVariant *
message_unpack(const void *packet, gsize len, enum message_side from,
    enum message_type *type, GError **error)
{
	struct message_head head;
	g_autoptr(GBytes) octets = NULL;
	g_autoptr(GVariant) payload = NULL;

	if (len < sizeof(head) || len > MESSAGE_MAX)
		return message_refuse(error, "packet of %" G_GSIZE_FORMAT
		    " octets, expected 8 to %d", len, MESSAGE_MAX);
	memcpy(&head, packet, sizeof(head));
	if (head.version != MESSAGE_VERSION)
		return message_refuse(error, "message version %u, expected %d",
		    head.version, MESSAGE_VERSION);
	if (head.type >= MESSAGE_COUNT)
		return message_refuse(error, "message type %u is unknown",
		    head.type);
	if ((message_list[head.type].side & from) == 0)
		return message_refuse(error,
		    "%s may not be said by this side",
		    message_list[head.type].name);
	octets = g_bytes_new((const guint8 *)packet + sizeof(head),
	    len - sizeof(head));
	payload = g_variant_ref_sink(g_variant_new_from_bytes(
	    G_VARIANT_TYPE(message_list[head.type].payload), octets, FALSE));
	if (!g_variant_is_normal_form(payload))
		return message_refuse(error, "%s carries a broken payload",
		    message_list[head.type].name);
	*type = head.type;
	return g_steal_pointer(&payload);
}

GVariant *
message_sms_in(const struct sms_part *part)
{
	gsize len;
	const void *body = g_bytes_get_data(part->body, &len);

	return g_variant_new("(tsbsxy@ayuuuui@ay)", part->token, part->sender,
	    part->sender_named, part->smsc, part->scts, (guchar)part->coding,
	    g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, body, len, 1),
	    part->ref_bits, part->ref, part->max, part->seq,
	    (gint32)part->class,
	    g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, part->hash,
	    SMS_HASH_LEN, 1));
}

gboolean
message_sms_in_read(GVariant *payload, struct sms_part *part)
{
	g_autoptr(GVariant) body = NULL, hash = NULL;
	const void *octets;
	guchar coding;
	gint32 class;
	gsize len;

	memset(part, 0, sizeof(*part));
	g_variant_get(payload, "(tsbsxy@ayuuuui@ay)", &part->token,
	    &part->sender, &part->sender_named, &part->smsc, &part->scts,
	    &coding, &body, &part->ref_bits, &part->ref, &part->max,
	    &part->seq, &class, &hash);
	part->coding = coding;
	part->class = class;
	octets = g_variant_get_fixed_array(body, &len, 1);
	part->body = g_bytes_new(octets, len);
	octets = g_variant_get_fixed_array(hash, &len, 1);
	if (len == SMS_HASH_LEN)
		memcpy(part->hash, octets, SMS_HASH_LEN);
	if (len != SMS_HASH_LEN || coding > SMS_CODING_DATA || class < -1 ||
	    class > 3 || (part->ref_bits != 0 && (part->seq < 1 ||
	    part->seq > part->max || part->max > 255 ||
	    (part->ref_bits != 8 && part->ref_bits != 16)))) {
		sms_part_clear(part);
		return FALSE;
	}
	return TRUE;
}

GVariant *
message_sms_out(const struct sms_order *order)
{
	return g_variant_new("(tssuuiib)", order->id, order->number,
	    order->text, order->ref, order->first_part, order->validity_s,
	    order->class, order->report);
}

gboolean
message_sms_out_read(GVariant *payload, struct sms_order *order)
{
	g_variant_get(payload, "(t&s&suuiib)", &order->id, &order->number,
	    &order->text, &order->ref, &order->first_part,
	    &order->validity_s, &order->class, &order->report);
	return phone_is_dialable(order->number) && order->ref <= 255 &&
	    order->class >= -1 && order->class <= 3 &&
	    order->first_part < (guint)text_measure(order->text).parts;
}

GVariant *
message_modem_start(const struct modem_settings *settings)
{
	GVariantBuilder builder;

	g_variant_builder_init(&builder, G_VARIANT_TYPE_VARDICT);
	for (gsize i = 0; i < G_N_ELEMENTS(modem_setting_list); i++) {
		const void *field = G_STRUCT_MEMBER_P(settings,
		    modem_setting_list[i].offset);
		GVariant *value = NULL;

		switch (modem_setting_list[i].type) {
		case SETTING_STRING:
			value = g_variant_new_string(
			    *(char *const *)field != NULL ?
			    *(char *const *)field : "");
			break;
		case SETTING_BOOLEAN:
			value = g_variant_new_boolean(
			    *(const gboolean *)field);
			break;
		case SETTING_NUMBER:
			value = g_variant_new_uint32(*(const guint *)field);
			break;
		}
		g_variant_builder_add(&builder, "{sv}",
		    modem_setting_list[i].key, value);
	}
	return g_variant_new("(a{sv})", &builder);
}

gboolean
message_modem_start_read(GVariant *payload, struct modem_settings *settings)
{
	g_autoptr(GVariant) values = g_variant_get_child_value(payload, 0);
	gboolean all = TRUE;

	memset(settings, 0, sizeof(*settings));
	for (gsize i = 0; i < G_N_ELEMENTS(modem_setting_list); i++) {
		const char *key = modem_setting_list[i].key;
		void *field = G_STRUCT_MEMBER_P(settings,
		    modem_setting_list[i].offset);

		switch (modem_setting_list[i].type) {
		case SETTING_STRING:
			all &= g_variant_lookup(values, key, "s", field);
			break;
		case SETTING_BOOLEAN:
			all &= g_variant_lookup(values, key, "b", field);
			break;
		case SETTING_NUMBER:
			all &= g_variant_lookup(values, key, "u", field);
			break;
		}
	}
	if (!all)
		modem_settings_clear(settings);
	return all;
}

void
modem_settings_clear(struct modem_settings *settings)
{
	for (gsize i = 0; i < G_N_ELEMENTS(modem_setting_list); i++) {
		if (modem_setting_list[i].type == SETTING_STRING)
			g_free(G_STRUCT_MEMBER(char *, settings,
			    modem_setting_list[i].offset));
	}
	memset(settings, 0, sizeof(*settings));
}

static GVariant *
message_refuse(GError **error, const char *format, ...)
{
	va_list args;
	g_autofree char *why = NULL;

	va_start(args, format);
	why = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, why);
	return NULL;
}
