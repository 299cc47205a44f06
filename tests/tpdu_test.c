/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TPDUs: vectors from the standard's own examples and from real modems, every
 * truncation of them, and each PDU that libgammu does not survive.
 */
#include "base/tpdu.h"

#include <string.h>

#include "tests/suite.h"

static GByteArray *
octets_of(const char *hex)
{
	GByteArray *octets = tpdu_from_hex(hex, -1);

	ck_assert_msg(octets != NULL, "not hex: %s", hex);
	return octets;
}

static const struct vector {
	const char *hex;
	enum tpdu_kind kind;
	const char *smsc, *address, *text;
	gint64	when;
	int	zone;
	guint	bits, ref, max, seq;
	int	class;
} vectors[] = {
	/* The "hellohello" of every PDU tutorial, with its SMSC. */
	{ "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37",
	  TPDU_DELIVER, "+27381000015", "27838890001", "hellohello",
	  922713419, 8, .class = -1 },
	{ "0011000B916407281553F80000AA0AE8329BFD4697D9EC37",
	  TPDU_SUBMIT, "", "+46708251358", "hellohello", .class = -1 },
	/* Chinese, from a mobile, 2026-11-23 20:08:09 +08. */
	{ "0891683108905105F0240D91683108195510F1000862113202809023044F60597D",
	  TPDU_DELIVER, "+8613800915500", "+8613809155011", "你好",
	  1795435689, 32, .class = -1 },
	/* Second part of three, reference 0x5A; GSM-7 behind one fill bit. */
	{ "00440B811083195500F1000062113202809023"
	  "0A0500035A0302" "D06536",
	  TPDU_DELIVER, "", "01389155001", "hel", 1795435689, 32,
	  8, 0x5A, 3, 2, -1 },
	/* Reference of 16 bits behind a port element that is stepped over. */
	{ "00440B811083195500F1001862113202809023"
	  "0F0C" "050413881388" "080412340201" "6C34",
	  TPDU_DELIVER, "", "01389155001", "水", 1795435689, 32,
	  16, 0x1234, 2, 1, 0 },
	/* A name in place of a number. */
	{ "00040BD049A7F11993010000" "62113202809023" "02C834",
	  TPDU_DELIVER, "", "INFO12", "Hi", 1795435689, 32, .class = -1 },
	/* Extension table: euro, braces. */
	{ "00040B811083195500F10000621132028090230A9B321B28D0362F1B14",
	  TPDU_DELIVER, "", "01389155001", NULL, 1795435689, 32, .class = -1 },
	/* Nothing said. */
	{ "00040B811083195500F1000062113202809023" "00",
	  TPDU_DELIVER, "", "01389155001", "", 1795435689, 32, .class = -1 },
};

START_TEST(a_pdu_reads_as_what_was_sent)
{
	const struct vector *v = &vectors[_i];
	g_autoptr(GByteArray) octets = octets_of(v->hex);
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	struct tpdu tpdu;

	ck_assert_msg(tpdu_read(octets->data, octets->len, &tpdu, &error),
	    "%s", error != NULL ? error->message : "");
	text = tpdu_text(&tpdu);
	ck_assert_int_eq(tpdu.kind, v->kind);
	ck_assert_str_eq(tpdu.smsc.value, v->smsc);
	if (v->address != NULL)
		ck_assert_str_eq(tpdu.address.value, v->address);
	if (v->text != NULL)
		ck_assert_str_eq(text, v->text);
	ck_assert_int_eq(tpdu.scts.when, v->when);
	ck_assert_int_eq(tpdu.scts.zone, v->zone);
	ck_assert_uint_eq(tpdu.concat.bits, v->bits);
	ck_assert_uint_eq(tpdu.concat.ref, v->ref);
	ck_assert_uint_eq(tpdu.concat.max, v->max);
	ck_assert_uint_eq(tpdu.concat.seq, v->seq);
	ck_assert_int_eq(tpdu_class(tpdu.dcs), v->class);
	ck_assert_uint_eq(tpdu.len, octets->len);
	ck_assert_int_eq(tpdu_check(octets->data, octets->len,
	    (int)(octets->len - tpdu.smsc_len), NULL), TPDU_SOUND);
}
END_TEST

