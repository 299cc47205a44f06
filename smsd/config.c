/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads xiangyin.conf by the option table.
 *
 * The first thing that is wrong ends the reading: half a configuration is
 * never used.
 */
#include "smsd/config.h"

#include <stddef.h>
#include <string.h>

#include "smsd/config_loader.h"
#include "smsd/config_value.h"

#define CONFIG_LINES_MAX	32
#define CONFIG_MODEMS_MAX	64
#define CONFIG_TAGS_MAX		64

/* A list of groups, each becoming a struct of `size`. */
struct config_list {
	const char *name;
	gsize	 size;
	guint	 max;
	gsize	 offset;	/* of its GArray in struct config */
};

static const struct config_list config_lists[] = {
	{ "lines", sizeof(struct line_config), CONFIG_LINES_MAX,
	  offsetof(struct config, lines) },
	{ "modems", sizeof(struct modem_config), CONFIG_MODEMS_MAX,
	  offsetof(struct config, modems) },
	{ "tags", sizeof(struct tag_config), CONFIG_TAGS_MAX,
	  offsetof(struct config, tags) },
};

static struct config *config_new(const char *path);
static gboolean	config_read_root(struct loader *loader, config_setting_t *root);
static gboolean	config_read_section(struct loader *loader, const char *section,
	    config_setting_t *group, void *base);
static gboolean	config_read_option(struct loader *loader,
	    const struct option *option, config_setting_t *setting, void *base);
static gboolean	config_preset(struct loader *loader, const char *section,
	    config_setting_t *group, void *base);
static gboolean	config_read_list(struct loader *loader,
	    const struct config_list *list, config_setting_t *setting);
static const struct config_list *config_list_find(const char *name);
static gboolean	config_has_section(const char *name);
static void	config_clear_groups(struct config *config);
static void	config_clear_section(const char *section, void *base);

struct config *
config_load(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	g_autoptr(GError) why = NULL;
	gsize len;

	if (!g_file_get_contents(absolute, &text, &len, &why)) {
		g_set_error(error, CONFIG_ERROR, 0,
		    "%s: %s, expected a configuration file", path,
		    why->message);
		return NULL;
	}
	if (strlen(text) != len) {
		g_set_error(error, CONFIG_ERROR, 0,
		    "%s:1: a NUL octet, expected a text file", path);
		return NULL;
	}
	return config_parse(text, absolute, error);
}

struct config *
config_parse(const char *text, const char *path, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(path);
	struct loader loader = { config_new(path), path, directory, error };
	config_t file;
	gboolean ok;

	config_init(&file);
	if (!g_utf8_validate(text, -1, NULL)) {
		ok = FALSE;
		g_set_error(error, CONFIG_ERROR, 0,
		    "%s:1: not UTF-8, expected UTF-8 text", path);
	} else if (!config_read_string(&file, text)) {
		const char *in = config_error_file(&file);

		ok = FALSE;
		g_set_error(error, CONFIG_ERROR, 0,
		    "%s:%d: %s, expected each key once as name = value;",
		    in != NULL ? in : path, config_error_line(&file),
		    config_error_text(&file));
	} else {
		ok = config_read_root(&loader, config_root_setting(&file)) &&
		    config_check(&loader, config_root_setting(&file));
	}
	config_destroy(&file);
	if (!ok) {
		config_free(loader.config);
		return NULL;
	}
	return loader.config;
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(config_lists); i++) {
		const struct config_list *list = &config_lists[i];
		GArray *rows = G_STRUCT_MEMBER(GArray *, config, list->offset);

		for (guint r = 0; r < rows->len; r++)
			config_clear_section(list->name,
			    rows->data + r * list->size);
		g_array_unref(rows);
	}
	config_clear_groups(config);
	g_free(config->duty_tags);
	g_strfreev(config->dialog.own_numbers);
	g_clear_pointer(&config->zone, g_time_zone_unref);
	g_free(config->path);
	g_free(config);
}

