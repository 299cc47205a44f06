/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which PDUs libgammu may see, and the small arithmetic on parts.
 */
#include <string.h>

#include "modem/at_pdu.h"
#include "modem/part.h"
#include "tests/suite.h"

#define HEAD	"0891683108100005F0"
#define FROM	"0D91683118325476F8"
#define WHEN	"62113221436523"
#define FF10	"FFFFFFFFFFFFFFFFFFFF"
#define FF140	FF10 FF10 FF10 FF10 FF10 FF10 FF10 FF10 FF10 FF10 FF10 FF10 \
		FF10 FF10

static const struct {
	const char *pdu;
	enum at_pdu_kind kind;
	const char *why;	/* NULL passes */
} pdus[] = {
	{ HEAD "04" FROM "0000" WHEN "05E8329BFD06", AT_PDU_STORED, NULL },
	{ HEAD "04" FROM "0000" WHEN "05E8329BFD06", AT_PDU_REPORT,
	  "not a status report" },
	{ HEAD "04" FROM "0000" WHEN "00", AT_PDU_STORED, NULL },
	{ HEAD "04" FROM "0000" WHEN "05E8329BFD06FFFF", AT_PDU_STORED, NULL },
	{ HEAD "04" FROM "0000" WHEN "A0" FF140, AT_PDU_STORED, NULL },
	{ HEAD "04" FROM "0008" WHEN "8C" FF140, AT_PDU_STORED, NULL },
	{ HEAD "04" FROM "0000" WHEN "A1" FF140, AT_PDU_STORED,
	  "too much user data" },
	{ HEAD "04" FROM "0000" WHEN "A8" FF140 FF10, AT_PDU_STORED,
	  "too much user data" },
	{ HEAD "04" FROM "0008" WHEN "8D" FF140 "FF", AT_PDU_STORED,
	  "too much user data" },
	{ HEAD "04" FROM "0000" WHEN "05E832", AT_PDU_STORED,
	  "user data cut short" },
	{ HEAD "04" FROM "0000" WHEN "05E8329BFD0600", AT_PDU_STORED,
	  "octets behind the message" },
	{ HEAD "04" FROM "0000" "621132", AT_PDU_STORED, "no time stamp" },
	{ HEAD "04" FROM "00", AT_PDU_STORED, "no coding" },
	{ HEAD "04" "1591683118325476F81032F4" "0000" WHEN "00", AT_PDU_STORED,
	  "length of the address" },
	{ HEAD "04" "0091" "0000" WHEN "00", AT_PDU_STORED, NULL },
	{ HEAD "04" "07D0D0B0BC0C" "0000" WHEN "00", AT_PDU_STORED, NULL },
	{ HEAD "04" "14D0B1192E269BD16AB61B0E" "0000" WHEN "00", AT_PDU_STORED,
	  "a sender's name that reads like a number" },
	{ HEAD "04" "0ED0B1190E10168FF1" "0000" WHEN "00", AT_PDU_STORED,
	  "a sender's name that reads like a number" },
	{ HEAD "04" "00D0" "0000" WHEN "00", AT_PDU_STORED,
	  "a sender's name that reads like a number" },
	{ HEAD "04" "0D11683118325476F8" "0000" WHEN "00", AT_PDU_STORED,
	  "type of the address" },
	{ HEAD "44" FROM "0008" WHEN "08" "0500032A0201" "505C",
	  AT_PDU_STORED, NULL },
	{ HEAD "44" FROM "0008" WHEN "04" "0500032A", AT_PDU_STORED,
	  "length of the user data header" },
	{ HEAD "44" FROM "0000" WHEN "06" "0500032A0201", AT_PDU_STORED,
	  "length of the user data header" },
	{ HEAD "44" FROM "0000" WHEN "00", AT_PDU_STORED,
	  "no user data header" },
	{ HEAD "44" FROM "0008" WHEN "8C" "8C" FF140, AT_PDU_STORED,
	  "length of the user data header" },
	{ HEAD "04" FROM "0020" WHEN "00", AT_PDU_STORED, "compressed text" },
	{ HEAD "03" FROM "0000" WHEN "00", AT_PDU_STORED, "message type" },
	{ HEAD "01" "00" FROM "0000" "00", AT_PDU_STORED, "message type" },
	{ HEAD "06" "2A" FROM WHEN WHEN "00", AT_PDU_STORED, NULL },
	{ HEAD "06" "2A" FROM WHEN WHEN "00", AT_PDU_REPORT, NULL },
	{ HEAD "06" "2A" FROM WHEN WHEN "00", AT_PDU_DELIVER,
	  "not a message" },
	{ HEAD "06" "2A" FROM WHEN WHEN, AT_PDU_REPORT, "no status" },
	{ HEAD "06" "2A" FROM WHEN WHEN "00" "07", AT_PDU_REPORT,
	  "optional part" },
	{ HEAD "06" "2A" FROM WHEN WHEN "00" "04" "A0", AT_PDU_REPORT,
	  "user data cut short" },
	{ "00" "04" FROM "0000" WHEN "05E8329BFD06", AT_PDU_STORED, NULL },
	{ "00", AT_PDU_STORED, "no message" },
	{ "A0" "91683108100005F0" "04" FROM "0000" WHEN "00" FF140,
	  AT_PDU_STORED, "length of the SMSC" },
	{ "0801683108100005F0" "04" FROM "0000" WHEN "00", AT_PDU_STORED,
	  "type of the SMSC" }
};