START_TEST(a_pdu_is_written_as_it_was_read)
{
	g_autoptr(GByteArray) octets = octets_of(vectors[_i].hex);
	g_autoptr(GByteArray) again = g_byte_array_new();
	g_autofree char *hex = NULL;
	struct tpdu tpdu;

	ck_assert(tpdu_read(octets->data, octets->len, &tpdu, NULL));
	ck_assert(tpdu_write(&tpdu, again));
	hex = tpdu_hex(again->data, again->len);
	ck_assert_str_eq(hex, vectors[_i].hex);
}
END_TEST

START_TEST(a_pdu_cut_anywhere_is_refused_in_words)
{
	g_autoptr(GByteArray) octets = octets_of(vectors[_i].hex);

	for (gsize len = 0; len < octets->len; len++) {
		/* A copy of that very length, for the sanitizer's sake. */
		g_autofree guint8 *cut = g_memdup2(octets->data, MAX(len, 1));
		g_autoptr(GError) error = NULL;
		struct tpdu tpdu;

		ck_assert(!tpdu_read(cut, len, &tpdu, &error));
		ck_assert_ptr_nonnull(strstr(error->message, "octet "));
		ck_assert_int_ne(tpdu_check(cut, len, -1, NULL), TPDU_SOUND);
	}
}
END_TEST

#define FROM	"0B811083195500F1"
#define WHEN	"62113202809023"
#define HEAD	"0004" FROM "0000" WHEN		/* GSM-7 */
#define HEAD_UDH "0044" FROM "0000" WHEN
#define HEAD_8	"0044" FROM "0004" WHEN		/* octets, with a header */
#define FF_20	"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
#define FF_160	FF_20 FF_20 FF_20 FF_20 FF_20 FF_20 FF_20 FF_20

static const struct {
	const char *hex;
	enum tpdu_fault fault;
} refused[] = {
	{ "", TPDU_FAULT_SHORT },
	{ "00", TPDU_FAULT_SHORT },
	/* LIBGAMMU 7.3: SMSC length A0 crashes. */
	{ "A0" FF_160, TPDU_FAULT_SMSC },
	{ "0C91683108905105F0FFFFFFFF04" FROM "0000" WHEN "00",
	  TPDU_FAULT_SMSC },
	{ "0003" FROM "0000" WHEN "00", TPDU_FAULT_KIND },
	/* More than 20 digits overwrite the frame. */
	{ "00041581108319550011223344550000" WHEN "00", TPDU_FAULT_ADDRESS },
	{ "0004FF91" FF_160 FF_160, TPDU_FAULT_ADDRESS },
	{ "00040C811083195500F10000" WHEN "00", TPDU_FAULT_ADDRESS },
	{ "000404911F320000" WHEN "00", TPDU_FAULT_ADDRESS },
	/* UDL 168 in a padded record: stack smashing. */
	{ HEAD "A8" FF_160, TPDU_FAULT_LONG },
	{ HEAD "A1" FF_160, TPDU_FAULT_LONG },
	{ "0004" FROM "0008" WHEN "8D" FF_160, TPDU_FAULT_LONG },
	{ HEAD "A041", TPDU_FAULT_UDL },
	{ HEAD "0341", TPDU_FAULT_UDL },
	/* UDHL as large as the data, or larger. */
	{ HEAD_8 "01FF", TPDU_FAULT_UDH },
	{ HEAD_8 "0404000301", TPDU_FAULT_UDH },
	{ HEAD_8 "00", TPDU_FAULT_UDH },
	{ HEAD_8 "8C" "8C" FF_160, TPDU_FAULT_UDH },
	/* Elements that do not fill the header exactly. */
	{ HEAD_8 "0605000401020341", TPDU_FAULT_UDH },
	{ HEAD_8 "03010041", TPDU_FAULT_UDH },
	/* Part 0 hangs GSM_LinkSMS. */
	{ HEAD_8 "07050003010200" "41", TPDU_FAULT_CONCAT },
	{ HEAD_8 "07050003010203" "41", TPDU_FAULT_CONCAT },
	{ HEAD_8 "07050003010000" "41", TPDU_FAULT_CONCAT },
	{ HEAD_8 "0806080412340200" "41", TPDU_FAULT_CONCAT },
	{ HEAD_8 "0705000301020141" , TPDU_SOUND },
	{ HEAD_8 "06040002010241", TPDU_FAULT_CONCAT },
	/* Whole SIM records. */
	{ HEAD "0141FFFFFFFF", TPDU_FAULT_PADDED },
	{ HEAD "0141FFFF00FF", TPDU_FAULT_TRAILING },
	{ HEAD "014100", TPDU_FAULT_TRAILING },
	/* A reserved coding: 8 septets stand in 7 octets. */
	{ "0004" FROM "0084" WHEN "08" "41424344454647", TPDU_FAULT_CODING },
};

