/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contacts: what is remembered of a phone that has texted us or been texted,
 * beside its messages: opt-outs, silence by the guards, when it last got the
 * menu, whether it only ever says 好.  (The registry of people and
 * households is another module.)
 */
#ifndef DB_CONTACT_H
#define DB_CONTACT_H

#include "db/db.h"

struct contact {
	char	*phone;
	gint64	 first_at, last_at;	/* us: first and last text from it */
	gint64	 menu_at;		/* last menu it got without asking */
	gint64	 silent_until;		/* guards: no automatic answer before */
	int	 wrong;			/* misunderstandings in a row */
	int	 ack_only;		/* threads that ended in nothing but 好 */
	gint64	 doubted_at;		/* silent for long before this text, and not yet
					 * known to be the same person; 0 not */
};
void	contact_clear(struct contact *contact);

/* Reads the contact.  *fresh TRUE: it has not texted before; contact_put() stores it. */
gboolean contact_get(struct db *db, const char *phone, gint64 now,
	    gboolean *fresh, struct contact *contact, GError **error);
gboolean contact_put(struct db *db, const struct contact *contact,
	    GError **error);

/* Clears doubted_at: somebody has made sure that it is the same person as before. */
gboolean contact_believe(struct db *db, const char *phone, GError **error);

/* Finds its newest text (0: none). */
gboolean contact_last_text(struct db *db, const char *phone, gint64 *inbox_id,
	    GError **error);

/* Has it ever texted us? */
gboolean contact_has_texted(struct db *db, const char *phone, gboolean *has,
	    GError **error);

/* The topic of everything meant for one person, which a wrong number is never sent
 * again. */
#define CONTACT_PERSONAL	"personal"

/* Opt-out by topic ("survey", "notice", "duty"…); DOMAIN 5.5. */
gboolean contact_opt_out(struct db *db, const char *phone, const char *topic,
	    gint64 now, GError **error);
gboolean contact_opt_in(struct db *db, const char *phone, const char *topic,
	    gint64 now, GError **error);
/* Undoes the opt-outs of that very moment. */
gboolean contact_opt_in_since(struct db *db, const char *phone, gint64 at,
	    GError **error);
gboolean contact_opted_out(struct db *db, const char *phone,
	    const char *topic, gboolean *out, GError **error);

#endif
