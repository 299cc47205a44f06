/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A modem process without a modem: speaks base/message.h on descriptor 3.  Its
 * SIM and its air are files of the directory FAKE_MODEM_DIR:
 *
 *	sim/NAME	a text that waits: number, newline, words; gone when the
 *			engine said STORED
 *	air		what has left: a line "ROW NUMBER PART" for each part
 *
 * FAKE_MODEM_MODE makes it misbehave, see fake_mode().  FAKE_MODEM_IMSI is its
 * SIM; empty is one that cannot be read.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/channel.h"
#include "base/exit.h"
#include "base/text.h"

#define FAKE_IMSI	"460001234567890"
#define FAKE_LOOK_MS	10

/* From a part's leaving to the network's answer: who is killed in between does
 * not know whether it left. */
#define FAKE_ANSWER_US	(2 * 1000)

struct fake {
	GMainLoop *loop;
	struct channel *channel;
	const char *dir;
	GHashTable *told;	/* token -> file name */
	guint64	 tokens;
	guint	 mr;
	int	 failures;	/* texts still to be refused */
};

static void	fake_message(struct channel *channel, enum message_type type,
	    GVariant *payload, void *user);
static void	fake_closed(struct channel *channel, const char *why,
	    void *user);
static void	fake_mode(struct fake *fake, const char *mode);
static gboolean	fake_look(gpointer user);
static int	fake_order(const void *a, const void *b, void *user);
static void	fake_tell(struct fake *fake, const char *name);
static void	fake_stored(struct fake *fake, GVariant *payload);
static void	fake_send(struct fake *fake, GVariant *payload);
static void	fake_air(struct fake *fake, const struct sms_order *order,
	    guint part);

int
main(int argc, char **argv)
{
	struct fake fake = { 0 };

	fake.dir = g_getenv("FAKE_MODEM_DIR");
	if (fake.dir == NULL || argc != 2)
		return 2;
	fake.loop = g_main_loop_new(NULL, FALSE);
	fake.told = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
	    g_free);
	fake.channel = channel_new(3, SIDE_ENGINE, G_PRIORITY_DEFAULT,
	    fake_message, fake_closed, &fake);
	g_main_loop_run(fake.loop);
	channel_free(fake.channel);
	g_hash_table_unref(fake.told);
	g_main_loop_unref(fake.loop);
	return 0;
}

static void
fake_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct fake *fake = user;

	switch (type) {
	case MESSAGE_MODEM_START:
		fake_mode(fake, g_getenv("FAKE_MODEM_MODE"));
		break;
	case MESSAGE_MODEM_STOP:
		g_main_loop_quit(fake->loop);
		break;
	case MESSAGE_STORED:
		fake_stored(fake, payload);
		break;
	case MESSAGE_SMS_OUT:
		fake_send(fake, payload);
		break;
	default:
		break;
	}
}

static void
fake_closed(struct channel *channel, const char *why, void *user)
{
	struct fake *fake = user;

	g_main_loop_quit(fake->loop);
}

static void
fake_mode(struct fake *fake, const char *mode)
{
	const char *imsi = g_getenv("FAKE_MODEM_IMSI");
	static const guint8 junk[] = { 1, 0, 0, 0, 0xff, 0, 0, 0, 'x' };
	GVariantBuilder told;

	if (g_strcmp0(mode, "exit") == 0)
		exit(7);
	if (g_strcmp0(mode, "pin") == 0)
		exit(MODEM_EXIT_PIN);
	if (g_strcmp0(mode, "mute") == 0)
		return;
	g_variant_builder_init(&told, G_VARIANT_TYPE_VARDICT);
	g_variant_builder_add(&told, "{sv}", "imei",
	    g_variant_new_string("490154203237518"));
	g_variant_builder_add(&told, "{sv}", "imsi",
	    g_variant_new_string(imsi != NULL ? imsi : FAKE_IMSI));
	channel_send(fake->channel, MESSAGE_MODEM_READY,
	    g_variant_new("(a{sv})", &told));
	if (g_strcmp0(mode, "junk") == 0) {
		ssize_t sent = send(channel_fd(fake->channel), junk,
		    sizeof(junk), 0);

		if (sent < 0)
			exit(8);
	}
	if (g_strcmp0(mode, "forge") == 0)
		channel_send(fake->channel, MESSAGE_STORED,
		    g_variant_new("(t)", (guint64)1));
	if (g_strcmp0(mode, "refuse") == 0)
		fake->failures = G_MAXINT;
	g_timeout_add(FAKE_LOOK_MS, fake_look, fake);
	fake_look(fake);
}

