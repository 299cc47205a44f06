/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The run functions of the commands, and what the families share when they print.
 */
#ifndef TOOLS_FAMILY_H
#define TOOLS_FAMILY_H

#include "db/outbox.h"
#include "tools/command.h"
#include "tools/display.h"
#include "tools/proposal.h"

struct modem_view;

/* ticket_list_run() and all others. */
#define COMMAND(name, ...) enum command_status name##_run(struct command_call *call);
#include "tools/commands.inc"
#undef COMMAND

/* message_command.c: a state for people. */
const char *outbox_state_words(enum outbox_state state);

/* modem_command.c: the modem the command names; NULL when it names none, or none there
 * is: then says which there are. */
const struct modem_view *modem_find(struct command_call *call);

/* What the reading of a ticket is called in the audit trail. */
#define TICKET_SHOW_ACTION	"ticket.show"

/* agenda_command.c: what rows of a kind do; its name when nothing is known of it. */
const char *agenda_kind_words(const struct command_call *call, const char *kind);

/* In the engine, before the long read of a command. */
enum command_status backup_prepare(struct command_call *call);
enum command_status import_prepare(struct command_call *call);

/* What is proposed (approval_command.c). */
extern const struct proposal_kind duty_close_kind;
extern const struct proposal_kind cadre_replace_kind;
extern const struct proposal_kind phone_change_kind;

#endif
