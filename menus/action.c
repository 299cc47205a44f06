/*
 * The table of actions.  A screen or an option names one; the dialogue engine
 * calls some of them itself, for what may be said on any screen.
 */
#include "menus/action.h"

#include <string.h>

static const struct saying action_says_story[] = {
	{ "complaint.done",		"number gist texts" },
	{ "complaint.where",		"number gist texts" },
	{ "complaint.bundle",		"number gist texts" },
	{ "complaint.bundle.where",	"number gist texts" },
	{ "complaint.stopped",		"number gist texts topics" },
	{ "complaint.incomplete",	"number gist texts" },
	{ "complaint.again",		"number gist" },
	{ "complaint.added",		"number gist" },
	{ "complaint.text",		"" },
	{ "ticket.unknown",		"" },
	{ NULL, NULL }
};

static const struct saying action_says_tickets[] = {
	{ "ticket.none",	"" },
	{ "ticket.one",		"number gist state" },
	{ "ticket.list",	"count list" },
	{ "ticket.unknown",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_urge[] = {
	{ "complaint.again",	"number gist" },
	{ "ticket.unknown",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_call[] = {
	{ "call.day",		"" },
	{ "call.night",		"" },
	{ "call.again",		"" },
	{ NULL, NULL }
};

static const struct saying action_says_topics[] = {
	{ "contact.stopped",	"topics" },
	{ "contact.started",	"topics" },
	{ NULL, NULL }
};

static const struct saying action_says_sorry[] = {
	{ "contact.sorry",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_check[] = {
	{ "backcheck.thanks",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_renumber[] = {
	{ "renumber.done",	"" },
	{ "renumber.sorry",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_checkin[] = {
	{ "checkin.thanks",	"" },
	{ "checkin.helped",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_find[] = {
	{ "directory.mine",		"people" },
	{ "directory.mine.none",	"" },
	{ "directory.people",	"gist people" },
	{ "directory.unknown",	"gist" },
	{ NULL, NULL }
};

static const struct action actions[] = {
	{ "backcheck.no", backcheck_action_no, action_says_check },
	{ "backcheck.unsure", backcheck_action_unsure, action_says_check },
	{ "backcheck.yes", backcheck_action_yes, action_says_check },
	{ "contact.call", contact_action_call, action_says_call },
	{ "contact.start", contact_action_start, action_says_topics },
	{ "contact.stop", contact_action_stop, action_says_topics },
	{ "contact.wrong_number", contact_action_wrong_number, action_says_sorry },
	{ "directory.mine", directory_action_mine, action_says_find },
	{ "renumber.no", renumber_action_no, action_says_renumber },
	{ "renumber.yes", renumber_action_yes, action_says_renumber },
	{ "checkin.help", checkin_action_help, action_says_checkin },
	{ "checkin.ok", checkin_action_ok, action_says_checkin },
	{ "ticket.mine", complaint_action_mine, action_says_tickets },
	{ "ticket.open", complaint_action_open, action_says_story },
	{ "ticket.place", complaint_action_place, action_says_story },
	{ "ticket.secret", complaint_action_secret, action_says_story },
	{ "ticket.show", complaint_action_show, action_says_tickets },
	{ "ticket.urge", complaint_action_urge, action_says_urge },
	{ "ticket.where", complaint_action_where, action_says_story },
};

const struct action *
action_find(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
		if (strcmp(actions[i].name, name) == 0)
			return &actions[i];
	return NULL;
}

const struct action *
action_table(int *count)
{
	*count = G_N_ELEMENTS(actions);
	return actions;
}

void
action_file(struct action_call *call, const char *number, enum inbox_end end,
    const char *reason)
{
	g_strlcpy(call->ticket, number, sizeof(call->ticket));
	call->end = end;
	call->reason = reason;
}
