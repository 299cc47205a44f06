/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any text as a file of menus beside the ones we ship (in place of main.conf
 * when it names a service): refused with a file, or taken, measured and drawn.
 */
#include "menus/menu.h"
#include "services/services.h"

#include <glib/gstdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

static const char *const menu_files[] = {
	"complaint.conf", "contact.conf", "emergency.conf", "office.conf"
};

static char *fuzz_dir;	/* our own, with the menus we ship */

/* libconfig 1.5 forgets the string it was reading at a syntax error. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig";
}

static void
fuzz_put(const char *name, const char *text, gssize len)
{
	g_autofree char *path = g_build_filename(fuzz_dir, name, NULL);

	if (!g_file_set_contents_full(path, text, len, G_FILE_SET_CONTENTS_NONE,
	    0600, NULL))
		abort();
}

static void
fuzz_drop(const char *name)
{
	g_autofree char *path = g_build_filename(fuzz_dir, name, NULL);

	g_unlink(path);
}

static void
fuzz_copy(const char *dir, const char *name, const char *as)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *path = g_build_filename(top != NULL ? top : ".", dir,
	    name, NULL);
	g_autofree char *text = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		abort();
	fuzz_put(as, text, (gssize)len);
}

static void
fuzz_end(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(menu_files); i++)
		fuzz_drop(menu_files[i]);
	fuzz_drop("lexicon.conf");
	fuzz_drop("main.conf");
	fuzz_drop("zz.conf");
	g_rmdir(fuzz_dir);
	g_clear_pointer(&fuzz_dir, g_free);
}

static void
fuzz_row(const struct screen *screen, int units, int parts, int options,
    void *user)
{
	if (parts < 1 || parts > screen->parts || options != screen->count)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	gboolean instead = g_strstr_len((const char *)data, (gssize)size,
	    "service") != NULL;
	g_autofree char *drawn = NULL;
	struct menu *menu;

	if (fuzz_dir == NULL) {
		fuzz_dir = g_dir_make_tmp("menu-fuzz-XXXXXX", NULL);
		for (gsize i = 0; i < G_N_ELEMENTS(menu_files); i++)
			fuzz_copy("etc/menus", menu_files[i], menu_files[i]);
		/* The whole one would be read anew for every input. */
		fuzz_copy("tests/fuzz", "menu_lexicon.conf", "lexicon.conf");
		atexit(fuzz_end);
	}
	fuzz_drop("zz.conf");
	if (!instead)
		fuzz_copy("etc/menus", "main.conf", "main.conf");
	fuzz_put(instead ? "main.conf" : "zz.conf", (const char *)data,
	    (gssize)size);
	menu = menu_load(fuzz_dir, services, &error);
	if (menu == NULL) {
		if (error == NULL || strstr(error->message, fuzz_dir) == NULL)
			abort();
		return 0;
	}
	menu_check(menu, fuzz_row, NULL);
	drawn = menu_draw(menu);
	menu_free(menu);
	return 0;
}