START_TEST(a_pdu_passes_only_within_its_bounds)
{
	g_autoptr(GByteArray) octets = at_pdu_from_hex(pdus[_i].pdu, 255);
	const char *why;
	gsize used;

	ck_assert_ptr_nonnull(octets);
	why = at_pdu_check(octets->data, octets->len, pdus[_i].kind, &used);
	if (pdus[_i].why == NULL)
		ck_assert_msg(why == NULL, "%s", why);
	else
		ck_assert_pstr_eq(why, pdus[_i].why);
	if (why == NULL)
		ck_assert_uint_le(used, octets->len);
}
END_TEST

START_TEST(a_pdu_cut_anywhere_does_no_harm)
{
	g_autoptr(GByteArray) octets = at_pdu_from_hex(HEAD "44" FROM "0008"
	    WHEN "08" "0500032A0201" "505C", 255);
	gsize used;

	for (guint len = 0; len < octets->len; len++) {
		g_autofree guint8 *cut = g_memdup2(octets->data, len);

		ck_assert_ptr_nonnull(at_pdu_check(cut, len, AT_PDU_STORED,
		    &used));
	}
}
END_TEST

static const char *const no_hex[] = { "", "0", "0g", "00 1", "-1" };

START_TEST(hex_is_two_digits_an_octet)
{
	ck_assert_ptr_null(at_pdu_from_hex(no_hex[_i], 255));
	ck_assert_ptr_null(at_pdu_from_hex("0011", 1));
}
END_TEST

static const struct { gint32 seconds; int vp; } validities[] = {
	{ -1, 255 }, { 0, 0 }, { 299, 0 }, { 300, 0 }, { 600, 1 },
	{ 43200, 143 }, { 45000, 144 }, { 86400, 167 }, { 47 * 3600, 167 }, { 172800, 168 },
	{ 30 * 86400, 196 }, { 34 * 86400, 196 }, { 35 * 86400, 197 }, { 62 * 604800, 254 },
	{ G_MAXINT32, 255 }
};

START_TEST(a_validity_is_rounded_down)
{
	ck_assert_int_eq(part_validity(validities[_i].seconds),
	    validities[_i].vp);
}
END_TEST

START_TEST(tildes_are_undone_as_they_are_doubled)
{
	static const guint8 plain[] = { 0, '~', 0x4e, 0, 0, 0, 0, '~', 0, '~' };
	g_autoptr(GByteArray) text = g_byte_array_new();
	g_autoptr(GBytes) again = NULL;

	g_byte_array_append(text, plain, sizeof(plain));
	part_double_tilde(text);
	ck_assert_uint_eq(text->len, sizeof(plain) + 6);
	g_byte_array_append(text, (const guint8 *)"\0\0", 2);
	again = part_undo_tilde(text->data, sizeof(plain) / 2);
	ck_assert_uint_eq(g_bytes_get_size(again), sizeof(plain));
	ck_assert_mem_eq(g_bytes_get_data(again, NULL), plain, sizeof(plain));
}
END_TEST

static void
at_pdu_tests(Suite *suite)
{
	TCase *pdu = tcase_create("pdu"), *part = tcase_create("part");

	tcase_add_loop_test(pdu, a_pdu_passes_only_within_its_bounds, 0,
	    G_N_ELEMENTS(pdus));
	tcase_add_test(pdu, a_pdu_cut_anywhere_does_no_harm);
	tcase_add_loop_test(pdu, hex_is_two_digits_an_octet, 0,
	    G_N_ELEMENTS(no_hex));
	tcase_add_loop_test(part, a_validity_is_rounded_down, 0,
	    G_N_ELEMENTS(validities));
	tcase_add_test(part, tildes_are_undone_as_they_are_doubled);
	suite_add_tcase(suite, pdu);
	suite_add_tcase(suite, part);
}

SUITE_MAIN("at_pdu", at_pdu_tests)
