/*
 * As much of libconfig's language as it takes not to be misled: comments,
 * strings with escapes, and depth, so that a `control` inside a group, a string
 * or a comment is none.
 */
#include "tools/control_path.h"

#include <string.h>

#define BLANKS		" \t\r\n\f"
#define NAME_CHARS							\
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-*"

enum token { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_OTHER };

/* What was read last is in `text`; of TOKEN_OTHER its one character. */
struct scan {
	const char *at;
	GString	*text;
};

static enum token scan_next(struct scan *scan);
static const char *scan_skip(const char *at);
static void	scan_string(struct scan *scan);
static const char *scan_escape(const char *at, GString *text);

char *
control_path_of_file(const char *file, GError **error)
{
	g_autofree char *text = NULL, *path = NULL, *directory = NULL;
	g_autofree char *absolute = g_canonicalize_filename(file, NULL);

	if (!g_file_get_contents(file, &text, NULL, error))
		return NULL;
	path = control_path_of_text(text);
	if (path == NULL)
		return g_strdup(CONTROL_PATH_DEFAULT);
	directory = g_path_get_dirname(absolute);
	return g_canonicalize_filename(path, directory);
}

char *
control_path_of_text(const char *text)
{
	g_autoptr(GString) word = g_string_new(NULL);
	struct scan scan = { .at = text, .text = word };
	gboolean key = FALSE;
	int depth = 0;

	for (;;) {
		switch (scan_next(&scan)) {
		case TOKEN_END:
			return NULL;
		case TOKEN_NAME:
			key = depth == 0 && strcmp(word->str, "control") == 0;
			break;
		case TOKEN_STRING:
			if (key)
				return g_strdup(word->str);
			break;
		case TOKEN_OTHER:
			if (strchr("({[", word->str[0]) != NULL)
				depth++;
			else if (strchr(")}]", word->str[0]) != NULL)
				depth--;
			key = key && strchr("=:", word->str[0]) != NULL;
			break;
		}
	}
}

static enum token
scan_next(struct scan *scan)
{
	gsize len;

	scan->at = scan_skip(scan->at);
	g_string_truncate(scan->text, 0);
	if (*scan->at == '\0')
		return TOKEN_END;
	if (*scan->at == '"') {
		/* Strings side by side are one. */
		while (*scan->at == '"') {
			scan_string(scan);
			scan->at = scan_skip(scan->at);
		}
		return TOKEN_STRING;
	}
	len = strspn(scan->at, NAME_CHARS);
	g_string_append_len(scan->text, scan->at, len > 0 ? len : 1);
	scan->at += len > 0 ? len : 1;
	return len > 0 ? TOKEN_NAME : TOKEN_OTHER;
}

/* Over blanks and comments. */
static const char *
scan_skip(const char *at)
{
	for (;;) {
		const char *end;

		at += strspn(at, BLANKS);
		if (*at == '#' || g_str_has_prefix(at, "//"))
			at += strcspn(at, "\n");
		else if (g_str_has_prefix(at, "/*")) {
			end = strstr(at + 2, "*/");
			at = end == NULL ? strchr(at, '\0') : end + 2;
		} else
			return at;
	}
}

static void
scan_string(struct scan *scan)
{
	const char *at = scan->at + 1;

	while (*at != '\0' && *at != '"') {
		if (*at == '\\' && at[1] != '\0')
			at = scan_escape(at + 1, scan->text);
		else
			g_string_append_c(scan->text, *at++);
	}
	scan->at = *at == '"' ? at + 1 : at;
}

static const char *
scan_escape(const char *at, GString *text)
{
	static const char letters[] = "nrtfabv", octets[] = "\n\r\t\f\a\b\v";
	const char *letter = strchr(letters, *at);

	if (*at == 'x' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
		g_string_append_c(text, g_ascii_xdigit_value(at[1]) * 16 +
		    g_ascii_xdigit_value(at[2]));
		return at + 3;
	}
	g_string_append_c(text, letter == NULL ? *at : octets[letter - letters]);
	return at + 1;
}
