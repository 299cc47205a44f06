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
	{ "check.thanks",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_number[] = {
	{ "number.done",	"" },
	{ "number.sorry",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_peace[] = {
	{ "peace.thanks",	"" },
	{ "peace.helped",	"" },
	{ NULL, NULL }
};

static const struct saying action_says_find[] = {
	{ "find.mine",		"people" },
	{ "find.mine.none",	"" },
	{ "find.people",	"gist people" },
	{ "find.unknown",	"gist" },
	{ NULL, NULL }
};

static const struct action actions[] = {
	{ "check.no", check_action_no, action_says_check },
	{ "check.unsure", check_action_unsure, action_says_check },
	{ "check.yes", check_action_yes, action_says_check },
	{ "contact.call", contact_action_call, action_says_call },
	{ "contact.start", contact_action_start, action_says_topics },
	{ "contact.stop", contact_action_stop, action_says_topics },
	{ "contact.wrong_number", contact_action_wrong_number, action_says_sorry },
	{ "find.mine", find_action_mine, action_says_find },
	{ "number.no", number_action_no, action_says_number },
	{ "number.yes", number_action_yes, action_says_number },
	{ "peace.help", peace_action_help, action_says_peace },
	{ "peace.ok", peace_action_ok, action_says_peace },
	{ "ticket.mine", ticket_action_mine, action_says_tickets },
	{ "ticket.open", ticket_action_open, action_says_story },
	{ "ticket.place", ticket_action_place, action_says_story },
	{ "ticket.secret", ticket_action_secret, action_says_story },
	{ "ticket.show", ticket_action_show, action_says_tickets },
	{ "ticket.urge", ticket_action_urge, action_says_urge },
	{ "ticket.where", ticket_action_where, action_says_story },
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
