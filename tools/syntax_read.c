/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one reader for all rows.
 */
#include "tools/syntax.h"

#include <string.h>

#include "base/calendar.h"
#include "base/number.h"
#include "base/phone.h"
#include "tools/catalog.h"

static const struct {
	const char *name, *help;
	guint	 flag;		/* of the rows that know it */
} formats[FORMAT_COUNT] = {
	[FORMAT_JSON] = { "json", N_("Print JSON for programs, numbers in full."),
	    SYNTAX_ROWS },
	[FORMAT_CSV] = { "csv", N_("Print CSV for spreadsheets, numbers in full."),
	    SYNTAX_TABLE },
	[FORMAT_HTML] = { "html", N_("Print a page for a browser or a printer."),
	    SYNTAX_TABLE },
};

static const struct syntax *syntax_find(const struct syntax *const *rows, char **argv,
		    int argc, int *taken);
static enum syntax_result syntax_unknown(const struct syntax *const *rows, char **argv,
		    int argc, GString *say);
static enum syntax_result syntax_read_words(char **argv, int argc,
		    struct command_line *line, GString *say);
static gboolean	syntax_option(char **argv, int argc, int *i,
		    struct command_line *line, GString *say);
static gboolean	syntax_format(struct command_line *line, enum syntax_format format,
		    GString *say);
static gboolean	format_is_known(const struct syntax *row, enum syntax_format format);
static gboolean	syntax_option_value(struct command_line *line, int option,
		    const char *shown, const char *value, GString *say);
static gboolean	syntax_argument(const char *word, int position,
		    struct command_line *line, GString *say);
static gboolean	syntax_complete(const struct command_line *line, GString *say);
static gboolean	param_is_ticket(const char *value, GString *say);
static gboolean	param_holds(const struct param *param, const char *shown,
		    const char *value, GString *say);
static gboolean	param_chosen(const struct param *param, const char *value);
static gboolean	param_counted(const struct param *param, const char *value);
static void	syntax_help(const struct syntax *row, GString *say);
static gboolean	syntax_is_of(const struct syntax *row, const char *word);
static void	syntax_family(const struct syntax *const *rows, const char *word,
		    GString *say);
static int	params_count(const struct param *params);

void
command_line_clear(struct command_line *line)
{
	g_clear_pointer(&line->args, g_free);
	g_clear_pointer(&line->options, g_free);
	line->row = NULL;
}

enum syntax_result
syntax_read(const struct syntax *const *rows, char **argv, int argc,
    struct command_line *line, GString *say)
{
	enum syntax_result result;
	int taken;

	*line = (struct command_line){ 0 };
	for (int i = 0; i < argc; i++) {
		if (!g_utf8_validate(argv[i], -1, NULL)) {
			g_string_append_printf(say,
			    _("word %d is not valid UTF-8"), i + 1);
			return SYNTAX_WRONG;
		}
	}
	line->row = syntax_find(rows, argv, argc, &taken);
	if (line->row == NULL)
		return syntax_unknown(rows, argv, argc, say);
	line->args = g_new0(const char *, params_count(line->row->args) + 1);
	line->options = g_new0(const char *, params_count(line->row->options) + 1);
	result = syntax_read_words(argv + taken, argc - taken, line, say);
	if (result != SYNTAX_OK)
		command_line_clear(line);
	return result;
}

const char *
command_line_value(const struct command_line *line, const char *name)
{
	const struct param *args = line->row->args, *options = line->row->options;

	for (int i = 0; args != NULL && args[i].name != NULL; i++) {
		if (strcmp(args[i].name, name) == 0)
			return line->args[i];
	}
	for (int i = 0; options != NULL && options[i].name != NULL; i++) {
		if (strcmp(options[i].name, name) == 0)
			return line->options[i];
	}
	return NULL;
}

int
command_line_number(const struct command_line *line, const char *name,
    int otherwise)
{
	const char *value = command_line_value(line, name);

	return value == NULL ? otherwise : (int)g_ascii_strtoll(value, NULL, 10);
}

