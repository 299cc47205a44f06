/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a file is UTF-8 is known at its end only, so it is read twice; what
 * cannot be (a pipe), or must be converted, is copied into a file without a
 * name first.  Memory is that of one piece.
 */
#include "tools/input.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/catalog.h"

#define INPUT_PIECE	(64 * 1024)
#define INPUT_TORN	8	/* octets of a character that is not whole */

static int	input_copy(int fd, const char *charset, GError **error);
static gboolean	input_is_utf8(int fd);
static void	input_explain(const char *file, const GError *error, GString *say);

int
input_open(const char *file, gint64 *octets, GString *say)
{
	g_autoptr(GError) error = NULL;
	struct stat st = { 0 };
	int fd;

	fd = strcmp(file, "-") == 0 ? dup(STDIN_FILENO) :
	    open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		g_set_error_literal(&error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
		    g_strerror(errno));
	if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)))
		fd = input_copy(fd, NULL, &error);
	if (fd >= 0 && !input_is_utf8(fd))
		fd = input_copy(fd, "GB18030", &error);
	if (fd < 0) {
		input_explain(file, error, say);
		return -1;
	}
	*octets = fstat(fd, &st) == 0 ? st.st_size : 0;
	return fd;
}

/* Takes the descriptor and gives one of a copy, at its start; `charset` is what it
 * is in, NULL is as it is. */
static int
input_copy(int fd, const char *charset, GError **error)
{
	g_autoptr(GInputStream) in = g_unix_input_stream_new(fd, TRUE);
	g_autoptr(GOutputStream) out = NULL;
	g_autofree char *name = NULL;
	int to;

	if (charset != NULL) {
		g_autoptr(GCharsetConverter) converter =
		    g_charset_converter_new("UTF-8", charset, error);
		GInputStream *converted;

		if (converter == NULL)
			return -1;
		converted = g_converter_input_stream_new(in,
		    G_CONVERTER(converter));
		g_object_unref(in);
		in = converted;
	}
	to = g_file_open_tmp("xiangyin-XXXXXX", &name, error);
	if (to < 0)
		return -1;
	unlink(name);
	out = g_unix_output_stream_new(to, FALSE);
	if (g_output_stream_splice(out, in, G_OUTPUT_STREAM_SPLICE_NONE, NULL,
	    error) >= 0 && lseek(to, 0, SEEK_SET) == 0)
		return to;
	close(to);
	return -1;
}

static gboolean
input_is_utf8(int fd)
{
	char octets[INPUT_PIECE];
	gsize kept = 0;
	ssize_t len;

	while (kept < INPUT_TORN && (len = read(fd, octets + kept,
	    sizeof(octets) - kept)) > 0) {
		const char *end;
		gsize all = kept + (gsize)len;

		/* An octet of 0 is no text, but that is not said here. */
		for (gsize i = 0; i < all; i++)
			octets[i] += octets[i] == 0;
		g_utf8_validate(octets, (gssize)all, &end);
		kept = (gsize)(octets + all - end);
		memmove(octets, end, MIN(kept, INPUT_TORN));
	}
	lseek(fd, 0, SEEK_SET);
	return kept == 0;
}

static void
input_explain(const char *file, const GError *error, GString *say)
{
	if (error->domain == G_IO_ERROR &&
	    (error->code == G_IO_ERROR_INVALID_DATA ||
	    error->code == G_IO_ERROR_PARTIAL_INPUT))
		g_string_append_printf(say, _("%s is neither UTF-8 nor GB18030; "
		    "save it as \"CSV UTF-8\""), file);
	else
		g_string_append_printf(say, _("%s cannot be read: %s"), file,
		    error->message);
}
