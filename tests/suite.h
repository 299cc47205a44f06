/*
 * A test program in one line: SUITE_MAIN("text", text_tests) where text_tests
 * adds its cases to the suite.  Failures are counted by Check, the process
 * ends with 1 when there is one.
 */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

#define SUITE_MAIN(name, fill)						\
int									\
main(void)								\
{									\
	Suite *suite = suite_create(name);				\
	SRunner *runner;						\
	int failed;							\
									\
	fill(suite);							\
	runner = srunner_create(suite);					\
	srunner_run_all(runner, CK_NORMAL);				\
	failed = srunner_ntests_failed(runner);				\
	srunner_free(runner);						\
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;		\
}

#endif