const char *
command_line_input(const struct command_line *line)
{
	const struct param *args = line->row->args, *options = line->row->options;

	for (int i = 0; args != NULL && args[i].name != NULL; i++) {
		if (args[i].kind == PARAM_INPUT)
			return line->args[i];
	}
	for (int i = 0; options != NULL && options[i].name != NULL; i++) {
		if (options[i].kind == PARAM_INPUT)
			return line->options[i];
	}
	return NULL;
}

char *
syntax_usage(const struct syntax *row)
{
	GString *usage = g_string_new(row->words);

	for (const struct param *p = row->args; p != NULL && p->name != NULL; p++)
		g_string_append_printf(usage, p->min > 0 ? " %s" : " [%s]",
		    _(p->value));
	for (const struct param *p = row->options; p != NULL && p->name != NULL; p++) {
		if (p->kind == PARAM_SWITCH)
			g_string_append_printf(usage, " [--%s]", p->name);
		else
			g_string_append_printf(usage, " [--%s %s]", p->name,
			    _(p->value));
	}
	for (int f = 0; f < FORMAT_COUNT; f++) {
		if (format_is_known(row, (enum syntax_format)f))
			g_string_append_printf(usage, " [--%s]", formats[f].name);
	}
	return g_string_free(usage, FALSE);
}

void
syntax_overview(const struct syntax *const *rows, GString *say)
{
	int width = 0;

	for (const struct syntax *const *row = rows; *row != NULL; row++)
		width = MAX(width, (int)strlen((*row)->words));
	for (; *rows != NULL; rows++)
		g_string_append_printf(say, "  %-*s  %s\n", width, (*rows)->words,
		    _((*rows)->help));
}

/* The row with the most words that argv begins with. */
static const struct syntax *
syntax_find(const struct syntax *const *rows, char **argv, int argc, int *taken)
{
	g_autofree char *two = argc < 2 ? NULL :
	    g_strdup_printf("%s %s", argv[0], argv[1]);
	const char *words[] = { two, argc < 1 ? NULL : argv[0] };

	for (gsize w = 0; w < G_N_ELEMENTS(words); w++) {
		*taken = 2 - (int)w;
		for (int i = 0; rows[i] != NULL; i++) {
			if (g_strcmp0(rows[i]->words, words[w]) == 0)
				return rows[i];
		}
	}
	return NULL;
}

/* No such command, or only the first word of some. */
static enum syntax_result
syntax_unknown(const struct syntax *const *rows, char **argv, int argc, GString *say)
{
	g_autoptr(GString) family = g_string_new(NULL);

	if (argc == 0) {
		g_string_append(say,
		    _("no command; see xiangyin --help for what there is"));
		return SYNTAX_WRONG;
	}
	syntax_family(rows, argv[0], family);
	if (family->len == 0) {
		g_string_append_printf(say,
		    _("there is no command \"%s\"; see xiangyin --help for what there is"),
		    argv[0]);
		return SYNTAX_WRONG;
	}
	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		for (int i = 0; rows[i] != NULL; i++) {
			if (syntax_is_of(rows[i], argv[0]))
				syntax_help(rows[i], say);
		}
		return SYNTAX_HELP;
	}
	if (argc == 1)
		g_string_append_printf(say, _("%s requires a subcommand: %s"), argv[0],
		    family->str);
	else
		g_string_append_printf(say,
		    _("there is no \"%s %s\"; there is: %s"), argv[0], argv[1],
		    family->str);
	return SYNTAX_WRONG;
}

static enum syntax_result
syntax_read_words(char **argv, int argc, struct command_line *line, GString *say)
{
	gboolean plain = FALSE;
	int position = 0;

	for (int i = 0; i < argc; i++) {
		if (!plain && strcmp(argv[i], "--help") == 0) {
			syntax_help(line->row, say);
			return SYNTAX_HELP;
		}
		if (!plain && strcmp(argv[i], "--") == 0)
			plain = TRUE;
		else if (!plain && argv[i][0] == '-' && argv[i][1] != '\0') {
			if (!syntax_option(argv, argc, &i, line, say))
				return SYNTAX_WRONG;
		} else if (!syntax_argument(argv[i], position++, line, say))
			return SYNTAX_WRONG;
	}
	return syntax_complete(line, say) ? SYNTAX_OK : SYNTAX_WRONG;
}

