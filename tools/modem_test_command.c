/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * modem test: does a text of this modem arrive, and what credit has its SIM?  The
 * answers come by radio, so `modem show` tells them.
 */
#include "tools/family.h"

#include "base/clock.h"
#include "base/phone.h"
#include "services/office.h"
#include "tools/catalog.h"
#include "tools/modem_column.h"
#include "tools/view.h"

#define TEST_ONE	2	/* a number and the end of the list */

static gboolean	test_is_able(struct command_call *call,
		    const struct modem_view *modem);
static gboolean	test_add(struct command_call *call,
		    const struct modem_view *modem, const char *const *phones,
		    GError **error);
static void	test_say(struct command_call *call,
		    const struct modem_view *modem, const char *const *phones);

enum command_status
modem_test_run(struct command_call *call)
{
	const struct modem_view *modem = modem_find(call);
	g_autofree char *phone = command_phone(call);
	const char *one[TEST_ONE] = { phone, NULL };
	const char *const *phones = phone != NULL ? one :
	    call->view->probe_phones;
	g_autoptr(GError) error = NULL;

	if (modem == NULL || !test_is_able(call, modem))
		return COMMAND_NO;
	if (phones[0] == NULL && !modem->balance_asked) {
		g_string_append(call->err, _("no number to text: name one, or "
		    "set probe_phones in the "
		    "configuration"));
		return COMMAND_NO;
	}
	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!test_add(call, modem, phones, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	call->ask_credit = modem->balance_asked ? modem->name : NULL;
	test_say(call, modem, phones);
	return COMMAND_DONE;
}

/* By another modem the text would tell nothing of this one. */
static gboolean
test_is_able(struct command_call *call, const struct modem_view *modem)
{
	if (g_str_equal(modem->state, "ready"))
		return TRUE;
	g_string_append_printf(call->err,
	    _("modem %s cannot send now (%s); see xiangyin modem show %s"),
	    modem->name, modem_state_words(modem->state, NULL), modem->name);
	return FALSE;
}

static gboolean
test_add(struct command_call *call, const struct modem_view *modem,
    const char *const *phones, GError **error)
{
	g_autofree char *object = g_strconcat("modem:", modem->name, NULL);

	for (int i = 0; phones[i] != NULL; i++) {
		const struct office_probe probe = {
			.line = modem->line,
			.modem = modem->name,
			.phone = phones[i],
			.at = clock_now() / CLOCK_SECOND,
			.urgent = TRUE,	/* somebody waits for it */
		};

		if (!office_probe(&(struct dialog){ .db = call->db,
		    .menu = call->menu }, &probe, error))
			return FALSE;
	}
	return command_record(call, "modem.test", object, "", error);
}

static void
test_say(struct command_call *call, const struct modem_view *modem,
    const char *const *phones)
{
	g_autofree char *last = g_strdup_printf(
	    _("See the result in a minute: xiangyin modem show %s"),
	    modem->name);

	for (int i = 0; phones[i] != NULL; i++) {
		g_autofree char *masked = phone_mask(phones[i]);
		g_autofree char *said = g_strdup_printf(
		    _("Modem %s sends a test text to %s."), modem->name,
		    masked);

		command_say(call, TONE_PLAIN, said);
	}
	if (modem->balance_asked)
		command_say(call, TONE_PLAIN,
		    _("Its operator is asked for the remaining credit."));
	command_say(call, TONE_PLAIN, last);
}
