/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A test program in one line: SUITE_MAIN("text", text_tests) where text_tests
 * adds its cases to the suite.  Failures are counted by Check, the process
 * ends with 1 when there is one.  SUITE_MAIN_UNLESS("LONG_TESTS", …) is skipped
 * (77) where that variable is 0.
 */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUITE_SKIPPED	77

#define SUITE_MAIN(name, fill)	SUITE_MAIN_UNLESS("", name, fill)

#define SUITE_MAIN_UNLESS(variable, name, fill)				\
int									\
main(void)								\
{									\
	const char *wanted = getenv(variable);				\
	Suite *suite = suite_create(name);				\
	SRunner *runner;						\
	int failed;							\
									\
	if (wanted != NULL && strcmp(wanted, "0") == 0) {		\
		printf(name " is left out: " variable " is 0\n");	\
		return SUITE_SKIPPED;					\
	}								\
	fill(suite);							\
	runner = srunner_create(suite);					\
	srunner_run_all(runner, CK_NORMAL);				\
	failed = srunner_ntests_failed(runner);				\
	srunner_free(runner);						\
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;		\
}

#endif
