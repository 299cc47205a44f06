/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notices to the people on duty: said to each of them, once for a key.
 */
#include "db/outbox.h"
#include "menus/dialog.h"
#include "services/office.h"

#include "base/clock.h"
#include "menus/fill.h"
#include "services/services.h"
#include "tests/suite.h"

static char *duty[] = { (char *)"+8613900000001", (char *)"+8613900000002",
	NULL };

struct office {
	struct db *db;
	struct menu *menu;
	struct dialog_options options;
	struct dialog *dialog;
};

static void
office_open(struct office *office, char **phones)
{
	const char *source = g_getenv("srcdir");
	g_autofree char *menus = g_build_filename(source != NULL ? source :
	    ".", "etc", "menus", NULL);

	clock_stop_at(G_GINT64_CONSTANT(1795485600) * CLOCK_SECOND);
	office->db = db_open(":memory:", NULL);
	office->menu = menu_load(menus, services, NULL);
	ck_assert_ptr_nonnull(office->db);
	ck_assert_ptr_nonnull(office->menu);
	office->options = (struct dialog_options){ .duty_phones = phones };
	office->dialog = dialog_new(office->db, office->menu,
	    &office->options);
	ck_assert(db_begin(office->db, NULL));
}

static void
office_close(struct office *office)
{
	db_rollback(office->db);
	dialog_free(office->dialog);
	menu_free(office->menu);
	db_close(office->db);
}

static int
office_says(struct office *office, const char *key)
{
	g_autoptr(GHashTable) fill = fill_new();
	const struct office_notice notice = {
		.screen = "modem.back", .key = key, .line = "hotline",
		.urgent = TRUE, .fill = fill,
	};
	int phones = -1;

	fill_set(fill, "modem", "hotline1");
	fill_set(fill, "since", "11-27 14:05");
	ck_assert(office_say(office->dialog, &notice, &phones, NULL));
	return phones;
}

static gboolean
take_row(const struct outbox_msg *msg, void *user)
{
	int *rows = user;

	ck_assert_str_eq(msg->text, "机hotline1好了。它从11-27 14:05起断过线");
	ck_assert_str_eq(msg->phone, duty[1 - *rows % 2]);
	ck_assert_str_eq(msg->modem, "");
	ck_assert_int_eq(msg->lane, LANE_ALERT);
	(*rows)++;
	return TRUE;
}

static int
rows_of(struct office *office)
{
	const struct outbox_filter all = { .limit = 100 };
	int rows = 0;

	ck_assert(outbox_each(office->db, &all, take_row, &rows, NULL));
	return rows;
}

START_TEST(every_duty_phone_is_told_once)
{
	struct office office;

	office_open(&office, duty);
	ck_assert_int_eq(office_says(&office, "modem.back:hotline1:1"), 2);
	ck_assert_int_eq(rows_of(&office), 2);
	ck_assert_int_eq(office_says(&office, "modem.back:hotline1:1"), 2);
	ck_assert_int_eq(rows_of(&office), 2);
	ck_assert_int_eq(office_says(&office, "modem.back:hotline1:2"), 2);
	ck_assert_int_eq(rows_of(&office), 4);
	office_close(&office);
}
END_TEST

START_TEST(without_duty_phones_nobody_is_said_to_be_told)
{
	struct office office;

	office_open(&office, NULL);
	ck_assert_int_eq(office_says(&office, "modem.back:hotline1:1"), 0);
	ck_assert_int_eq(rows_of(&office), 0);
	office_close(&office);
}
END_TEST

static void
notice_tests(Suite *suite)
{
	TCase *notices = tcase_create("notices");

	tcase_add_test(notices, every_duty_phone_is_told_once);
	tcase_add_test(notices, without_duty_phones_nobody_is_said_to_be_told);
	suite_add_tcase(suite, notices);
}

SUITE_MAIN("notice", notice_tests)
