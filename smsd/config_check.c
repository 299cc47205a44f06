/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must hold between the options of xiangyin.conf.  See config_loader.h.
 */
#include "smsd/config_loader.h"

#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "db/duty_tag.h"

static gboolean	config_check_lines(struct loader *loader,
	    config_setting_t *root);
static gboolean	config_check_modems(struct loader *loader,
	    config_setting_t *root);
static void	config_make_tags(struct config *config);
static gboolean	config_check_duty(struct loader *loader,
	    config_setting_t *root);
static gboolean	config_check_balance(struct loader *loader,
	    config_setting_t *root, guint row,
	    const struct modem_config *modem);
static gboolean	config_check_paths(struct loader *loader,
	    config_setting_t *root);
static config_setting_t *config_at(config_setting_t *root, const char *list,
	    guint row, const char *name);

gboolean
config_refuse(const struct loader *loader, const config_setting_t *at,
    const char *format, ...)
{
	g_autofree char *words = NULL;
	const char *in = config_setting_source_file(at);
	va_list args;

	va_start(args, format);
	words = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error(loader->error, CONFIG_ERROR, 0, "%s:%d: %s",
	    in != NULL ? in : loader->path,
	    MAX(1, (int)config_setting_source_line(at)), words);
	return FALSE;
}

gboolean
config_check(struct loader *loader, config_setting_t *root)
{
	struct config *config = loader->config;
	g_autoptr(GStrvBuilder) numbers = g_strv_builder_new();

	if (!config_check_lines(loader, root) ||
	    !config_check_duty(loader, root) ||
	    !config_check_modems(loader, root) ||
	    !config_check_paths(loader, root))
		return FALSE;
	config->zone = g_time_zone_new_identifier(config->timezone);
	if (config->zone == NULL)
		return config_refuse(loader, config_at(root, NULL, 0,
		    "timezone"), "timezone \"%s\" is unknown, expected a name "
		    "of /usr/share/zoneinfo such as \"Asia/Shanghai\"",
		    config->timezone);
	if (config->dialog.hold_max_s < config->dialog.hold_s)
		return config_refuse(loader, config_at(root, NULL, 0,
		    "dialogue"), "hold_max is %d, expected at least hold, "
		    "which is %d", config->dialog.hold_max_s,
		    config->dialog.hold_s);
	for (guint i = 0; i < config->modems->len; i++) {
		const char *number = g_array_index(config->modems,
		    struct modem_config, i).number;

		if (*number != '\0')
			g_strv_builder_add(numbers, number);
	}
	config->dialog.own_numbers = g_strv_builder_end(numbers);
	config->dialog.duty_phones = config->duty_phones;
	config->dialog.duty_line = config->duty_line;
	config->dialog.check_line = config->check_line;
	config->dialog.zone = config->zone;
	config_make_tags(config);
	return TRUE;
}

/* The office's tags in place of the usual ones. */
static void
config_make_tags(struct config *config)
{
	struct duty_tag *tags;

	if (config->tags->len == 0)
		return;
	tags = g_new0(struct duty_tag, config->tags->len + 1);
	for (guint i = 0; i < config->tags->len; i++) {
		const struct tag_config *tag = &g_array_index(config->tags,
		    struct tag_config, i);

		tags[i] = (struct duty_tag){
			.name = tag->name,
			.rule = { tag->per_month, tag->visit, tag->away, tag->key },
			.lingers = tag->lingers,
		};
	}
	config->duty_tags = tags;
	config->dialog.duty_tags = tags;
}

static gboolean
config_check_lines(struct loader *loader, config_setting_t *root)
{
	GArray *lines = loader->config->lines;
	const struct option *takeover =
	    config_option_find("lines", "takeover");
	struct line_config only = { NULL };

	for (guint i = 0; i < lines->len; i++) {
		const char *name =
		    g_array_index(lines, struct line_config, i).name;

		for (guint k = 0; k < i; k++) {
			if (strcmp(name, g_array_index(lines,
			    struct line_config, k).name) == 0)
				return config_refuse(loader, config_at(root,
				    "lines", i, "name"), "a second line is "
				    "called %s, expected another name", name);
		}
	}
	if (lines->len == 0) {
		only.name = g_strdup("hotline");
		only.takeover_s = atoi(takeover->preset);
		g_array_append_val(lines, only);
	}
	return TRUE;
}

