/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows; syntax_read.c reads by them.
 */
#include "tools/syntax.h"

#include "tools/catalog.h"

static const struct param phone_and_limit_in[] = {
	{ "phone", PARAM_SENDER, N_("NUMBER"), N_("Show only texts from this number.") },
	{ "state", PARAM_CHOICE, "open|answered|filed|merged|ignored",
	  N_("Show only texts with this end; open texts have none yet.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N, newest first (default 20)."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param phone_and_limit_out[] = {
	{ "phone", PARAM_SENDER, N_("NUMBER"), N_("Show only texts to this number.") },
	{ "state", PARAM_CHOICE,
	  "queued|handed|sent|delivered|failed|unknown|expired|cancelled",
	  N_("Show only texts in this state.") },
	{ "lost", PARAM_SWITCH, NULL,
	  N_("Show only texts that were not sent, or may not have been; latest first.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N, newest first (default 20)."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param ticket_list_options[] = {
	{ "phone", PARAM_SENDER, N_("NUMBER"), N_("Show only tickets of this number.") },
	{ "state", PARAM_CHOICE, "open|draft|registered|void|withdrawn",
	  N_("Show only tickets in this state; open means draft or registered.") },
	{ "urgent", PARAM_SWITCH, NULL,
	  N_("Show only urgent tickets (by default those that are open).") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N, newest first (default 20)."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param ticket_number[] = {
	{ "ticket", PARAM_TICKET, N_("TICKET"), N_("The ticket's number."), 1 },
	{ NULL }
};

static const struct param modem_any[] = {
	{ "modem", PARAM_TEXT, N_("MODEM"),
	  N_("The modem's name in the configuration (default: all).") },
	{ NULL }
};

static const struct param modem_one[] = {
	{ "modem", PARAM_TEXT, N_("MODEM"), N_("The modem's name in the configuration."), 1 },
	{ NULL }
};

static const struct param modem_test_args[] = {
	{ "modem", PARAM_TEXT, N_("MODEM"), N_("The modem's name in the configuration."), 1 },
	{ "phone", PARAM_PHONE, N_("NUMBER"), N_("Whom to text (default: probe_phones)."), 0 },
	{ NULL }
};

static const struct param outbox_cancel_args[] = {
	{ "id", PARAM_NUMBER, N_("ID"), N_("The text's ID in the list of outbox."),
	  1, G_MAXINT },
	{ NULL }
};

static const struct param status_options[] = {
	{ "watch", PARAM_SWITCH, NULL, N_("Repeat every two seconds until Ctrl-C.") },
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
	{ "all", PARAM_SWITCH, NULL, N_("Include call-backs that are done.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N (default: all)."),
	  1, G_MAXINT },
	{ NULL }
};

static const struct param callback_done_args[] = {
	{ "id", PARAM_NUMBER, N_("ID"), N_("The call-back's ID in the list of callback list."),
	  1, G_MAXINT },
	{ "result", PARAM_TEXT, N_("RESULT"),
	  N_("The outcome of the call, in a few words."), 1 },
	{ NULL }
};

static const struct param backup_args[] = {
	{ "file", PARAM_PATH, N_("FILE"),
	  N_("The copy to write; it must not exist, and the engine must be able to "
	  "create it."), 1 },
	{ NULL }
};

static const struct param talk_args[] = {
	{ "number", PARAM_PHONE, N_("NUMBER"), N_("The number to text from."), 1 },
	{ NULL }
};

static const struct param talk_options[] = {
	{ "line", PARAM_TEXT, N_("LINE"),
	  N_("The line to text (default: the first in the configuration).") },
	{ "bearer", PARAM_CHOICE, "sms|ussd",
	  N_("How the texts travel: one by one (sms) or in one session (ussd) (default: sms).") },
	{ NULL }
};

/* Either the first two or --file. */
static const struct param send_args[] = {
	{ "number", PARAM_PHONE, N_("NUMBER"), N_("Whom to text."), 0 },
	{ "text", PARAM_TEXT, N_("TEXT"), N_("The text, in quotes."), 0 },
	{ NULL }
};

static const struct param send_options[] = {
	{ "file", PARAM_INPUT, N_("FILE"),
	  N_("Many texts: a CSV file of rows \"number,text\"; - is standard input. "
	  "All rows are taken, or none.") },
	{ "line", PARAM_TEXT, N_("LINE"),
	  N_("The line to send by; required when there are several.") },
	{ "lane", PARAM_CHOICE, "alert|notice|duty|survey",
	  N_("How urgent the texts are, and whether quiet hours hold them (default: notice).") },
	{ "again", PARAM_SWITCH, NULL,
	  N_("Send even what was sent to the same number today.") },
	{ NULL }
};

static const struct param duty_status_options[] = {
	{ "month", PARAM_MONTH, "YYYY-MM", N_("Month (default: current).") },
	{ "area", PARAM_TEXT, N_("AREA"),
	  N_("List the cadres of this area (its code) and below one by one.") },
	{ "cadre", PARAM_TEXT, N_("CADRE"), N_("Show only this cadre (their code).") },
	{ NULL }
};

static const struct param duty_overdue_options[] = {
	{ "month", PARAM_MONTH, "YYYY-MM", N_("Month (default: current).") },
	{ "area", PARAM_TEXT, N_("AREA"),
	  N_("Show only cadres of this area (its code) and below.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N (default 20)."),
	  1, 100000 },
	{ NULL }
};

static const struct param cadre_one[] = {
	{ "cadre", PARAM_TEXT, N_("CADRE"), N_("The cadre's code."), 1 },
	{ NULL }
};

static const struct param duty_sheet_options[] = {
	{ "month", PARAM_MONTH, "YYYY-MM", N_("Month (default: current).") },
	{ NULL }
};

static const struct param duty_close_args[] = {
	{ "month", PARAM_MONTH, N_("MONTH"),
	  N_("A month that is over: 2026-11. A second person approves it."), 1 },
	{ NULL }
};

static const struct param cadre_leave_args[] = {
	{ "cadre", PARAM_TEXT, N_("CADRE"), N_("The cadre's code."), 1 },
	{ "from", PARAM_DAY, N_("FIRST_DAY"), N_("The first day."), 1 },
	{ "to", PARAM_DAY, N_("LAST_DAY"), N_("The last day."), 1 },
	{ NULL }
};

static const struct param cadre_leave_options[] = {
	{ "deputy", PARAM_TEXT, N_("CADRE"), N_("The deputy (default: the one in the register).") },
	{ "alone", PARAM_SWITCH, NULL, N_("Name no deputy.") },
	{ NULL }
};

static const struct param cadre_duty_options[] = {
	{ "off", PARAM_SWITCH, NULL, N_("Take the cadre off the roster.") },
	{ NULL }
};

static const struct param phone_change_args[] = {
	{ "old", PARAM_PHONE, N_("OLD_NUMBER"), N_("The household's old number."), 1 },
	{ "new", PARAM_PHONE, N_("NEW_NUMBER"), N_("The number it has now."), 1 },
	{ NULL }
};

static const struct param phone_one[] = {
	{ "number", PARAM_PHONE, N_("NUMBER"), N_("The telephone number."), 1 },
	{ NULL }
};

static const struct param phone_held_options[] = {
	{ "phone", PARAM_SENDER, N_("NUMBER"), N_("Show only texts to this number.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N, newest first (default 20)."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param person_args[] = {
	{ "household", PARAM_TEXT, N_("HOUSEHOLD"), N_("The household's code."), 1 },
	{ "name", PARAM_TEXT, N_("NAME"), N_("Their name, as the register has it."), 1 },
	{ NULL }
};

static const struct param person_options[] = {
	{ "since", PARAM_DAY, N_("DATE"), N_("Since when (default: today).") },
	{ NULL }
};

static const struct param person_list_options[] = {
	{ "all", PARAM_SWITCH, NULL, N_("Include what was taken back.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N, newest first (default 20)."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param cadre_replace_args[] = {
	{ "old", PARAM_TEXT, N_("OLD"), N_("The code of the cadre who leaves."), 1 },
	{ "new", PARAM_TEXT, N_("NEW"), N_("The code of the cadre who takes over."), 1 },
	{ NULL }
};

static const struct param cadre_replace_options[] = {
	{ "from", PARAM_DAY, N_("DATE"), N_("The new cadre's first day (default: today).") },
	{ "confirm", PARAM_SWITCH, NULL,
	  N_("Do it, or above 20 households propose it (default: only say what would "
	  "change).") },
	{ NULL }
};

#define REGISTERS	"area|department|cadre|household|phone|assignment|holiday"

static const struct param import_args[] = {
	{ "kind", PARAM_CHOICE, REGISTERS, N_("The register to import."), 1 },
	{ "file", PARAM_INPUT, N_("FILE"),
	  N_("A CSV file, its first row the names of the columns as export "
	  "writes them; - is standard input. All rows are taken, or none; what "
	  "is not in it stays as it is."), 1 },
	{ NULL }
};

static const struct param import_options[] = {
	{ "dry-run", PARAM_SWITCH, NULL,
	  N_("Check the file and report what would change; change nothing.") },
	{ NULL }
};

static const struct param export_args[] = {
	{ "kind", PARAM_CHOICE, REGISTERS, N_("The register to export."), 1 },
	{ NULL }
};

static const struct param approval_one[] = {
	{ "id", PARAM_NUMBER, N_("ID"), N_("The first column of approval list."),
	  1, G_MAXINT },
	{ NULL }
};

static const struct param approval_list_options[] = {
	{ "all", PARAM_SWITCH, NULL, N_("Include those that are settled.") },
	{ "limit", PARAM_NUMBER, N_("N"), N_("Show at most N (default 20)."),
	  1, SYNTAX_LIMIT_MAX },
	{ NULL }
};

static const struct param approval_reject_options[] = {
	{ "reason", PARAM_TEXT, N_("REASON"), N_("Why, in a few words.") },
	{ NULL }
};

static const struct param staff_one[] = {
	{ "code", PARAM_TEXT, N_("CODE"), N_("The person's code."), 1 },
	{ NULL }
};

static const struct param staff_add_args[] = {
	{ "code", PARAM_TEXT, N_("CODE"), N_("A code of their own, for good."), 1 },
	{ "name", PARAM_TEXT, N_("NAME"), N_("Their name."), 1 },
	{ NULL }
};

static const struct param staff_add_options[] = {
	{ "user", PARAM_TEXT, N_("USER"), N_("The UNIX user they log in as.") },
	{ "role", PARAM_TEXT, N_("ROLES"),
	  N_("What they may do: clerk, supervisor, unit, registrar, survey, leader, "
	  "auditor, admin; several with commas.") },
	{ "scope", PARAM_TEXT, N_("SCOPE"),
	  N_("The code of the area or department they are for (default: everything).") },
	{ NULL }
};

static const struct param staff_list_options[] = {
	{ "all", PARAM_SWITCH, NULL, N_("Include those who have left.") },
	{ NULL }
};

static const struct param staff_role_args[] = {
	{ "code", PARAM_TEXT, N_("CODE"), N_("The person's code."), 1 },
	{ "roles", PARAM_TEXT, N_("ROLES"),
	  N_("All the roles they have from now on, with commas, or none."), 1 },
	{ NULL }
};

static const struct param staff_scope_args[] = {
	{ "code", PARAM_TEXT, N_("CODE"), N_("The person's code."), 1 },
	{ "scope", PARAM_TEXT, N_("SCOPE"),
	  N_("The code of an area or department (default: everything)."), 0 },
	{ NULL }
};

static const struct param staff_absence_args[] = {
	{ "code", PARAM_TEXT, N_("CODE"), N_("The person's code."), 1 },
	{ "from", PARAM_DAY, N_("FIRST_DAY"), N_("The first day."), 0 },
	{ "to", PARAM_DAY, N_("LAST_DAY"), N_("The last one."), 0 },
	{ NULL }
};

static const struct param staff_absence_options[] = {
	{ "deputy", PARAM_TEXT, N_("CODE"),
	  N_("Who acts with their rights meanwhile (default: nobody).") },
	{ "end", PARAM_SWITCH, NULL, N_("They are back.") },
	{ NULL }
};

static const struct syntax rows[] = {
	{ "status",
	  N_("Show modems, queues and what needs a person's attention."),
	  SYNTAX_ROWS, NULL, status_options },
	{ "talk",
	  N_("Text the engine as a phone would; each line typed is a text."),
	  SYNTAX_TALKS, talk_args, talk_options },
	{ "inbox",
	  N_("List the texts received and how each ended."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, phone_and_limit_in },
	{ "outbox",
	  N_("List the texts sent or to be sent, and the state of each."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, phone_and_limit_out },
	{ "outbox cancel",
	  N_("Cancel a text that has not been sent."),
	  0, outbox_cancel_args, NULL },
	{ "send",
	  N_("Send a text, or a file of texts."),
	  0, send_args, send_options },
	{ "modem show",
	  N_("Show everything known about a modem and its SIM."),
	  SYNTAX_ROWS | SYNTAX_TABLE, modem_any, NULL },
	{ "modem pause",
	  N_("Stop a modem from sending until it is resumed; it goes on receiving."),
	  0, modem_one, NULL },
	{ "modem resume",
	  N_("Let a modem send again."),
	  0, modem_one, NULL },
	{ "modem accept",
	  N_("Let a modem send with the SIM now in it."),
	  0, modem_one, NULL },
	{ "modem test",
	  N_("Send a test text by a modem and ask for the credit of its SIM."),
	  0, modem_test_args, NULL },
	{ "ticket list",
	  N_("List tickets, newest first."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, ticket_list_options },
	{ "ticket show",
	  N_("Show one ticket with all its texts and what was done."),
	  SYNTAX_ROWS | SYNTAX_READS, ticket_number, NULL },
	{ "agenda list",
	  N_("List what the box will do next, and when."),
	  SYNTAX_ROWS | SYNTAX_TABLE, NULL, agenda_list_options },
	{ "agenda show",
	  N_("Show one thing planned: when, how often it failed and why."),
	  SYNTAX_ROWS, agenda_one, NULL },
	{ "agenda retry",
	  N_("Try again now what was given up."),
	  0, agenda_one, NULL },
	{ "callback list",
	  N_("List the people waiting for a telephone call."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, callback_list_options },
	{ "callback done",
	  N_("Record that a person was called, and the outcome."),
	  0, callback_done_args, NULL },
	{ "duty status",
	  N_("Show the month's calls by town and department."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, duty_status_options },
	{ "duty overdue",
	  N_("List the households nobody has called on, longest first."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, duty_overdue_options },
	{ "duty sheet",
	  N_("Print a cadre's card: households, their numbers and telephones."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, cadre_one, duty_sheet_options },
	{ "duty flags",
	  N_("List reports and numbers that a person should look at."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, duty_sheet_options },
	{ "duty close",
	  N_("Propose to close a month: its figures stand, and nothing more is reported for it."),
	  0, duty_close_args, NULL },
	{ "cadre leave",
	  N_("Record a cadre's approved leave and their deputy."),
	  0, cadre_leave_args, cadre_leave_options },
	{ "cadre duty",
	  N_("Put a cadre on the duty roster of rest days."),
	  0, cadre_leave_args, cadre_duty_options },
	{ "cadre roster",
	  N_("Show the duty roster of a month."),
	  SYNTAX_ROWS | SYNTAX_TABLE, NULL, duty_sheet_options },
	{ "cadre replace",
	  N_("Hand a cadre's households over to another, and tell them."),
	  0, cadre_replace_args, cadre_replace_options },
	{ "phone change",
	  N_("Propose a household's new number; a second person calls it and approves."),
	  0, phone_change_args, NULL },
	{ "phone owner",
	  N_("Show the owners a number has had, as far as we know."),
	  SYNTAX_ROWS, phone_one, NULL },
	{ "phone show",
	  N_("Show whose a number is, whether anybody is sure, and what is not sent to it."),
	  SYNTAX_ROWS, phone_one, NULL },
	{ "phone held",
	  N_("List the texts that were held back from numbers, newest first."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, phone_held_options },
	{ "phone undo",
	  N_("Take back the last change of a number's owner."),
	  0, phone_one, NULL },
	{ "phone confirm",
	  N_("Record that a number was found to be right, at a counter, by a call or a visit."),
	  0, phone_one, NULL },
	{ "person dead",
	  N_("Record that somebody of a household has died."),
	  0, person_args, person_options },
	{ "person away",
	  N_("Record that somebody of a household is away."),
	  0, person_args, person_options },
	{ "person back",
	  N_("Take back that somebody of a household is dead or away."),
	  0, person_args, NULL },
	{ "person list",
	  N_("List who is marked as dead or away, newest first."),
	  SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NULL, person_list_options },
	{ "import",
	  N_("Import a register from a CSV file."),
	  SYNTAX_READS, import_args, import_options },
	{ "export",
	  N_("Export a register as CSV."),
	  SYNTAX_READS, export_args, NULL },
	{ "menu check",
	  N_("Measure every screen at its longest: characters, texts and options."),
	  SYNTAX_ROWS | SYNTAX_TABLE, NULL, NULL },
	{ "menu draw",
	  N_("Draw the menus as a Graphviz graph."),
	  0, NULL, NULL },
	{ "menu words",
	  N_("List every word a text is known by: from whom, while what is open, and its meaning."),
	  SYNTAX_ROWS | SYNTAX_TABLE, NULL, NULL },
	{ "check",
	  N_("Look for anything lost, damaged or forgotten."),
	  SYNTAX_ROWS | SYNTAX_READS, NULL, NULL },
	{ "backup",
	  N_("Copy the database to a file while the engine keeps running."),
	  SYNTAX_READS, backup_args, NULL },
	{ "audit verify",
	  N_("Verify that nothing in the audit trail was changed or removed."),
	  SYNTAX_ROWS | SYNTAX_READS, NULL, NULL },
	{ "approval list",
	  N_("List what waits for a second person."),
	  SYNTAX_ROWS | SYNTAX_TABLE, NULL, approval_list_options },
	{ "approval show",
	  N_("Show what exactly was proposed."),
	  SYNTAX_ROWS, approval_one, NULL },
	{ "approval approve",
	  N_("Approve what somebody else proposed; it is done at once."),
	  0, approval_one, NULL },
	{ "approval reject",
	  N_("Reject a proposal, or withdraw your own."),
	  0, approval_one, approval_reject_options },
	{ "staff add",
	  N_("Add a person to the staff."),
	  0, staff_add_args, staff_add_options },
	{ "staff list",
	  N_("List the staff, what they may do, and who is away."),
	  SYNTAX_ROWS | SYNTAX_TABLE, NULL, staff_list_options },
	{ "staff show",
	  N_("Show one person of the staff."),
	  SYNTAX_ROWS | SYNTAX_TABLE, staff_one, NULL },
	{ "staff role",
	  N_("Set what a person may do."),
	  0, staff_role_args, NULL },
	{ "staff scope",
	  N_("Set the area or department a person is for."),
	  0, staff_scope_args, NULL },
	{ "staff absence",
	  N_("Note that a person is away, and who acts for them."),
	  0, staff_absence_args, staff_absence_options },
	{ "staff remove",
	  N_("Note that a person has left the staff."),
	  0, staff_one, NULL },
};

const struct syntax *
syntax_table(int *count)
{
	*count = G_N_ELEMENTS(rows);
	return rows;
}