static struct config *
config_new(const char *path)
{
	struct config *config = g_new0(struct config, 1);

	config->path = g_strdup(path);
	config->lines = g_array_new(FALSE, TRUE, sizeof(struct line_config));
	config->modems = g_array_new(FALSE, TRUE, sizeof(struct modem_config));
	config->tags = g_array_new(FALSE, TRUE, sizeof(struct tag_config));
	return config;
}

static gboolean
config_read_root(struct loader *loader, config_setting_t *root)
{
	const struct option *options;
	int count;

	if (!config_read_section(loader, "", root, loader->config))
		return FALSE;
	options = config_options(&count);
	for (int i = 0; i < count; i++) {
		const char *section = options[i].section;
		config_setting_t *group;

		if (*section == '\0' || config_list_find(section) != NULL ||
		    (i > 0 && strcmp(options[i - 1].section, section) == 0))
			continue;
		group = config_setting_get_member(root, section);
		if (group == NULL) {
			if (!config_preset(loader, section, root,
			    loader->config))
				return FALSE;
			continue;
		}
		if (!config_setting_is_group(group))
			return config_refuse(loader, group,
			    "%s is no group, expected %s = { … };", section,
			    section);
		if (!config_read_section(loader, section, group,
		    loader->config))
			return FALSE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(config_lists); i++) {
		if (!config_read_list(loader, &config_lists[i],
		    config_setting_get_member(root, config_lists[i].name)))
			return FALSE;
	}
	return TRUE;
}

/* Every key of a group, then the defaults of what is not there. */
static gboolean
config_read_section(struct loader *loader, const char *section,
    config_setting_t *group, void *base)
{
	int count = config_setting_length(group);

	for (int i = 0; i < count; i++) {
		config_setting_t *setting =
		    config_setting_get_elem(group, (unsigned)i);
		const char *name = config_setting_name(setting);
		const struct option *option = config_option_find(section, name);

		if (option == NULL && *section == '\0' &&
		    config_has_section(name))
			continue;
		if (option == NULL)
			return config_refuse(loader, setting,
			    "unknown key %s, expected one of "
			    "xiangyin.conf(5)", name);
		if (!config_read_option(loader, option, setting, base))
			return FALSE;
	}
	return config_preset(loader, section, group, base);
}

static gboolean
config_read_option(struct loader *loader, const struct option *option,
    config_setting_t *setting, void *base)
{
	g_autofree char *expected = NULL;
	g_autofree char *shown = NULL;
	struct config_value value = { 0 };
	g_autoptr(GPtrArray) items = NULL;
	void *field = (char *)base + option->offset;

	value.directory = loader->directory;
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		value.kind = CONFIG_VALUE_INTEGER;
		value.integer = config_setting_get_int64(setting);
		if (config_setting_type(setting) == CONFIG_TYPE_INT)
			value.integer = config_setting_get_int(setting);
		break;
	case CONFIG_TYPE_BOOL:
		value.kind = CONFIG_VALUE_SWITCH;
		value.integer = config_setting_get_bool(setting);
		break;
	case CONFIG_TYPE_STRING:
		value.kind = CONFIG_VALUE_STRING;
		value.string = config_setting_get_string(setting);
		/* An escape (\xff) can write what the file itself may not. */
		if (!g_utf8_validate(value.string, -1, NULL))
			return config_refuse(loader, setting,
			    "%s is not UTF-8, expected UTF-8 text",
			    option->name);
		break;
	case CONFIG_TYPE_LIST:
	case CONFIG_TYPE_ARRAY:
		value.kind = CONFIG_VALUE_LIST;
		items = g_ptr_array_new();
		for (int i = 0; i < config_setting_length(setting); i++) {
			config_setting_t *item =
			    config_setting_get_elem(setting, (unsigned)i);

			if (config_setting_type(item) != CONFIG_TYPE_STRING ||
			    !g_utf8_validate(config_setting_get_string(item),
			    -1, NULL))
				return config_refuse(loader, item,
				    "%s holds something else than strings, "
				    "expected ( \"…\", \"…\" )", option->name);
			g_ptr_array_add(items, (gpointer)
			    config_setting_get_string(item));
		}
		g_ptr_array_add(items, NULL);
		value.list = (const char *const *)items->pdata;
		break;
	default:
		value.kind = CONFIG_VALUE_OTHER;
		break;
	}
	if (config_value_read(option, &value, field))
		return TRUE;
	expected = config_value_expected(option);
	shown = config_value_show(option, &value);
	return config_refuse(loader, setting, "%s is %s, expected %s",
	    option->name, shown, expected);
}