static gboolean
config_check_duty(struct loader *loader, config_setting_t *root)
{
	struct config *config = loader->config;

	if (*config->duty_line == '\0') {
		g_free(config->duty_line);
		config->duty_line = g_strdup(g_array_index(config->lines,
		    struct line_config, 0).name);
	}
	if (*config->check_line != '\0' &&
	    !config_has_line(config, config->check_line))
		return config_refuse(loader, config_at(root, "duty", 0,
		    "check_line"), "duty.check_line is %s, expected a name of "
		    "lines", config->check_line);
	return config_has_line(config, config->duty_line) ? TRUE :
	    config_refuse(loader, config_at(root, "duty", 0, "line"),
	    "duty.line is %s, expected a name of lines", config->duty_line);
}

static gboolean
config_check_modems(struct loader *loader, config_setting_t *root)
{
	GArray *modems = loader->config->modems;

	for (guint i = 0; i < modems->len; i++) {
		struct modem_config *modem =
		    &g_array_index(modems, struct modem_config, i);

		if (!config_has_line(loader->config, modem->line))
			return config_refuse(loader, config_at(root, "modems",
			    i, "line"), "modem %s serves line %s, expected a "
			    "name of lines", modem->name, modem->line);
		if (!config_check_balance(loader, root, i, modem))
			return FALSE;
		for (guint k = 0; k < i; k++) {
			struct modem_config *other =
			    &g_array_index(modems, struct modem_config, k);

			if (strcmp(modem->name, other->name) == 0)
				return config_refuse(loader, config_at(root,
				    "modems", i, "name"), "a second modem is "
				    "called %s, expected another name",
				    modem->name);
			if (strcmp(modem->device, other->device) == 0)
				return config_refuse(loader, config_at(root,
				    "modems", i, "device"), "modem %s has the "
				    "device of %s, expected one modem a device",
				    modem->name, other->name);
		}
	}
	return TRUE;
}

static gboolean
config_check_balance(struct loader *loader, config_setting_t *root, guint row,
    const struct modem_config *modem)
{
	if (*modem->balance_number != '\0' && *modem->balance_ask == '\0')
		return config_refuse(loader, config_at(root, "modems", row,
		    "balance_number"), "modem %s has a balance_number and no "
		    "balance_ask, expected the words to be texted",
		    modem->name);
	if (*modem->balance_number == '\0' && strspn(modem->balance_ask,
	    "0123456789*#+") != strlen(modem->balance_ask))
		return config_refuse(loader, config_at(root, "modems", row,
		    "balance_ask"), "balance_ask of modem %s is \"%s\", "
		    "expected a code such as \"*100#\", or a balance_number "
		    "that is texted these words", modem->name,
		    modem->balance_ask);
	if (*modem->balance_words == '\0')
		return config_refuse(loader, config_at(root, "modems", row,
		    "balance_words"), "balance_words of modem %s is empty, "
		    "expected the words before the amount", modem->name);
	return TRUE;
}

static gboolean
config_check_paths(struct loader *loader, config_setting_t *root)
{
	struct config *config = loader->config;

	if (strlen(config->control) >=
	    sizeof(((struct sockaddr_un *)NULL)->sun_path))
		return config_refuse(loader, config_at(root, NULL, 0,
		    "control"), "control is %zu octets long, expected at most "
		    "%zu, all that a socket can have", strlen(config->control),
		    sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1);
	if (!g_file_test(config->menus, G_FILE_TEST_IS_DIR) ||
	    access(config->menus, R_OK | X_OK) != 0)
		return config_refuse(loader, config_at(root, NULL, 0, "menus"),
		    "menus is \"%s\", expected a directory that can be read",
		    config->menus);
	return TRUE;
}

/* The setting to blame: the key itself, or what it stands in when the blame is
 * a default's. */
static config_setting_t *
config_at(config_setting_t *root, const char *list, guint row,
    const char *name)
{
	config_setting_t *in = root;
	config_setting_t *at;

	if (list != NULL) {
		in = config_setting_get_elem(
		    config_setting_get_member(root, list), row);
		if (!config_setting_is_group(in))
			return in;
	}
	at = config_setting_get_member(in, name);
	return at != NULL ? at : in;
}
