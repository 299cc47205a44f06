/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In place of libFuzzer, in an ordinary build: feeds a fuzz target the corpus
 * that was kept for it, tests/fuzz/corpus/NAME/ for NAME_fuzz.
 */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
main(int argc, char **argv)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *name = g_path_get_basename(argv[0]);
	g_autofree char *path = NULL;
	const char *file;
	int files = 0;
	GDir *dir;

	if (g_str_has_suffix(name, "_fuzz"))
		name[strlen(name) - strlen("_fuzz")] = '\0';
	path = g_build_filename(top != NULL ? top : ".", "tests", "fuzz",
	    "corpus", name, NULL);
	dir = g_dir_open(path, 0, NULL);
	if (dir == NULL) {
		fprintf(stderr, "%s: no corpus at %s\n", argv[0], path);
		return EXIT_FAILURE;
	}
	while ((file = g_dir_read_name(dir)) != NULL) {
		g_autofree char *full = g_build_filename(path, file, NULL);
		g_autofree char *data = NULL;
		gsize len;

		if (!g_file_get_contents(full, &data, &len, NULL))
			continue;
		LLVMFuzzerTestOneInput((const uint8_t *)data, len);
		files++;
	}
	g_dir_close(dir);
	printf("%d inputs of %s\n", files, name);
	return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