/* The option at argv[*i]. */
static gboolean
syntax_option(char **argv, int argc, int *i, struct command_line *line,
    GString *say)
{
	const struct param *options = line->row->options;
	const char *word = argv[*i], *equals = strchr(word, '=');
	g_autofree char *shown = equals == NULL ? g_strdup(word) :
	    g_strndup(word, equals - word);
	g_autofree char *usage = NULL;

	for (int f = 0; f < FORMAT_COUNT; f++) {
		if (format_is_known(line->row, (enum syntax_format)f) &&
		    g_str_has_prefix(word, "--") && strcmp(word + 2, formats[f].name) == 0)
			return syntax_format(line, (enum syntax_format)f, say);
	}
	for (int o = 0; options != NULL && options[o].name != NULL; o++) {
		const char *value = equals == NULL ? NULL : equals + 1;

		if (!g_str_has_prefix(shown, "--") ||
		    strcmp(shown + 2, options[o].name) != 0)
			continue;
		if (value == NULL && options[o].kind != PARAM_SWITCH &&
		    *i + 1 < argc)
			value = argv[++*i];
		return syntax_option_value(line, o, shown, value, say);
	}
	usage = syntax_usage(line->row);
	g_string_append_printf(say, _("there is no option %s here; usage: xiangyin %s"),
	    shown, usage);
	return FALSE;
}

static gboolean
syntax_format(struct command_line *line, enum syntax_format format, GString *say)
{
	if (line->format != FORMAT_PEOPLE && line->format != format) {
		g_string_append_printf(say, _("--%s and --%s exclude each other"),
		    formats[line->format].name, formats[format].name);
		return FALSE;
	}
	line->format = format;
	return TRUE;
}

static gboolean
format_is_known(const struct syntax *row, enum syntax_format format)
{
	return formats[format].name != NULL && (row->flags & formats[format].flag) != 0;
}

/* Sets an option, shown as it was typed; `value` NULL: none was given. */
static gboolean
syntax_option_value(struct command_line *line, int option, const char *shown,
    const char *value, GString *say)
{
	const struct param *param = &line->row->options[option];
	gboolean is_switch = param->kind == PARAM_SWITCH;

	if (is_switch && value != NULL) {
		g_string_append_printf(say, _("%s takes no value"), shown);
		return FALSE;
	}
	if (!is_switch && value == NULL) {
		g_string_append_printf(say, _("%s requires a value: %s"), shown,
		    _(param->value));
		return FALSE;
	}
	if (line->options[option] != NULL) {
		g_string_append_printf(say, _("%s was given twice"), shown);
		return FALSE;
	}
	line->options[option] = is_switch ? "" : value;
	return param_holds(param, shown, value, say);
}

static gboolean
syntax_argument(const char *word, int position, struct command_line *line,
    GString *say)
{
	const struct param *args = line->row->args;
	g_autofree char *usage = NULL;

	if (position >= params_count(args)) {
		usage = syntax_usage(line->row);
		g_string_append_printf(say,
		    _("unexpected argument \"%s\"; usage: xiangyin %s"), word, usage);
		return FALSE;
	}
	line->args[position] = word;
	return param_holds(&args[position], args[position].kind == PARAM_CHOICE ?
	    args[position].name : _(args[position].value), word, say);
}

static gboolean
syntax_complete(const struct command_line *line, GString *say)
{
	const struct param *args = line->row->args;
	g_autofree char *usage = NULL;

	for (int i = 0; args != NULL && args[i].name != NULL; i++) {
		if (line->args[i] != NULL || args[i].min == 0)
			continue;
		usage = syntax_usage(line->row);
		g_string_append_printf(say, _("%s is missing; usage: xiangyin %s"),
		    _(args[i].value), usage);
		return FALSE;
	}
	return TRUE;
}

