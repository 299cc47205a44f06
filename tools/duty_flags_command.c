/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * duty flags: what a person should look at.  A flag is a reason to ask, never a penalty.
 */
#include "tools/family.h"

#include <stddef.h>

#include "db/cadre.h"
#include "db/duty_flag.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/right.h"
#include "tools/selection.h"

static const char *const flag_words[FLAG_COUNT] = {
	[FLAG_CHECKS] = N_("households say nobody called, more than forget it"),
	[FLAG_LAST_DAYS] = N_("reported in the last two days of the month"),
	[FLAG_HURRY] = N_("visits of one day reported within an hour"),
	[FLAG_NIGHT] = N_("reported from 22:00 to 06:00"),
	[FLAG_LEAVE] = N_("contacts on days of leave"),
	[FLAG_HOUSEHOLDS] = N_("households have this one main number"),
	[FLAG_CADRE_NUMBER] = N_("a household's number is this cadre's"),
	[FLAG_NEW_NUMBER] = N_("households were asked by a number changed lately"),
	[FLAG_QUICK] = N_("households answered within ten seconds"),
	[FLAG_TYPED] = N_("reported by staff at a console"),
};

/* The list, and why it ends early. */
struct flags {
	struct command_call *call;
	struct report *report;
	GError	*error;
};

static void	flag_row(const struct duty_flagged *flagged, void *user);
static gboolean	flag_has(struct command_call *call, const struct duty_flagged *flagged,
		    gboolean *has, GError **error);
static void	flag_who_cell(const void *row, struct cell *cell);
static void	flag_share_cell(const void *row, struct cell *cell);
static void	flag_words_cell(const void *row, struct cell *cell);

static const struct report_column columns[] = {
	{ "who", N_("WHO"), .cell = flag_who_cell },
	{ "name", N_("NAME"), REPORT_TEXT, offsetof(struct duty_flagged, name),
	  .least = 6 },
	{ "share", N_("HOW MANY"), .cell = flag_share_cell, .right = TRUE },
	{ "flag", N_("WHAT"), .cell = flag_words_cell, .least = 12 },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("Nothing stands out."),
};

enum command_status
duty_flags_run(struct command_call *call)
{
	g_autoptr(GError) error = NULL;
	struct flags flags = { .call = call };
	struct selection selection;
	struct report *report;

	if (!selection_read(call, &selection, &error))
		return command_refused(call, error);
	report = flags.report = report_new(call, REPORT_ARRAY);
	report_begin(report, &rows);
	if (duty_flag_each(call->db, selection.month, call->zone, flag_row, &flags, &error))
		error = g_steal_pointer(&flags.error);
	if (error == NULL) {
		report_end(report);
		if (report_count(report) > 0)
			report_say(report, TONE_FAINT,
			    _("Reasons to ask, not to punish."));
	}
	report_free(report);
	g_clear_error(&flags.error);
	return error == NULL ? COMMAND_DONE : command_failed(call, error);
}

static void
flag_row(const struct duty_flagged *flagged, void *user)
{
	struct flags *flags = user;
	gboolean has;

	if (flags->error == NULL &&
	    flag_has(flags->call, flagged, &has, &flags->error) && has)
		report_row(flags->report, flagged);
}

static gboolean
flag_has(struct command_call *call, const struct duty_flagged *flagged,
    gboolean *has, GError **error)
{
	struct cadre cadre = { 0 };
	gboolean ok, found;

	*has = right_is_whole(call);
	if (*has)
		return TRUE;
	if (flagged->flag == FLAG_HOUSEHOLDS)
		return right_has_phone(call, flagged->who, has, error);
	ok = cadre_by_code(call->db, flagged->who, &found, &cadre, error) &&
	    (!found || right_has_cadre(call, &cadre, has, error));
	cadre_clear(&cadre);
	return ok;
}

/* Of many households with one number it is that number. */
static void
flag_who_cell(const void *row, struct cell *cell)
{
	const struct duty_flagged *flagged = row;

	if (flagged->flag == FLAG_HOUSEHOLDS)
		cell_phone(cell, flagged->who);
	else
		cell_text(cell, flagged->who, TONE_PLAIN);
}

static void
flag_share_cell(const void *row, struct cell *cell)
{
	const struct duty_flagged *flagged = row;
	g_autofree char *share = flagged->of == 0 ?
	    g_strdup_printf("%d", flagged->count) :
	    g_strdup_printf("%d/%d", flagged->count, flagged->of);

	cell_text(cell, share, TONE_CARE);
}

static void
flag_words_cell(const void *row, struct cell *cell)
{
	const struct duty_flagged *flagged = row;

	cell_words(cell, _(flag_words[flagged->flag]), duty_flag_name(flagged->flag),
	    TONE_PLAIN);
}