/* Tells of what lies on the SIM and was not told of yet, in order of names. */
static gboolean
fake_look(gpointer user)
{
	struct fake *fake = user;
	g_autofree char *sim = g_build_filename(fake->dir, "sim", NULL);
	g_autoptr(GSequence) names = g_sequence_new(g_free);
	GDir *dir = g_dir_open(sim, 0, NULL);
	const char *name;

	if (dir == NULL)
		return G_SOURCE_CONTINUE;
	while ((name = g_dir_read_name(dir)) != NULL) {
		if (*name != '.')
			g_sequence_insert_sorted(names, g_strdup(name),
			    fake_order, NULL);
	}
	g_dir_close(dir);
	for (GSequenceIter *i = g_sequence_get_begin_iter(names);
	    !g_sequence_iter_is_end(i); i = g_sequence_iter_next(i))
		fake_tell(fake, g_sequence_get(i));
	return G_SOURCE_CONTINUE;
}

static int
fake_order(const void *a, const void *b, void *user)
{
	return strcmp(a, b);
}

static void
fake_tell(struct fake *fake, const char *name)
{
	g_autofree char *path = g_build_filename(fake->dir, "sim", name, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GByteArray) body = NULL;
	g_autoptr(GChecksum) sum = NULL;
	GHashTableIter iter;
	struct sms_part part = { 0 };
	gsize len = SMS_HASH_LEN;
	guint8 digest[32];
	gsize digest_len = sizeof(digest);
	gpointer told;
	struct stat st;
	char *words;

	g_hash_table_iter_init(&iter, fake->told);
	while (g_hash_table_iter_next(&iter, NULL, &told)) {
		if (strcmp(told, name) == 0)
			return;
	}
	if (stat(path, &st) < 0 ||
	    !g_file_get_contents(path, &text, NULL, NULL) ||
	    (words = strchr(text, '\n')) == NULL)
		return;
	*words++ = '\0';
	sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_checksum_update(sum, (const guint8 *)name, -1);
	g_checksum_get_digest(sum, digest, &digest_len);
	memcpy(part.hash, digest, len);
	body = text_to_ucs2(words);
	part.token = ++fake->tokens;
	part.sender = text;
	part.smsc = (char *)"+8613800915500";
	part.scts = st.st_mtime;	/* the same however often it is told */
	part.coding = SMS_CODING_TEXT;
	part.body = g_bytes_new(body->data, body->len);
	part.class = -1;
	g_hash_table_insert(fake->told,
	    g_memdup2(&part.token, sizeof(part.token)), g_strdup(name));
	channel_send(fake->channel, MESSAGE_SMS_IN, message_sms_in(&part));
	g_bytes_unref(part.body);
}

static void
fake_stored(struct fake *fake, GVariant *payload)
{
	g_autofree char *path = NULL;
	guint64 token;
	const char *name;

	g_variant_get(payload, "(t)", &token);
	name = g_hash_table_lookup(fake->told, &token);
	if (name == NULL)
		return;
	path = g_build_filename(fake->dir, "sim", name, NULL);
	unlink(path);
}

static void
fake_send(struct fake *fake, GVariant *payload)
{
	struct sms_order order;
	g_auto(GStrv) parts = NULL;

	if (!message_sms_out_read(payload, &order))
		return;
	if (fake->failures > 0) {
		fake->failures--;
		channel_send(fake->channel, MESSAGE_FAILED, g_variant_new(
		    "(tuyi)", order.id, order.first_part,
		    SMS_FAILURE_LATER, 500));
		return;
	}
	parts = text_split(order.text);
	for (guint part = order.first_part; parts[part] != NULL; part++) {
		fake_air(fake, &order, part);
		g_usleep(FAKE_ANSWER_US);
		channel_send(fake->channel, MESSAGE_PART_SENT, g_variant_new(
		    "(tuu)", order.id, part, ++fake->mr & 0xff));
	}
	channel_send(fake->channel, MESSAGE_SENT,
	    g_variant_new("(t)", order.id));
}

/* One write: a kill before it or after it, never within. */
static void
fake_air(struct fake *fake, const struct sms_order *order, guint part)
{
	g_autofree char *path = g_build_filename(fake->dir, "air", NULL);
	g_autofree char *line = g_strdup_printf("%" G_GUINT64_FORMAT
	    " %s %u\n", order->id, order->number, part);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	ssize_t written = write(fd, line, strlen(line));

	close(fd);
	if (written < 0)
		exit(9);
}
