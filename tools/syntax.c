/*
 * The rows, and the one reader for all of them.
 */
#include "tools/syntax.h"

#include <string.h>

#include "base/calendar.h"
#include "base/damm.h"
#include "base/phone.h"
#include "tools/catalog.h"

#define TICKET_DIGITS	8

static const struct param phone_and_limit_in[] = {
	{ "phone", PARAM_SENDER, N_("NUMBER"), N_("Only texts from this number.") },
	{ "state", PARAM_CHOICE, "open|answered|filed|merged|ignored",
	  N_("Only texts that ended so, or have not ended yet.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("At most so many, the newest; 20 otherwise."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param phone_and_limit_out[] = {
	{ "phone", PARAM_SENDER, N_("NUMBER"), N_("Only texts to this number.") },
	{ "state", PARAM_CHOICE,
	  "queued|handed|sent|delivered|failed|unknown|expired|cancelled",
	  N_("Only texts in this state.") },
	{ "lost", PARAM_SWITCH, NULL,
	  N_("Only texts that did not leave, or not for certain; the latest first.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("At most so many, the newest; 20 otherwise."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param ticket_list_options[] = {
	{ "phone", PARAM_SENDER, N_("NUMBER"), N_("Only tickets of this number.") },
	{ "state", PARAM_CHOICE, "open|draft|registered|void|withdrawn",
	  N_("Only tickets in this state; open is draft and registered.") },
	{ "urgent", PARAM_SWITCH, NULL, N_("Only urgent ones.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("At most so many, the newest; 20 otherwise."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param ticket_number[] = {
	{ "ticket", PARAM_TICKET, N_("TICKET"), N_("The number of the ticket."), 1 },
	{ NULL }
};

static const struct param modem_any[] = {
	{ "modem", PARAM_TEXT, N_("MODEM"), N_("Its name in the configuration; all of them otherwise.") },
	{ NULL }
};

static const struct param modem_one[] = {
	{ "modem", PARAM_TEXT, N_("MODEM"), N_("Its name in the configuration."), 1 },
	{ NULL }
};

static const struct param modem_test_args[] = {
	{ "modem", PARAM_TEXT, N_("MODEM"), N_("Its name in the configuration."), 1 },
	{ "phone", PARAM_PHONE, N_("NUMBER"), N_("To whom; probe_phones otherwise."), 0 },
	{ NULL }
};

static const struct param outbox_cancel_args[] = {
	{ "id", PARAM_NUMBER, N_("ID"), N_("The first column of outbox."),
	  1, G_MAXINT },
	{ NULL }
};

static const struct param status_options[] = {
	{ "watch", PARAM_SWITCH, NULL, N_("Again every two seconds, until Ctrl-C.") },
	{ NULL }
};

static const struct param agenda_list_options[] = {
	{ "parked", PARAM_SWITCH, NULL,
	  N_("Only what was tried too often and given up.") },
	{ "limit", PARAM_NUMBER, N_("N"),
	  N_("Show at most N, the soonest first (default 50)."), 1, 10000 },
	{ NULL }
};

static const struct param agenda_one[] = {
	{ "id", PARAM_NUMBER, N_("ID"), N_("The first column of agenda list."),
	  1, G_MAXINT },
	{ NULL }
};

static const struct param callback_list_options[] = {
	{ "all", PARAM_SWITCH, NULL, N_("Also those that are done.") },
	{ NULL }
};

static const struct param callback_done_args[] = {
	{ "id", PARAM_NUMBER, N_("ID"), N_("The first column of callback list."),
	  1, G_MAXINT },
	{ "result", PARAM_TEXT, N_("RESULT"),
	  N_("What came of the call, in a few words."), 1 },
	{ NULL }
};

static const struct param backup_args[] = {
	{ "file", PARAM_PATH, N_("FILE"),
	  N_("The copy; it must not exist, and the engine must be able to write there."), 1 },
	{ NULL }
};

static const struct param talk_args[] = {
	{ "number", PARAM_PHONE, N_("NUMBER"), N_("Whose texts they are."), 1 },
	{ NULL }
};

static const struct param talk_options[] = {
	{ "line", PARAM_TEXT, N_("LINE"),
	  N_("The line that is texted; the first of the configuration otherwise.") },
	{ "bearer", PARAM_CHOICE, "sms|ussd",
	  N_("How they travel: patiently (sms, the default) or in one session (ussd).") },
	{ NULL }
};

/* Either the first two or --file. */
static const struct param send_args[] = {
	{ "number", PARAM_PHONE, N_("NUMBER"), N_("To whom."), 0 },
	{ "text", PARAM_TEXT, N_("TEXT"), N_("What, as one word: quote it."), 0 },
	{ NULL }
};

static const struct param send_options[] = {
	{ "file", PARAM_INPUT, N_("FILE"),
	  N_("Many texts: a CSV file of rows \"number,text\"; - is standard input. "
	  "All rows are taken, or none.") },
	{ "line", PARAM_TEXT, N_("LINE"),
	  N_("The line they leave by; needed when there are several.") },
	{ "lane", PARAM_CHOICE, "alert|notice|duty|survey",
	  N_("How urgent they are, and whether quiet hours hold them; notice otherwise.") },
	{ "again", PARAM_SWITCH, NULL,
	  N_("Also what was sent to the same number today.") },
	{ NULL }
};

static const struct param duty_status_options[] = {
	{ "month", PARAM_MONTH, "YYYY-MM", N_("Which month; this one otherwise.") },
	{ "area", PARAM_TEXT, N_("AREA"), N_("The cadres of this area (its code) and below, one by one.") },
	{ "cadre", PARAM_TEXT, N_("CADRE"), N_("Only this cadre (his code).") },
	{ NULL }
};

static const struct param duty_overdue_options[] = {
	{ "month", PARAM_MONTH, "YYYY-MM", N_("Which month; this one otherwise.") },
	{ "area", PARAM_TEXT, N_("AREA"), N_("Only cadres of this area (its code) and below.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("At most so many; 20 otherwise."),
	  1, 100000 },
	{ NULL }
};

static const struct param cadre_one[] = {
	{ "cadre", PARAM_TEXT, N_("CADRE"), N_("The cadre's code."), 1 },
	{ NULL }
};

static const struct param duty_sheet_options[] = {
	{ "month", PARAM_MONTH, "YYYY-MM", N_("Which month; this one otherwise.") },
	{ NULL }
};

static const struct param duty_close_args[] = {
	{ "month", PARAM_MONTH, N_("MONTH"), N_("A month that is over: 2026-11. Two people must say so."), 1 },
	{ NULL }
};

static const struct param cadre_leave_args[] = {
	{ "cadre", PARAM_TEXT, N_("CADRE"), N_("The cadre's code."), 1 },
	{ "from", PARAM_DAY, N_("FIRST_DAY"), N_("The first day."), 1 },
	{ "to", PARAM_DAY, N_("LAST_DAY"), N_("The last one."), 1 },
	{ NULL }
};

static const struct param cadre_leave_options[] = {
	{ "deputy", PARAM_TEXT, N_("CADRE"), N_("Who stands in for him; the deputy of the register otherwise.") },
	{ "alone", PARAM_SWITCH, NULL, N_("Nobody stands in.") },
	{ NULL }
};

static const struct param cadre_duty_options[] = {
	{ "off", PARAM_SWITCH, NULL, N_("Take him off it.") },
	{ NULL }
};

static const struct param phone_change_args[] = {
	{ "old", PARAM_PHONE, N_("OLD_NUMBER"), N_("The number that a household had."), 1 },
	{ "new", PARAM_PHONE, N_("NEW_NUMBER"), N_("The one it has now."), 1 },
	{ NULL }
};

static const struct param cadre_replace_args[] = {
	{ "old", PARAM_TEXT, N_("OLD"), N_("The code of the cadre who leaves."), 1 },
	{ "new", PARAM_TEXT, N_("NEW"), N_("The code of the one who takes over."), 1 },
	{ NULL }
};

static const struct param cadre_replace_options[] = {
	{ "from", PARAM_DAY, N_("DATE"), N_("The first day of the new one; today otherwise.") },
	{ NULL }
};

#define REGISTERS	"area|department|cadre|household|phone|assignment|holiday"

static const struct param import_args[] = {
	{ "kind", PARAM_CHOICE, REGISTERS, N_("Which register it is."), 1 },
	{ "file", PARAM_INPUT, N_("FILE"),
	  N_("A CSV file, its first row the names of the columns as export "
	  "writes them; - is standard input. All rows are taken, or none; what "
	  "is not in it stays as it is."), 1 },
	{ NULL }
};

static const struct param import_options[] = {
	{ "dry-run", PARAM_SWITCH, NULL,
	  N_("Only look whether it would go in, and how much would change.") },
	{ NULL }
};

static const struct param export_args[] = {
	{ "kind", PARAM_CHOICE, REGISTERS, N_("Which register."), 1 },
	{ NULL }
};

static const struct syntax rows[] = {
	{ "status",
	  N_("Show modems, queues and what a person should look at."),
	  SYNTAX_ROWS, NULL, status_options },
	{ "talk",
	  N_("Talk to the engine as a phone would: each line typed is a text."),
	  SYNTAX_TALKS, talk_args, talk_options },
	{ "inbox",
	  N_("List the texts that came, and how each ended."),
	  SYNTAX_ROWS, NULL, phone_and_limit_in },
	{ "outbox",
	  N_("List the texts we send, and what became of each."),
	  SYNTAX_ROWS, NULL, phone_and_limit_out },
	{ "outbox cancel",
	  N_("Take back a text that has not left."),
	  0, outbox_cancel_args, NULL },
	{ "send",
	  N_("Send a text, or a file of texts."),
	  0, send_args, send_options },
	{ "modem show",
	  N_("Show all that is known of a modem and its SIM."),
	  SYNTAX_ROWS, modem_any, NULL },
	{ "modem pause",
	  N_("Let a modem receive and send nothing, until it is resumed."),
	  0, modem_one, NULL },
	{ "modem resume",
	  N_("Let a modem send again."),
	  0, modem_one, NULL },
	{ "modem accept",
	  N_("Let a modem send with the SIM that is in it now."),
	  0, modem_one, NULL },
	{ "modem test",
	  N_("Send a test text by a modem, and ask what credit its SIM has."),
	  0, modem_test_args, NULL },
	{ "ticket list",
	  N_("List tickets, the newest first."),
	  SYNTAX_ROWS, NULL, ticket_list_options },
	{ "ticket show",
	  N_("Show one ticket with all its texts and what was done."),
	  SYNTAX_ROWS, ticket_number, NULL },
	{ "agenda list",
	  N_("List what the box will do next, and when."),
	  SYNTAX_ROWS, NULL, agenda_list_options },
	{ "agenda show",
	  N_("Show one thing planned: when, how often it failed and why."),
	  SYNTAX_ROWS, agenda_one, NULL },
	{ "agenda retry",
	  N_("Try again now what was given up."),
	  0, agenda_one, NULL },
	{ "callback list",
	  N_("List the people who wait for a telephone call."),
	  SYNTAX_ROWS, NULL, callback_list_options },
	{ "callback done",
	  N_("Note that a person was called, and what came of it."),
	  0, callback_done_args, NULL },
	{ "duty status",
	  N_("Show how the month's calls stand, by town and department."),
	  SYNTAX_ROWS | SYNTAX_READS, NULL, duty_status_options },
	{ "duty overdue",
	  N_("List the households nobody has called on, the longest first."),
	  SYNTAX_ROWS | SYNTAX_READS, NULL, duty_overdue_options },
	{ "duty sheet",
	  N_("Print a cadre's card: his households, their numbers and telephones."),
	  SYNTAX_ROWS | SYNTAX_READS, cadre_one, duty_sheet_options },
	{ "duty flags",
	  N_("List what a person should look at: odd reports, odd numbers."),
	  SYNTAX_ROWS | SYNTAX_READS, NULL, duty_sheet_options },
	{ "duty close",
	  N_("Close a month: its figures stand, and nothing more is reported for it."),
	  0, duty_close_args, NULL },
	{ "cadre leave",
	  N_("Note a cadre's approved leave, and who stands in for him."),
	  0, cadre_leave_args, cadre_leave_options },
	{ "cadre duty",
	  N_("Put a cadre on the duty roster of days that others rest."),
	  0, cadre_leave_args, cadre_duty_options },
	{ "cadre roster",
	  N_("Show the duty roster of a month."),
	  SYNTAX_ROWS, NULL, duty_sheet_options },
	{ "cadre replace",
	  N_("Hand a cadre's households over to another, and tell them."),
	  0, cadre_replace_args, cadre_replace_options },
	{ "phone change",
	  N_("Change a household's number; a second person calls it and confirms."),
	  0, phone_change_args, NULL },
	{ "import",
	  N_("Take over a register from a CSV file."),
	  SYNTAX_READS, import_args, import_options },
	{ "export",
	  N_("Write a register as CSV."),
	  SYNTAX_READS, export_args, NULL },
	{ "menu check",
	  N_("Measure every screen at its longest: characters, texts, options."),
	  SYNTAX_ROWS, NULL, NULL },
	{ "menu draw",
	  N_("Draw the menus as a Graphviz graph."),
	  0, NULL, NULL },
	{ "check",
	  N_("Look for anything lost, damaged or forgotten."),
	  SYNTAX_ROWS | SYNTAX_READS, NULL, NULL },
	{ "backup",
	  N_("Copy the database to a file while the engine goes on."),
	  SYNTAX_READS, backup_args, NULL },
	{ "audit verify",
	  N_("Prove that nothing was taken out of the audit trail or changed in it."),
	  SYNTAX_ROWS | SYNTAX_READS, NULL, NULL },
};

static const struct syntax *syntax_find(char **argv, int argc, int *taken);
static enum syntax_result syntax_unknown(char **argv, int argc, GString *say);
static enum syntax_result syntax_read_words(char **argv, int argc,
		    struct command_line *line, GString *say);
static gboolean	syntax_option(char **argv, int argc, int *i,
		    struct command_line *line, GString *say);
static gboolean	syntax_option_value(struct command_line *line, int option,
		    const char *shown, const char *value, GString *say);
static gboolean	syntax_argument(const char *word, int position,
		    struct command_line *line, GString *say);
static gboolean	syntax_complete(const struct command_line *line, GString *say);
static gboolean	param_holds(const struct param *param, const char *shown,
		    const char *value, GString *say);
static gboolean	param_chosen(const struct param *param, const char *value);
static gboolean	param_counted(const struct param *param, const char *value);
static void	syntax_help(const struct syntax *row, GString *say);
static void	syntax_family(const char *word, GString *say);
static int	params_count(const struct param *params);

void
command_line_clear(struct command_line *line)
{
	g_clear_pointer(&line->args, g_free);
	g_clear_pointer(&line->options, g_free);
	line->row = NULL;
}

enum syntax_result
syntax_read(char **argv, int argc, struct command_line *line, GString *say)
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
	line->row = syntax_find(argv, argc, &taken);
	if (line->row == NULL)
		return syntax_unknown(argv, argc, say);
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

const struct syntax *
syntax_table(int *count)
{
	*count = G_N_ELEMENTS(rows);
	return rows;
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
	if (row->flags & SYNTAX_ROWS)
		g_string_append(usage, " [--json]");
	return g_string_free(usage, FALSE);
}

void
syntax_overview(GString *say)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		g_string_append_printf(say, "  %-15s %s\n", rows[i].words,
		    _(rows[i].help));
}

/* The row with the most words that argv begins with. */
static const struct syntax *
syntax_find(char **argv, int argc, int *taken)
{
	g_autofree char *two = argc < 2 ? NULL :
	    g_strdup_printf("%s %s", argv[0], argv[1]);
	const char *words[] = { two, argc < 1 ? NULL : argv[0] };

	for (gsize w = 0; w < G_N_ELEMENTS(words); w++) {
		*taken = 2 - (int)w;
		for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
			if (g_strcmp0(rows[i].words, words[w]) == 0)
				return &rows[i];
		}
	}
	return NULL;
}

/* No such command, or only the first word of some. */
static enum syntax_result
syntax_unknown(char **argv, int argc, GString *say)
{
	g_autoptr(GString) family = g_string_new(NULL);

	if (argc == 0) {
		g_string_append(say,
		    _("no command; see xiangyin --help for what there is"));
		return SYNTAX_WRONG;
	}
	syntax_family(argv[0], family);
	if (family->len == 0) {
		g_string_append_printf(say,
		    _("there is no command \"%s\"; see xiangyin --help for what there is"),
		    argv[0]);
		return SYNTAX_WRONG;
	}
	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
			if (g_str_has_prefix(rows[i].words, argv[0]) &&
			    rows[i].words[strlen(argv[0])] == ' ')
				syntax_help(&rows[i], say);
		}
		return SYNTAX_HELP;
	}
	if (argc == 1)
		g_string_append_printf(say, _("%s what? There is: %s"), argv[0],
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

	if ((line->row->flags & SYNTAX_ROWS) && strcmp(word, "--json") == 0) {
		line->json = TRUE;
		return TRUE;
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
		g_string_append_printf(say, _("%s wants a value: %s"), shown,
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
		    _("\"%s\" is one word too many; usage: xiangyin %s"), word, usage);
		return FALSE;
	}
	line->args[position] = word;
	return param_holds(&args[position], _(args[position].value), word, say);
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
	g_autofree char *stored = NULL, *day = NULL;

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
		if (strlen(value) == TICKET_DIGITS && damm_valid(value))
			return TRUE;
		g_string_append_printf(say,
		    _("\"%s\" is not a ticket number, perhaps a digit is mistyped; "
		    "look for it with xiangyin ticket list"), value);
		return FALSE;
	case PARAM_MONTH:
		day = g_strconcat(value, "-01", NULL);
		if (calendar_day_read(day) != 0)
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
	if (row->flags & SYNTAX_ROWS)
		g_string_append_printf(say, "    --json\n        %s\n",
		    _("For programs: the same as JSON, numbers in full."));
}

/* "list, show" of "ticket"; nothing when no command begins so. */
static void
syntax_family(const char *word, GString *say)
{
	gsize len = strlen(word);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (!g_str_has_prefix(rows[i].words, word) ||
		    rows[i].words[len] != ' ')
			continue;
		g_string_append_printf(say, "%s%s", say->len > 0 ? ", " : "",
		    rows[i].words + len + 1);
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
