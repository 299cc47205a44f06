/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any octets as a TPDU: refused in words, or read, and then what is read can be
 * written and says the same again.
 */
#include "base/tpdu.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void	say_again(const struct tpdu *tpdu);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL, why = NULL;
	enum tpdu_fault fault = tpdu_check(data, size, -1, &why);
	struct tpdu tpdu;

	if ((fault == TPDU_SOUND) != (why == NULL))
		abort();
	if (tpdu_read(data, size, &tpdu, &error))
		say_again(&tpdu);
	else if (error->code == TPDU_SOUND || fault == TPDU_SOUND)
		abort();
	return 0;
}

static void
say_again(const struct tpdu *tpdu)
{
	g_autoptr(GByteArray) octets = g_byte_array_new();
	g_autofree char *text = tpdu_text(tpdu), *text_again = NULL;
	struct tpdu again;

	if (text != NULL && !g_utf8_validate(text, -1, NULL))
		abort();
	/* The user data of a status report is read, not written; a name may
	 * hold septets that have no character. */
	if (tpdu->kind == TPDU_STATUS_REPORT || tpdu->address.named)
		return;
	if (!tpdu_write(tpdu, octets) ||
	    !tpdu_read(octets->data, octets->len, &again, NULL))
		abort();
	text_again = tpdu_text(&again);
	if (g_strcmp0(text, text_again) != 0 ||
	    strcmp(tpdu->address.value, again.address.value) != 0 ||
	    memcmp(&tpdu->concat, &again.concat, sizeof(again.concat)) != 0)
		abort();
}