START_TEST(what_harms_libgammu_is_refused_by_name)
{
	g_autoptr(GByteArray) octets = octets_of(refused[_i].hex);
	g_autoptr(GError) error = NULL;
	enum tpdu_fault fault = tpdu_check(octets->data, octets->len, -1,
	    &error);

	ck_assert_msg(fault == refused[_i].fault, "%s: %s (%s), expected %s",
	    refused[_i].hex, tpdu_fault_name(fault),
	    error == NULL ? "" : error->message,
	    tpdu_fault_name(refused[_i].fault));
	ck_assert_int_eq(error == NULL, fault == TPDU_SOUND);
}
END_TEST

START_TEST(a_padded_record_says_where_it_ends)
{
	g_autoptr(GByteArray) octets = octets_of(HEAD "0141FFFFFF");
	struct tpdu tpdu;

	ck_assert(!tpdu_read(octets->data, octets->len, &tpdu, NULL));
	ck_assert_uint_eq(tpdu.len, octets->len - 3);
	ck_assert_int_eq(tpdu_check(octets->data, tpdu.len, -1, NULL),
	    TPDU_SOUND);
}
END_TEST

START_TEST(a_length_other_than_the_modems_is_refused)
{
	g_autoptr(GByteArray) octets = octets_of(vectors[2].hex);
	int len = (int)octets->len - 9;

	ck_assert_int_eq(tpdu_check(octets->data, octets->len, len, NULL),
	    TPDU_SOUND);
	ck_assert_int_eq(tpdu_check(octets->data, octets->len, len + 1, NULL),
	    TPDU_FAULT_LENGTH);
	ck_assert_int_eq(tpdu_check(octets->data, octets->len, 0, NULL),
	    TPDU_FAULT_LENGTH);
}
END_TEST

static const char *const texts[] = {
	"hellohello", "@", "a@", "{[]}\\|^~€", "",
	"1234567", "12345678", "123456789",
	"0123456789012345678901234567890123456789012345678901234567890123456789"
	"0123456789012345678901234567890123456789012345678901234567890123456789"
	"01234567890123456789",
	"我们四组的水管爆了", "😀", "~", "\n",
};

START_TEST(a_text_comes_back_from_either_alphabet)
{
	for (int alphabet = TEXT_GSM7; alphabet <= TEXT_UCS2; alphabet++) {
		struct tpdu tpdu = { .kind = TPDU_SUBMIT };
		g_autofree char *text = NULL;

		if (!tpdu_text_set(&tpdu, (enum text_alphabet)alphabet,
		    texts[_i], NULL))
			continue;
		text = tpdu_text(&tpdu);
		ck_assert_str_eq(text, texts[_i]);
	}
}
END_TEST

