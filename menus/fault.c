/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Faults, collected.
 */
#include "menus/fault.h"

#include "understand/conf.h"

static gboolean fault_begin(struct faults *faults);

void
fault_add(struct faults *faults, const char *file, int line,
    const char *format, ...)
{
	va_list ap;

	if (!fault_begin(faults))
		return;
	g_string_append(faults->text, file);
	if (line > 0)
		g_string_append_printf(faults->text, ":%d", line);
	g_string_append(faults->text, ": ");
	va_start(ap, format);
	g_string_append_vprintf(faults->text, format, ap);
	va_end(ap);
}

void
fault_add_error(struct faults *faults, const GError *error)
{
	if (fault_begin(faults))
		g_string_append(faults->text, error->message);
}

gboolean
faults_end(struct faults *faults, GError **error)
{
	if (faults->count == 0)
		return TRUE;
	if (faults->count > FAULTS_MAX)
		g_string_append_printf(faults->text, "\n… and %d more",
		    faults->count - FAULTS_MAX);
	g_set_error_literal(error, CONF_ERROR, 0, faults->text->str);
	g_string_free(faults->text, TRUE);
	*faults = (struct faults){ 0 };
	return FALSE;
}

/* FALSE when enough has been told. */
static gboolean
fault_begin(struct faults *faults)
{
	if (faults->text == NULL)
		faults->text = g_string_new(NULL);
	if (++faults->count > FAULTS_MAX)
		return FALSE;
	if (faults->text->len > 0)
		g_string_append_c(faults->text, '\n');
	return TRUE;
}
