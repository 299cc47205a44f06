/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A test program in one line: SUITE_MAIN("text", text_tests) where text_tests
 * adds its cases to the suite.  Failures are counted by Check, the process
 * ends with 1 when there is one.  SUITE_MAIN_UNLESS("LONG_TESTS", …) is skipped
 * (77) where that variable is 0.
 *
 * SUITE_MAIN_BESIDE("engine", engine_tests, "talk", "kills") runs the named cases
 * beside each other, each in a process of its own: for programs that wait for
 * other processes more than they compute.
 */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SUITE_SKIPPED	77

#define SUITE_MAIN(name, fill)	SUITE_MAIN_UNLESS("", name, fill)

#define SUITE_MAIN_UNLESS(variable, name, fill)				\
int									\
main(void)								\
{									\
	const char *wanted = getenv(variable);				\
									\
	if (wanted != NULL && strcmp(wanted, "0") == 0) {		\
		printf(name " is left out: " variable " is 0\n");	\
		return SUITE_SKIPPED;					\
	}								\
	return suite_run(name, fill, NULL);				\
}

#define SUITE_MAIN_BESIDE(name, fill, ...)				\
int									\
main(void)								\
{									\
	static const char *const cases[] = { __VA_ARGS__, NULL };	\
									\
	return suite_run_beside(name, fill, cases);			\
}

/* Runs one case, or (NULL) all; the exit status. */
static inline int
suite_run(const char *name, void (*fill)(Suite *suite), const char *only)
{
	Suite *suite = suite_create(name);
	SRunner *runner;
	int failed;

	/* Check's 4 s are too few for a sanitizer on a machine that does more. */
	setenv("CK_DEFAULT_TIMEOUT", "60", 0);
	fill(suite);
	if (only != NULL && !suite_tcase(suite, only)) {
		fprintf(stderr, "%s has no case %s\n", name, only);
		return EXIT_FAILURE;
	}
	runner = srunner_create(suite);
	srunner_run(runner, NULL, only != NULL ? only :
	    getenv("CK_RUN_CASE"), CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static inline int
suite_run_beside(const char *name, void (*fill)(Suite *suite),
    const char *const *cases)
{
	int status, failed = 0;

	if (getenv("CK_RUN_CASE") != NULL || getenv("CK_FORK") != NULL)
		return suite_run(name, fill, NULL);
	fflush(NULL);
	for (; *cases != NULL; cases++) {
		pid_t pid = fork();

		if (pid < 0)
			return EXIT_FAILURE;
		if (pid == 0)
			exit(suite_run(name, fill, *cases));
	}
	while (wait(&status) > 0)
		failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