START_TEST(every_length_of_a_part_keeps_its_header_and_its_letters)
{
	static const struct tpdu_concat concats[] = {
		{ 8, 0xAB, 3, 2 }, { 16, 0xBEEF, 255, 255 },
	};

	for (gsize c = 0; c < G_N_ELEMENTS(concats); c++) {
		int room = concats[c].bits == 8 ? 153 : 152;

		for (int len = 0; len <= room + 1; len++) {
			g_autoptr(GByteArray) octets = g_byte_array_new();
			g_autofree char *said = g_strnfill((gsize)len, 'Z');
			g_autofree char *heard = NULL;
			struct tpdu tpdu = { .kind = TPDU_DELIVER }, read;
			gboolean fits = tpdu_text_set(&tpdu, TEXT_GSM7, said,
			    &concats[c]);

			ck_assert_int_eq(fits, len <= room);
			if (!fits)
				continue;
			ck_assert(tpdu_address_set(&tpdu.address, "10086"));
			ck_assert(tpdu_write(&tpdu, octets));
			ck_assert_int_eq(tpdu_check(octets->data, octets->len,
			    -1, NULL), TPDU_SOUND);
			ck_assert(tpdu_read(octets->data, octets->len, &read,
			    NULL));
			heard = tpdu_text(&read);
			ck_assert_str_eq(heard, said);
			ck_assert_int_eq(memcmp(&read.concat, &concats[c],
			    sizeof(read.concat)), 0);
		}
	}
}
END_TEST

static const struct {
	const char *value;
	gboolean fits;
	guint8	 type;
} addresses[] = {
	{ "+8613800138000", TRUE, 0x91 }, { "10086", TRUE, 0x81 },
	{ "*100#", TRUE, 0x81 }, { "12345678901234567890", TRUE, 0x81 },
	{ "+12345678901234567890", TRUE, 0x91 },
	{ "123456789012345678901", FALSE, 0 },
	{ "Bank", TRUE, 0xD0 }, { "ABCDEFGHIJK", TRUE, 0xD0 },
	{ "Seven77", TRUE, 0xD0 }, { "Eight888", TRUE, 0xD0 },
	{ "ABCDEFGHIJKL", FALSE, 0 }, { "农商银行", FALSE, 0 },
	{ "１３８", FALSE, 0 }, { "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRS", FALSE, 0 },
};

START_TEST(an_address_is_a_number_or_a_short_name)
{
	g_autoptr(GByteArray) octets = g_byte_array_new();
	struct tpdu tpdu = { .kind = TPDU_DELIVER }, read;
	gboolean fits = tpdu_address_set(&tpdu.address, addresses[_i].value);

	ck_assert_int_eq(fits, addresses[_i].fits);
	if (!fits)
		return;
	ck_assert_uint_eq(tpdu.address.type, addresses[_i].type);
	ck_assert(tpdu_write(&tpdu, octets));
	ck_assert(tpdu_read(octets->data, octets->len, &read, NULL));
	ck_assert_str_eq(read.address.value, addresses[_i].value);
}
END_TEST

START_TEST(a_status_report_names_text_and_fate)
{
	/* MR 0x4D to +8613809155011, taken 20:08:09, arrived 20:08:15. */
	g_autoptr(GByteArray) octets = octets_of(
	    "00064D0D91683108195510F162113202809023621132028051234100");
	g_autoptr(GByteArray) again = g_byte_array_new();
	struct tpdu tpdu;

	/* TP-PI 00 at the end announces nothing. */
	ck_assert(tpdu_read(octets->data, octets->len, &tpdu, NULL));
	ck_assert_int_eq(tpdu.kind, TPDU_STATUS_REPORT);
	ck_assert_uint_eq(tpdu.mr, 0x4D);
	ck_assert_str_eq(tpdu.address.value, "+8613809155011");
	ck_assert_int_eq(tpdu.scts.when, 1795435689);
	ck_assert_int_eq(tpdu.discharge.when, 1795435695);
	ck_assert_uint_eq(tpdu.status, 0x41);
	ck_assert(tpdu_write(&tpdu, again));
	ck_assert_uint_eq(again->len, octets->len - 1);
	ck_assert_int_eq(memcmp(again->data, octets->data, again->len), 0);
}
END_TEST

