/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See duty_card.h. */
#include "services/duty_card.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "menus/fill.h"

#define DUTY_PAGE	10	/* households on a page of the sheet */

static gboolean	duty_hold(const struct duty_entry *entry, void *user);

gboolean
duty_card_load(struct duty *duty, GError **error)
{
	g_ptr_array_set_size(duty->card, 0);
	memset(&duty->totals, 0, sizeof(duty->totals));
	if (duty->whose.id != 0)
		return duty_each_stood_for(duty->call->db,
		    duty->call->options->duty_tags, duty->whose.id,
		    duty->cadre->id, duty->month, duty->today, duty_hold, duty,
		    error);
	return duty_each(duty->call->db, duty->call->options->duty_tags,
	    duty->cadre->id, duty->month, duty->today, duty_hold, duty, error);
}

static gboolean
duty_hold(const struct duty_entry *entry, void *user)
{
	struct duty *duty = user;
	struct duty_held *held = g_new0(struct duty_held, 1);

	held->household_id = entry->household_id;
	held->no = entry->no;
	held->name = text_surname(entry->head);
	held->active = entry->active;
	held->key = entry->rule.key;
	held->state = entry->obligation.state;
	g_ptr_array_add(duty->card, held);
	duty_count(&duty->totals, entry);
	return TRUE;
}

void
duty_held_free(gpointer data)
{
	struct duty_held *held = data;

	g_free(held->name);
	g_free(held);
}

/* Whom he has now, or had in this month. */
const struct duty_held *
duty_card_find(const struct duty *duty, int no)
{
	const struct duty_held *found = NULL;

	for (guint i = 0; i < duty->card->len; i++) {
		const struct duty_held *held = g_ptr_array_index(duty->card, i);

		if (held->no == no && (found == NULL || held->active))
			found = held;
	}
	return found;
}

/* Key households first, then by number. */
gboolean
duty_sheet(struct duty *duty, const char **screen, GError **error)
{
	struct action_call *call = duty->call;
	g_autoptr(GString) card = g_string_new(NULL);
	g_autoptr(GString) notes = g_string_new(NULL);
	int left = duty_left(&duty->totals), page = MAX(duty->report.page, 1);
	int pages = MAX((left + DUTY_PAGE - 1) / DUTY_PAGE, 1), place = 0;

	call->reason = N_("duty sheet");
	page = MIN(page, pages);
	for (int key = 1; key >= 0; key--) {
		gboolean said = FALSE;

		for (guint i = 0; i < duty->card->len; i++) {
			const struct duty_held *held = g_ptr_array_index(duty->card, i);

			if (held->key != key ||
			    held->state != OBLIGATION_DUE ||
			    place++ / DUTY_PAGE != page - 1)
				continue;
			if (!said)
				g_string_append_printf(card, "%s%s",
				    card->len > 0 ? " " : "",
				    menu_word(call->menu, key ? "duty_key" :
				    "duty_other"));
			duty_held_say(card, held);
			said = TRUE;
		}
	}
	if (page < pages) {
		fill_number(duty->call->fill, "page", page + 1);
		duty_note(duty, notes, "duty_next");
	}
	fill_number(duty->call->fill, "month", duty->month % 100);
	fill_number(duty->call->fill, "due", duty_owed(&duty->totals));
	fill_number(duty->call->fill, "done", duty_owed(&duty->totals) - left);
	fill_number(duty->call->fill, "left", left);
	duty_card_fill(duty, card);
	fill_set(call->fill, "notes", notes->str);
	*screen = left > 0 ? "duty.sheet" : "duty.sheet.none";
	return TRUE;
}

/* "07王": the surname is the check digit that a person reads. */
void
duty_held_say(GString *card, const struct duty_held *held)
{
	if (card->len > 0 && card->str[card->len - 1] != ' ')
		g_string_append_c(card, ' ');
	g_string_append_printf(card, "%02d%s", held->no, held->name);
}

/* Many stand without the blanks between them: 07王12李. */
void
duty_card_fill(struct duty *duty, GString *card)
{
	if (g_utf8_strlen(card->str, -1) > fill_units("card"))
		g_string_replace(card, " ", "", 0);
	fill_set(duty->call->fill, "card", card->str);
}

void
duty_say_rest(struct duty *duty)
{
	struct action_call *call = duty->call;
	g_autofree char *rest = NULL;
	int left = duty_left(&duty->totals);

	fill_number(duty->call->fill, "left", left);
	rest = fill_text(menu_word(call->menu, left > 0 ? "duty_rest" :
	    "duty_rest_none"), call->fill);
	fill_set(call->fill, "rest", rest);
}

void
duty_note(struct duty *duty, GString *notes, const char *word)
{
	g_autofree char *note = fill_text(menu_word(duty->call->menu, word),
	    duty->call->fill);

	g_string_append(notes, note);
}
