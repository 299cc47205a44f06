/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any text as xiangyin.conf: refused with a line, or taken and printed back so
 * that it parses again.
 */
#include "smsd/config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libconfig 1.5 forgets the string it was reading at a syntax error. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig";
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autoptr(GError) error = NULL;
	struct config *config, *again;
	g_autofree char *printed = NULL;

	/* Files named by the input are no business of a fuzzer. */
	if (strstr(text, "@include") != NULL)
		return 0;
	config = config_parse(text, "/fuzz.conf", &error);
	if (config == NULL) {
		if (strstr(error->message, ", expected ") == NULL)
			abort();
		return 0;
	}
	printed = config_print(config);
	again = config_parse(printed, "/fuzz.conf", &error);
	if (again == NULL)
		abort();
	config_free(again);
	config_free(config);
	return 0;
}
