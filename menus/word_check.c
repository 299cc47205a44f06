/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do the menus have the lists and words that services need, and does the table of words
 * mean one thing?  A word that two rows claim for one role while the same is open, with
 * the same behind it, is refused: which one it meant would depend on the order of the
 * services.
 */
#include "menus/word.h"

#include <string.h>

#include "menus/menu_table.h"

struct word_checker {
	struct faults *faults;
	GHashTable *seen;	/* word -> GPtrArray of struct word_entry */
};

static void	word_check_service(const struct menu *menu,
		    const struct service *service, struct faults *faults);
static void	word_check_list(const struct menu *menu, const char *list,
		    struct faults *faults);
static void	word_check_read(const struct menu *menu, const struct service *service,
		    const char *name, struct faults *faults);
static void	word_check_entry(const struct word_entry *entry, void *user);
static gboolean	word_clash(const struct word_entry *one,
		    const struct word_entry *other);
static gboolean	word_is_read(const struct word_entry *entry);
static guint	word_behind(const struct service_word *row);
static void	word_tell(struct word_checker *checker, const struct word_entry *entry,
		    const struct word_entry *other);

void
word_check(const struct menu *menu, struct faults *faults)
{
	struct word_checker checker = { faults, NULL };

	for (int i = 0; menu->services[i] != NULL; i++)
		word_check_service(menu, menu->services[i], faults);
	checker.seen = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
	    (GDestroyNotify)g_ptr_array_unref);
	word_each(menu, word_check_entry, &checker);
	g_hash_table_destroy(checker.seen);
}

/* Lists and words that a service needs. */
static void
word_check_service(const struct menu *menu, const struct service *service,
    struct faults *faults)
{
	for (int i = 0; service->lists != NULL && service->lists[i] != NULL; i++) {
		word_check_list(menu, service->lists[i], faults);
		if (service->list_fault != NULL)
			word_check_read(menu, service, service->lists[i], faults);
	}
	for (const struct service_word *row = service->heard;
	    row != NULL && row->list != NULL; row++)
		if ((row->shape & SHAPE_READ) == 0)
			word_check_list(menu, row->list, faults);
	for (int i = 0; service->words != NULL && service->words[i] != NULL; i++) {
		const char *word = service->words[i];

		if (!g_hash_table_contains(menu->words, word))
			fault_add(faults, menu->dir, 0, "no word for "
			    "\"%s\"; expected words = { %s = \"…\"; } in one "
			    "of the files", word, word);
	}
}

static void
word_check_list(const struct menu *menu, const char *list, struct faults *faults)
{
	int count;

	menu_list(menu, list, &count);
	if (count == 0)
		fault_add(faults, menu->dir, 0, "list %s is empty; expected "
		    "lists = { %s = [ … ]; } in one of the files", list, list);
}

/* Whether the service can read each word of a list. */
static void
word_check_read(const struct menu *menu, const struct service *service, const char *name,
    struct faults *faults)
{
	const struct menu_list *list = g_hash_table_lookup(menu->lists, name);

	for (guint i = 0; i < list->words->len; i++) {
		const struct menu_place *place = &g_array_index(list->places,
		    struct menu_place, i);
		const char *word = list->words->pdata[i];
		const char *fault = service->list_fault(name, word);

		if (fault != NULL)
			fault_add(faults, place->file, place->line, "list %s: \"%s\" is "
			    "not what service %s reads; %s", name, word, service->name,
			    fault);
	}
}

/* Against all before it. */
static void
word_check_entry(const struct word_entry *entry, void *user)
{
	struct word_checker *checker = user;
	GPtrArray *same = g_hash_table_lookup(checker->seen, entry->word);

	if (same == NULL) {
		same = g_ptr_array_new();
		g_hash_table_insert(checker->seen, (gpointer)entry->word, same);
	}
	for (guint i = 0; i < same->len; i++) {
		if (word_clash(entry, same->pdata[i])) {
			word_tell(checker, entry, same->pdata[i]);
			break;
		}
	}
	g_ptr_array_add(same, (gpointer)entry);
}

static gboolean
word_clash(const struct word_entry *one, const struct word_entry *other)
{
	return one->row != other->row && one->row->open == other->row->open &&
	    (one->row->roles & other->row->roles) != 0 &&
	    (word_behind(one->row) & word_behind(other->row)) != 0;
}

/* Is it of a list of the lexicon, which is read by understand()? */
static gboolean
word_is_read(const struct word_entry *entry)
{
	return (entry->row->shape & SHAPE_READ) != 0;
}

/* Nothing stands behind what is read as a whole. */
static guint
word_behind(const struct service_word *row)
{
	return (row->shape & SHAPE_READ) != 0 ? (guint)SHAPE_ALONE : row->shape;
}

/* At the one whose own line is known; of the lexicon only the list is. */
static void
word_tell(struct word_checker *checker, const struct word_entry *entry,
    const struct word_entry *other)
{
	const struct word_entry *here = word_is_read(entry) ? other : entry;
	const struct word_entry *there = here == entry ? other : entry;
	const struct service_word *row = here->row;
	guint roles = row->roles & there->row->roles;
	g_autofree char *base = g_path_get_basename(there->file);
	g_autoptr(GString) place = g_string_new(base);

	if (!word_is_read(there))
		g_string_append_printf(place, ":%d", there->line);
	fault_add(checker->faults, here->file, here->line, "list %s: \"%s\" means "
	    "\"%s\" to service %s, but \"%s\" to service %s (list %s, %s) for the same "
	    "sender, a %s, with %s open; expected it in one of them", row->list,
	    here->word, row->meaning, here->service->name, there->row->meaning,
	    there->service->name, there->row->list, place->str,
	    word_role_name(g_bit_nth_lsf(roles, -1)),
	    row->open != NULL ? row->open->name : "nothing");
}