/* Gives every option of the section that `group` does not name its default. */
static gboolean
config_preset(struct loader *loader, const char *section,
    config_setting_t *group, void *base)
{
	const struct option *options;
	int count;

	options = config_options(&count);
	for (int i = 0; i < count; i++) {
		const struct option *option = &options[i];

		if (strcmp(option->section, section) != 0)
			continue;
		if (config_setting_is_group(group) &&
		    config_setting_get_member(group, option->name) != NULL &&
		    (*section == '\0' || !config_setting_is_root(group)))
			continue;
		if (option->preset == NULL)
			return config_refuse(loader, group,
			    "%s is missing, expected %s = …; in every entry "
			    "of %s", option->name, option->name, section);
		config_value_preset(option, loader->directory,
		    (char *)base + option->offset);
	}
	return TRUE;
}

/* lines and modems; a line may also be given as its bare name. */
static gboolean
config_read_list(struct loader *loader, const struct config_list *list,
    config_setting_t *setting)
{
	GArray *rows = G_STRUCT_MEMBER(GArray *, loader->config, list->offset);
	int count = setting != NULL ? config_setting_length(setting) : 0;

	if (setting != NULL && !config_setting_is_list(setting) &&
	    !config_setting_is_array(setting))
		return config_refuse(loader, setting,
		    "%s is no list, expected %s = ( { … }, { … } );",
		    list->name, list->name);
	if (count > (int)list->max)
		return config_refuse(loader, setting,
		    "%s has %d entries, expected at most %u", list->name,
		    count, list->max);
	for (int i = 0; i < count; i++) {
		config_setting_t *row =
		    config_setting_get_elem(setting, (unsigned)i);
		void *base;

		g_array_set_size(rows, rows->len + 1);
		base = rows->data + (rows->len - 1) * list->size;
		if (config_setting_type(row) == CONFIG_TYPE_STRING &&
		    strcmp(list->name, "lines") == 0) {
			if (!config_read_option(loader,
			    config_option_find("lines", "name"), row, base))
				return FALSE;
			continue;
		}
		if (!config_setting_is_group(row))
			return config_refuse(loader, row,
			    "an entry of %s is no group, expected { name = "
			    "\"…\"; … }", list->name);
		if (!config_read_section(loader, list->name, row, base))
			return FALSE;
	}
	return TRUE;
}

static const struct config_list *
config_list_find(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(config_lists); i++) {
		if (strcmp(config_lists[i].name, name) == 0)
			return &config_lists[i];
	}
	return NULL;
}

static gboolean
config_has_section(const char *name)
{
	const struct option *options;
	int count;

	options = config_options(&count);
	for (int i = 0; i < count; i++) {
		if (strcmp(options[i].section, name) == 0)
			return TRUE;
	}
	return FALSE;
}

/* What stands in no list. */
static void
config_clear_groups(struct config *config)
{
	const struct option *options;
	int count;

	options = config_options(&count);
	for (int i = 0; i < count; i++) {
		if (config_list_find(options[i].section) == NULL)
			config_value_clear(&options[i],
			    (char *)config + options[i].offset);
	}
}

static void
config_clear_section(const char *section, void *base)
{
	const struct option *options;
	int count;

	options = config_options(&count);
	for (int i = 0; i < count; i++) {
		if (strcmp(options[i].section, section) == 0)
			config_value_clear(&options[i],
			    (char *)base + options[i].offset);
	}
}
