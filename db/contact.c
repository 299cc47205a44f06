/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contacts.  The row is made by the first text in or out (schema triggers keep
 * its chains); it is fresh until contact_get() has seen a text from it.
 */
#include "db/contact.h"

#include <string.h>

#include "db/statement.h"

enum { CONTACT_FIND, CONTACT_PUT, CONTACT_BELIEVE, CONTACT_LAST_TEXT, CONTACT_OPT_OUT,
       CONTACT_OPT_IN, CONTACT_OPT_IN_SINCE, CONTACT_IS_OUT, CONTACT_HAS_TEXTED };

static const struct statement_source contact_sources[] = {
	[CONTACT_LAST_TEXT] = { "contact.last_text",
	    "SELECT last_inbox FROM contact WHERE phone = ?" },
	[CONTACT_FIND] = { "contact.find",
	    "SELECT first_at, last_at, menu_at, silent_until, wrong, ack_only, doubted_at "
	    "FROM contact WHERE phone = ?" },
	[CONTACT_PUT] = { "contact.put",
	    "INSERT INTO contact (phone, first_at, last_at, menu_at, "
	    "silent_until, wrong, ack_only, doubted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT (phone) DO UPDATE SET first_at = excluded.first_at, "
	    "last_at = excluded.last_at, menu_at = excluded.menu_at, "
	    "silent_until = excluded.silent_until, wrong = excluded.wrong, "
	    "ack_only = excluded.ack_only, doubted_at = excluded.doubted_at" },
	[CONTACT_BELIEVE] = { "contact.believe",
	    "UPDATE contact SET doubted_at = 0 WHERE phone = ?" },
	[CONTACT_OPT_OUT] = { "contact.opt_out",
	    "INSERT INTO opt_out (phone, topic, at) VALUES (?, ?, ?) "
	    "ON CONFLICT (phone, topic) DO NOTHING" },
	[CONTACT_OPT_IN] = { "contact.opt_in",
	    "DELETE FROM opt_out WHERE phone = ? AND topic = ?" },
	[CONTACT_OPT_IN_SINCE] = { "contact.opt_in_since",
	    "DELETE FROM opt_out WHERE phone = ? AND at = ?" },
	[CONTACT_IS_OUT] = { "contact.is_out",
	    "SELECT 1 FROM opt_out WHERE phone = ? AND topic = ?" },
	[CONTACT_HAS_TEXTED] = { "contact.has_texted",
	    "SELECT last_inbox <> 0 FROM contact WHERE phone = ?" },
};
const struct statement_table contact_statements =
    STATEMENT_TABLE(contact_sources);

static void	contact_load(struct statement *s, void *value);

void
contact_clear(struct contact *contact)
{
	g_free(contact->phone);
	memset(contact, 0, sizeof(*contact));
}

gboolean
contact_get(struct db *db, const char *phone, gint64 now, gboolean *fresh,
    struct contact *contact, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT, CONTACT_FIND);
	gboolean found;

	statement_text(s, phone);
	if (!statement_find(s, contact_load, contact, sizeof(*contact), &found,
	    error))
		return FALSE;
	contact->phone = g_strdup(phone);
	*fresh = contact->first_at == 0;
	if (*fresh)
		contact->first_at = contact->last_at = now;
	return TRUE;
}

static void
contact_load(struct statement *s, void *value)
{
	struct contact *contact = value;

	contact->first_at = column_int(s);
	contact->last_at = column_int(s);
	contact->menu_at = column_int(s);
	contact->silent_until = column_int(s);
	contact->wrong = (int)column_int(s);
	contact->ack_only = (int)column_int(s);
	contact->doubted_at = column_int(s);
}

gboolean
contact_put(struct db *db, const struct contact *contact, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT, CONTACT_PUT);

	statement_text(s, contact->phone);
	statement_int(s, contact->first_at);
	statement_int(s, contact->last_at);
	statement_int(s, contact->menu_at);
	statement_int(s, contact->silent_until);
	statement_int(s, contact->wrong);
	statement_int(s, contact->ack_only);
	statement_int(s, contact->doubted_at);
	return statement_run(s, error);
}

gboolean
contact_believe(struct db *db, const char *phone, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT, CONTACT_BELIEVE);

	statement_text(s, phone);
	return statement_run(s, error);
}

gboolean
contact_last_text(struct db *db, const char *phone, gint64 *inbox_id, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT, CONTACT_LAST_TEXT);

	*inbox_id = 0;
	statement_text(s, phone);
	return statement_value(s, inbox_id, error);
}

gboolean
contact_has_texted(struct db *db, const char *phone, gboolean *has,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT,
	    CONTACT_HAS_TEXTED);

	statement_text(s, phone);
	return statement_is(s, has, error);
}

gboolean
contact_opt_out(struct db *db, const char *phone, const char *topic,
    gint64 now, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT, CONTACT_OPT_OUT);

	statement_text(s, phone);
	statement_text(s, topic);
	statement_int(s, now);
	return statement_run(s, error);
}

gboolean
contact_opt_in(struct db *db, const char *phone, const char *topic, gint64 now,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT, CONTACT_OPT_IN);

	statement_text(s, phone);
	statement_text(s, topic);
	return statement_run(s, error);
}

gboolean
contact_opt_in_since(struct db *db, const char *phone, gint64 at, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT,
	    CONTACT_OPT_IN_SINCE);

	statement_text(s, phone);
	statement_int(s, at);
	return statement_run(s, error);
}

gboolean
contact_opted_out(struct db *db, const char *phone, const char *topic,
    gboolean *out, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CONTACT, CONTACT_IS_OUT);

	statement_text(s, phone);
	statement_text(s, topic);
	return statement_is(s, out, error);
}
