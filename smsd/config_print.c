/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The configuration in its own form, every option named, for `xiangyind -nv`.
 */
#include "smsd/config.h"

#include <string.h>

#include "smsd/config_value.h"

static void	config_print_section(const char *section, const void *base,
	    const char *indent, GString *out);
static void	config_print_list(const char *section, const GArray *rows,
	    GString *out);

char *
config_print(const struct config *config)
{
	GString *out = g_string_new(NULL);
	const struct option *options;
	const char *last = "";
	int count;

	config_print_section("", config, "", out);
	options = config_options(&count);
	for (int i = 0; i < count; i++) {
		const char *section = options[i].section;

		if (strcmp(section, last) == 0)
			continue;
		last = section;
		if (strcmp(section, "lines") == 0) {
			config_print_list(section, config->lines, out);
		} else if (strcmp(section, "modems") == 0) {
			config_print_list(section, config->modems, out);
		} else if (strcmp(section, "tags") == 0) {
			config_print_list(section, config->tags, out);
		} else {
			g_string_append_printf(out, "%s = {\n", section);
			config_print_section(section, config, "\t", out);
			g_string_append(out, "};\n");
		}
	}
	return g_string_free(out, FALSE);
}

static void
config_print_section(const char *section, const void *base,
    const char *indent, GString *out)
{
	const struct option *options;
	int count;

	options = config_options(&count);
	for (int i = 0; i < count; i++) {
		if (strcmp(options[i].section, section) == 0)
			config_value_print(&options[i],
			    (const char *)base + options[i].offset, indent,
			    out);
	}
}

static void
config_print_list(const char *section, const GArray *rows, GString *out)
{
	guint size = g_array_get_element_size((GArray *)rows);

	g_string_append_printf(out, "%s = (", section);
	for (guint i = 0; i < rows->len; i++) {
		g_string_append(out, i == 0 ? "\n\t{\n" : ",\n\t{\n");
		config_print_section(section, rows->data + i * size, "\t\t",
		    out);
		g_string_append(out, "\t}");
	}
	g_string_append(out, rows->len > 0 ? "\n);\n" : " );\n");
}
