/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"	/* _GNU_SOURCE: posix_openpt() */

#include "tests/pty_modem.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static void	pty_open(struct pty_modem *modem);
static gboolean	pty_readable(int fd, GIOCondition condition, gpointer user);
static void	pty_write(struct pty_modem *modem, const char *text);
static void	pty_line(struct pty_modem *modem, const char *line);
static void	pty_pdu(struct pty_modem *modem, const char *hex);
static const char *pty_answer(struct pty_modem *modem, const char *line);
static char	*pty_usual(struct pty_modem *modem, const char *line);
static char	*pty_listing(struct pty_modem *modem);

/* What it says to what it need not think about; the first that fits. */
static const struct { const char *command, *answer; } pty_table[] = {
	{ "AT+CSCS=?", "+CSCS: (\"HEX\",\"GSM\",\"UCS2\")\r\n\r\nOK" },
	{ "AT+CSCS?", "+CSCS: \"GSM\"\r\n\r\nOK" },
	{ "AT+CMEE?", "+CMEE: 1\r\n\r\nOK" },
	{ "AT+CGMM", "PTY1\r\n\r\nOK" },
	{ "AT+CGMI", "Nobody\r\n\r\nOK" },
	{ "AT+CGMR", "1.0\r\n\r\nOK" },
	{ "AT+CGSN", "490154203237518\r\n\r\nOK" },
	{ "AT+CIMI", "460001234567890\r\n\r\nOK" },
	{ "AT+CSCA?", "+CSCA: \"+8613800100500\",145\r\n\r\nOK" },
	{ "AT+CPIN?", "+CPIN: READY\r\n\r\nOK" },
	{ "AT+CSQ", "+CSQ: 20,99\r\n\r\nOK" },
	{ "AT+CREG?", "+CREG: 0,1\r\n\r\nOK" },
	{ "AT+COPS?", "+COPS: 0,0,\"TEST\"\r\n\r\nOK" },
	{ "AT+CNMI=?", "+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)\r\n\r\nOK" },
	{ "AT+CNMI?", "+CNMI: 2,1,0,1,0\r\n\r\nOK" },
	{ "AT+CPMS=?", "+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n\r\nOK" },
	{ "AT+MODE", "ERROR" }, { "AT+CPROT", "ERROR" },
	{ "AT+SYNCML", "ERROR" }, { "AT$TSSPCSW", "ERROR" },
};

struct pty_modem *
pty_modem_new(void)
{
	struct pty_modem *modem = g_new0(struct pty_modem, 1);

	modem->in = g_string_new(NULL);
	modem->answers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	modem->counts = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);
	modem->sent = g_ptr_array_new_with_free_func(g_free);
	modem->size = PTY_SLOTS;
	modem->echo = TRUE;
	modem->text_mode = TRUE;
	pty_open(modem);
	return modem;
}

void
pty_modem_free(struct pty_modem *modem)
{
	pty_modem_unplug(modem);
	for (int i = 1; i <= modem->size; i++)
		g_free(modem->slots[i]);
	g_string_free(modem->in, TRUE);
	g_hash_table_unref(modem->answers);
	g_hash_table_unref(modem->counts);
	g_ptr_array_unref(modem->sent);
	g_free(modem->final);
	g_free(modem);
}

void
pty_modem_answer(struct pty_modem *modem, const char *command,
    const char *answer)
{
	if (answer == NULL)
		g_hash_table_remove(modem->answers, command);
	else
		g_hash_table_replace(modem->answers, g_strdup(command),
		    g_strdup(answer));
}

void
pty_modem_say(struct pty_modem *modem, const char *line)
{
	g_autofree char *text = g_strdup_printf("\r\n%s\r\n", line);

	pty_write(modem, text);
}

int
pty_modem_store(struct pty_modem *modem, const char *hex, gboolean tell)
{
	g_autofree char *line = NULL;
	int slot = 1;

	while (slot <= modem->size && modem->slots[slot] != NULL)
		slot++;
	if (slot > modem->size)
		return -1;
	modem->slots[slot] = g_strdup(hex);
	line = g_strdup_printf("+CMTI: \"SM\",%d", slot);
	if (tell)
		pty_modem_say(modem, line);
	return slot;
}

int
pty_modem_used(const struct pty_modem *modem)
{
	int used = 0;

	for (int i = 1; i <= modem->size; i++)
		used += modem->slots[i] != NULL;
	return used;
}

guint
pty_modem_count(struct pty_modem *modem, const char *command)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(modem->counts, command));
}

void
pty_modem_forget(struct pty_modem *modem)
{
	modem->size = PTY_SLOTS;
	modem->echo = TRUE;
	modem->text_mode = TRUE;
	modem->prompted = FALSE;
	g_string_truncate(modem->in, 0);
}

void
pty_modem_unplug(struct pty_modem *modem)
{
	g_clear_handle_id(&modem->source, g_source_remove);
	if (modem->fd >= 0)
		close(modem->fd);
	if (modem->slave >= 0)
		close(modem->slave);
	modem->fd = modem->slave = -1;
	g_clear_pointer(&modem->path, g_free);
}