static const struct {
	const char *scts;
	gint64	when;
} stamps[] = {
	{ "62113202809023", 1795435689 },
	{ "62113202809000", 1795464489 },
	{ "6211320280902B", 1795464489 + 8 * 3600 },	/* -08:00 */
	{ "62113202809032", 1795464489 - 23 * 900 },	/* +05:45 */
	{ "621132028090A3", 0 },
	{ "00000000000000", 0 }, { "FFFFFFFFFFFFFF", 0 },
	{ "62310180808023", 0 },		/* month 13 */
	{ "62200302809023", 0 },		/* February 30 */
	{ "62113242809023", 0 },		/* hour 24 */
};

START_TEST(a_time_stamp_is_a_moment_or_unreadable)
{
	g_autofree char *hex = g_strdup_printf("0004" FROM "0000%s00",
	    stamps[_i].scts);
	g_autoptr(GByteArray) octets = octets_of(hex);
	struct tpdu tpdu;

	ck_assert(tpdu_read(octets->data, octets->len, &tpdu, NULL));
	ck_assert_int_eq(tpdu.scts.when, stamps[_i].when);
}
END_TEST

START_TEST(a_validity_is_never_shorter_than_asked)
{
	ck_assert_int_eq(tpdu_validity_s(0), 300);
	ck_assert_int_eq(tpdu_validity_s(143), 12 * 3600);
	ck_assert_int_eq(tpdu_validity_s(167), 24 * 3600);
	ck_assert_int_eq(tpdu_validity_s(168), 2 * 86400);
	ck_assert_int_eq(tpdu_validity_s(196), 30 * 86400);
	ck_assert_int_eq(tpdu_validity_s(255), 63 * 7 * 86400);
	for (int vp = 1; vp <= 255; vp++) {
		ck_assert_int_eq(tpdu_validity(tpdu_validity_s((guint8)vp)),
		    vp);
		ck_assert_int_eq(tpdu_validity(
		    tpdu_validity_s((guint8)(vp - 1)) + 1), vp);
	}
}
END_TEST

static void
tpdu_tests(Suite *suite)
{
	TCase *reading = tcase_create("reading");
	TCase *writing = tcase_create("writing");

	tcase_add_loop_test(reading, a_pdu_reads_as_what_was_sent, 0,
	    G_N_ELEMENTS(vectors));
	tcase_add_loop_test(reading, a_pdu_is_written_as_it_was_read, 0,
	    G_N_ELEMENTS(vectors));
	tcase_add_loop_test(reading, a_pdu_cut_anywhere_is_refused_in_words, 0,
	    G_N_ELEMENTS(vectors));
	tcase_add_loop_test(reading, what_harms_libgammu_is_refused_by_name, 0,
	    G_N_ELEMENTS(refused));
	tcase_add_test(reading, a_padded_record_says_where_it_ends);
	tcase_add_test(reading, a_length_other_than_the_modems_is_refused);
	tcase_add_loop_test(reading, a_time_stamp_is_a_moment_or_unreadable, 0,
	    G_N_ELEMENTS(stamps));
	tcase_add_loop_test(writing, a_text_comes_back_from_either_alphabet, 0,
	    G_N_ELEMENTS(texts));
	tcase_add_test(writing,
	    every_length_of_a_part_keeps_its_header_and_its_letters);
	tcase_add_loop_test(writing, an_address_is_a_number_or_a_short_name, 0,
	    G_N_ELEMENTS(addresses));
	tcase_add_test(reading, a_status_report_names_text_and_fate);
	tcase_add_test(writing, a_validity_is_never_shorter_than_asked);
	suite_add_tcase(suite, reading);
	suite_add_tcase(suite, writing);
}

SUITE_MAIN("tpdu", tpdu_tests)
