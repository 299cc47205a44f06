/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The run functions of the commands, family by family, and what the families
 * share when they print.
 */
#ifndef TOOLS_FAMILY_H
#define TOOLS_FAMILY_H

#include "db/outbox.h"
#include "tools/command.h"
#include "tools/display.h"
#include "tools/proposal.h"

struct modem_view;

/* status_command.c */
enum command_status status_run(struct command_call *call);

/* message_command.c */
enum command_status inbox_run(struct command_call *call);
enum command_status outbox_run(struct command_call *call);
enum command_status outbox_cancel_run(struct command_call *call);
/* A state for people. */
const char *outbox_state_words(enum outbox_state state);

/* send_command.c */
enum command_status send_run(struct command_call *call);

/* modem_command.c */
enum command_status modem_show_run(struct command_call *call);
enum command_status modem_pause_run(struct command_call *call);
enum command_status modem_resume_run(struct command_call *call);
enum command_status modem_accept_run(struct command_call *call);
/* The modem the command names; NULL when it names none, or none there is: then
 * says which there are. */
const struct modem_view *modem_find(struct command_call *call);

/* modem_test_command.c */
enum command_status modem_test_run(struct command_call *call);

/* ticket_command.c */
enum command_status ticket_list_run(struct command_call *call);
enum command_status ticket_show_run(struct command_call *call);

/* What the reading of a ticket is called in the audit trail. */
#define TICKET_SHOW_ACTION	"ticket.show"
/* agenda_command.c */
enum command_status agenda_list_run(struct command_call *call);
enum command_status agenda_show_run(struct command_call *call);
enum command_status agenda_retry_run(struct command_call *call);
/* What rows of a kind do; its name when nothing is known of it. */
const char *agenda_kind_words(const struct command_call *call, const char *kind);

/* callback_command.c */
enum command_status callback_list_run(struct command_call *call);
enum command_status callback_done_run(struct command_call *call);

/* menu_command.c */
enum command_status menu_check_run(struct command_call *call);
enum command_status menu_draw_run(struct command_call *call);
enum command_status menu_words_run(struct command_call *call);

/* check_command.c */
enum command_status check_run(struct command_call *call);

/* backup_command.c */
enum command_status backup_prepare(struct command_call *call);
enum command_status backup_run(struct command_call *call);

/* duty_*_command.c */
enum command_status duty_status_run(struct command_call *call);
enum command_status duty_overdue_run(struct command_call *call);
enum command_status duty_sheet_run(struct command_call *call);
enum command_status duty_flags_run(struct command_call *call);
enum command_status duty_close_run(struct command_call *call);
extern const struct proposal_kind duty_close_kind;

/* cadre_command.c */
enum command_status cadre_leave_run(struct command_call *call);
enum command_status cadre_duty_run(struct command_call *call);
enum command_status cadre_roster_run(struct command_call *call);
enum command_status cadre_replace_run(struct command_call *call);
extern const struct proposal_kind cadre_replace_kind;

/* phone_command.c */
enum command_status phone_change_run(struct command_call *call);
enum command_status phone_owner_run(struct command_call *call);
enum command_status phone_undo_run(struct command_call *call);
enum command_status phone_confirm_run(struct command_call *call);
extern const struct proposal_kind phone_change_kind;

/* phone_show_command.c */
enum command_status phone_show_run(struct command_call *call);
enum command_status phone_held_run(struct command_call *call);

/* person_command.c */
enum command_status person_dead_run(struct command_call *call);
enum command_status person_away_run(struct command_call *call);
enum command_status person_back_run(struct command_call *call);
enum command_status person_list_run(struct command_call *call);

/* approval_command.c */
enum command_status approval_list_run(struct command_call *call);
enum command_status approval_show_run(struct command_call *call);
enum command_status approval_approve_run(struct command_call *call);
enum command_status approval_reject_run(struct command_call *call);

/* import_command.c */
enum command_status import_prepare(struct command_call *call);
enum command_status import_run(struct command_call *call);
enum command_status export_run(struct command_call *call);

/* audit_command.c */
enum command_status audit_verify_run(struct command_call *call);

/* staff_command.c */
enum command_status staff_add_run(struct command_call *call);
enum command_status staff_list_run(struct command_call *call);
enum command_status staff_show_run(struct command_call *call);
enum command_status staff_role_run(struct command_call *call);
enum command_status staff_scope_run(struct command_call *call);
enum command_status staff_absence_run(struct command_call *call);
enum command_status staff_remove_run(struct command_call *call);

#endif
