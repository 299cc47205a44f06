/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a text was sent by our clock, from a service centre's.
 */
#include "tests/suite.h"

#include "base/clock.h"
#include "smsd/stamp.h"

/* 2026-11-23 12:00:00 UTC */
#define NOON	(G_GINT64_CONSTANT(1795435200) * CLOCK_SECOND)
#define S	((gint64)CLOCK_SECOND)

/* Texts in their order, seconds after noon. */
static const struct {
	const char *story;
	struct { gint64 stamped, came, sent; } text[3];
} stories[] = {
	{ "clocks agree", { { 0, 2, 2 }, { 10, 11, 11 }, { 20, 25, 21 } } },
	{ "a slow service centre",
	  { { -30, 2, 2 }, { -20, 12, 12 }, { 0, 35, 32 } } },
	{ "a fast one", { { 60, 2, 2 }, { 70, 12, 12 }, { 80, 30, 22 } } },
	{ "we were down for hours: a delay is no clock",
	  { { -7200, 2, -7200 }, { -3600, 2, -3600 }, { 9, 10, 10 } } },
	{ "what was learned is forgotten after two hours",
	  { { -30, 0, 0 }, { 10800 - 2, 10800, 10800 },
	  { 10810 - 2, 10811, 10810 } } },
};

START_TEST(a_stamp_is_read_by_our_clock)
{
	struct stamp stamp;

	stamp_init(&stamp);
	for (int i = 0; i < 3; i++) {
		gint64 sent = stamp_sent_at(&stamp,
		    NOON + stories[_i].text[i].stamped * S,
		    NOON + stories[_i].text[i].came * S);

		ck_assert_msg(sent == NOON + stories[_i].text[i].sent * S,
		    "%s: text %d was sent at %d", stories[_i].story, i,
		    (int)((sent - NOON) / S));
	}
}
END_TEST

static void
stamp_tests(Suite *suite)
{
	TCase *tcase = tcase_create("stamp");

	tcase_add_loop_test(tcase, a_stamp_is_read_by_our_clock, 0,
	    G_N_ELEMENTS(stories));
	suite_add_tcase(suite, tcase);
}

SUITE_MAIN("stamp", stamp_tests)