/* A slave kept open here, so that the pty outlives whoever uses it. */
static void
pty_open(struct pty_modem *modem)
{
	struct termios tty;

	modem->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	g_assert(modem->fd >= 0 && grantpt(modem->fd) == 0 &&
	    unlockpt(modem->fd) == 0);
	modem->path = g_strdup(ptsname(modem->fd));
	modem->slave = open(modem->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	tcgetattr(modem->slave, &tty);
	cfmakeraw(&tty);
	tcsetattr(modem->slave, TCSANOW, &tty);
	g_unix_set_fd_nonblocking(modem->fd, TRUE, NULL);
	modem->source = g_unix_fd_add(modem->fd, G_IO_IN, pty_readable,
	    modem);
}

static gboolean
pty_readable(int fd, GIOCondition condition, gpointer user)
{
	struct pty_modem *modem = user;
	char octets[4096];
	ssize_t len = read(fd, octets, sizeof(octets));

	for (ssize_t i = 0; i < len; i++) {
		char c = octets[i];
		g_autofree char *line = NULL;

		if (c == '\x1b') {
			g_string_truncate(modem->in, 0);
			if (modem->prompted)
				pty_write(modem, "\r\nOK\r\n");
			modem->prompted = FALSE;
		} else if (c == (modem->prompted ? '\x1a' : '\r')) {
			line = g_strdup(modem->in->str);
			g_string_truncate(modem->in, 0);
			if (modem->prompted)
				pty_pdu(modem, line);
			else if (*line != '\0')
				pty_line(modem, line);
		} else
			g_string_append_c(modem->in, c);
	}
	return G_SOURCE_CONTINUE;
}

static void
pty_write(struct pty_modem *modem, const char *text)
{
	gsize len = strlen(text), at = 0;

	while (at < len) {
		ssize_t wrote = write(modem->fd, text + at, len - at);

		if (wrote < 0 && errno != EAGAIN)
			return;
		at += wrote > 0 ? (gsize)wrote : 0;
	}
}

static void
pty_line(struct pty_modem *modem, const char *line)
{
	g_autofree char *name = g_strndup(line, strcspn(line, "=?"));
	g_autofree char *usual = NULL;
	const char *answer;
	guint count = pty_modem_count(modem, name);

	modem->commands++;
	g_hash_table_replace(modem->counts, g_steal_pointer(&name),
	    GUINT_TO_POINTER(count + 1));
	if (modem->echo) {
		pty_write(modem, line);
		pty_write(modem, "\r");
	}
	answer = pty_answer(modem, line);
	if (answer == NULL)
		answer = usual = pty_usual(modem, line);
	if (g_str_equal(answer, "> ")) {
		modem->prompted = TRUE;
		pty_write(modem, "\r\n> ");
	} else if (*answer != '\0')
		pty_modem_say(modem, answer);
}

static const char *
pty_answer(struct pty_modem *modem, const char *line)
{
	GHashTableIter each;
	gpointer command, answer;

	g_hash_table_iter_init(&each, modem->answers);
	while (g_hash_table_iter_next(&each, &command, &answer)) {
		if (g_str_has_prefix(line, command))
			return answer;
	}
	return NULL;
}

static char *
pty_usual(struct pty_modem *modem, const char *line)
{
	int used = pty_modem_used(modem);
	int slot;

	for (gsize i = 0; i < G_N_ELEMENTS(pty_table); i++) {
		if (g_str_has_prefix(line, pty_table[i].command))
			return g_strdup(pty_table[i].answer);
	}
	if (g_str_equal(line, "ATE0") || g_str_equal(line, "ATE1"))
		modem->echo = line[3] == '1';
	if (g_str_has_prefix(line, "AT+CMGF="))
		modem->text_mode = line[8] == '1';
	if (g_str_equal(line, "AT+CMGF?"))
		return g_strdup_printf("+CMGF: %d\r\n\r\nOK",
		    modem->text_mode);
	if (g_str_equal(line, "AT+CPMS?"))
		return g_strdup_printf("+CPMS: \"SM\",%d,%d,\"SM\",%d,%d,"
		    "\"SM\",%d,%d\r\n\r\nOK", used, modem->size, used,
		    modem->size, used, modem->size);
	if (g_str_has_prefix(line, "AT+CPMS="))
		return g_strdup_printf("+CPMS: %d,%d,%d,%d,%d,%d\r\n\r\nOK",
		    used, modem->size, used, modem->size, used, modem->size);
	if (g_str_has_prefix(line, "AT+CMGL"))
		return pty_listing(modem);
	if (g_str_has_prefix(line, "AT+CMGS="))
		return g_strdup("> ");
	if (g_str_has_prefix(line, "AT+CMGR=") ||
	    g_str_has_prefix(line, "AT+CMGD=")) {
		slot = atoi(line + 8);
		if (slot < 1 || slot > modem->size)
			return g_strdup("+CMS ERROR: 321");
		if (line[6] == 'D')
			g_clear_pointer(&modem->slots[slot], g_free);
		else if (modem->slots[slot] != NULL)
			return g_strdup_printf("+CMGR: 0,,%d\r\n%s\r\n\r\nOK",
			    (int)strlen(modem->slots[slot]) / 2 - 8,
			    modem->slots[slot]);
	}
	return g_strdup("OK");
}

static char *
pty_listing(struct pty_modem *modem)
{
	GString *out = g_string_new(NULL);

	for (int i = 1; i <= modem->size; i++) {
		if (modem->slots[i] != NULL)
			g_string_append_printf(out, "+CMGL: %d,1,,%d\r\n%s\r\n",
			    i, (int)strlen(modem->slots[i]) / 2 - 8,
			    modem->slots[i]);
	}
	g_string_append(out, "\r\nOK");
	return g_string_free(out, FALSE);
}

static void
pty_pdu(struct pty_modem *modem, const char *hex)
{
	g_autofree char *text = NULL;

	modem->prompted = FALSE;
	g_ptr_array_add(modem->sent, g_strdup(hex));
	if (modem->final == NULL) {
		text = g_strdup_printf("+CMGS: %u\r\n\r\nOK",
		    modem->reference++ % 256);
		pty_modem_say(modem, text);
	} else if (*modem->final != '\0')
		pty_modem_say(modem, modem->final);
}