static gboolean
param_holds(const struct param *param, const char *shown, const char *value,
    GString *say)
{
	g_autofree char *stored = NULL;

	switch (param->kind) {
	case PARAM_SWITCH:
		return TRUE;
	case PARAM_NUMBER:
		if (param_counted(param, value))
			return TRUE;
		g_string_append_printf(say,
		    _("%s is a whole number from %d to %d, not \"%s\""), shown,
		    param->min, param->max, value);
		return FALSE;
	case PARAM_CHOICE:
		if (param_chosen(param, value))
			return TRUE;
		g_string_append_printf(say, _("%s is one of %s, not \"%s\""), shown,
		    param->value, value);
		return FALSE;
	case PARAM_PHONE:
		stored = phone_normalise(value);
		if (phone_is_dialable(stored))
			return TRUE;
		g_string_append_printf(say,
		    _("\"%s\" is not a telephone number; write it like 13812345678"),
		    value);
		return FALSE;
	case PARAM_TICKET:
		return param_is_ticket(value, say);
	case PARAM_MONTH:
		if (calendar_month_read(value) != 0)
			return TRUE;
		g_string_append_printf(say,
		    _("\"%s\" is no month; write it like 2026-11"), value);
		return FALSE;
	case PARAM_DAY:
		if (calendar_day_read(value) != 0)
			return TRUE;
		g_string_append_printf(say,
		    _("\"%s\" is no day; write it like 2026-11-23"), value);
		return FALSE;
	case PARAM_TEXT:
	case PARAM_SENDER:
	case PARAM_PATH:
	case PARAM_INPUT:
		if (*value != '\0')
			return TRUE;
		g_string_append_printf(say, _("%s is empty"), shown);
		return FALSE;
	}
	return FALSE;
}

static gboolean
param_is_ticket(const char *value, GString *say)
{
	char number[NUMBER_SIZE];

	switch (number_read(value, number)) {
	case NUMBER_HOLDS:
		return TRUE;
	case NUMBER_MISTYPED:
		g_string_append_printf(say,
		    _("the check digit of \"%s\" does not fit: a digit is mistyped, or "
		    "two are swapped"), value);
		return FALSE;
	case NUMBER_NONE:
		break;
	}
	g_string_append_printf(say,
	    _("\"%s\" is not a ticket number, which has %d digits; look for it with "
	    "xiangyin ticket list"), value, NUMBER_DIGITS);
	return FALSE;
}

static gboolean
param_chosen(const struct param *param, const char *value)
{
	g_auto(GStrv) choices = g_strsplit(param->value, "|", -1);

	return g_strv_contains((const char *const *)choices, value);
}

static gboolean
param_counted(const struct param *param, const char *value)
{
	gint64 number;

	return g_ascii_string_to_signed(value, 10, param->min, param->max,
	    &number, NULL);
}

static void
syntax_help(const struct syntax *row, GString *say)
{
	g_autofree char *usage = syntax_usage(row);

	g_string_append_printf(say, "xiangyin %s\n    %s\n", usage, _(row->help));
	for (const struct param *p = row->args; p != NULL && p->name != NULL; p++)
		g_string_append_printf(say, "    %s\n        %s\n", _(p->value),
		    _(p->help));
	for (const struct param *p = row->options; p != NULL && p->name != NULL; p++)
		g_string_append_printf(say, "    --%s%s%s\n        %s\n", p->name,
		    p->kind == PARAM_SWITCH ? "" : " ",
		    p->kind == PARAM_SWITCH ? "" : _(p->value), _(p->help));
	for (int f = 0; f < FORMAT_COUNT; f++) {
		if (format_is_known(row, (enum syntax_format)f))
			g_string_append_printf(say, "    --%s\n        %s\n",
			    formats[f].name, _(formats[f].help));
	}
}

/* "ticket show" of "ticket". */
static gboolean
syntax_is_of(const struct syntax *row, const char *word)
{
	return g_str_has_prefix(row->words, word) && row->words[strlen(word)] == ' ';
}

/* "list, show" of "ticket"; nothing when no command begins so. */
static void
syntax_family(const struct syntax *const *rows, const char *word, GString *say)
{
	for (; *rows != NULL; rows++) {
		if (syntax_is_of(*rows, word))
			g_string_append_printf(say, "%s%s", say->len > 0 ? ", " : "",
			    (*rows)->words + strlen(word) + 1);
	}
}

static int
params_count(const struct param *params)
{
	int count = 0;

	while (params != NULL && params[count].name != NULL)
		count++;
	return count;
}
