/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a benchmark costs besides time: statements, commits to disk, allocations.
 *
 * bench/count.c stands in for a few functions of SQLite and the C library and calls
 * the real ones.  It counts whatever program it is part of; as a shared object in
 * LD_PRELOAD also one that was built without it:
 *
 *	cc -shared -fPIC -o count.so bench/count.c $(pkg-config --cflags glib-2.0)
 *	COUNT_REPORT=/tmp/report LD_PRELOAD=./count.so xiangyind ...
 */
#ifndef BENCH_COUNT_H
#define BENCH_COUNT_H

#include <glib.h>

struct count {
	guint64	 statements;	/* uses of a prepared statement */
	guint64	 sorters;	/* temporary b-trees that those may have opened */
	guint64	 syncs;		/* fsync and fdatasync */
	guint64	 writes;	/* pwrite */
	guint64	 allocations, bytes;
};

/* Since the program began. */
void	count_now(struct count *count);

/* What happened between the two, from `now` into itself. */
void	count_since(struct count *now, const struct count *then);

#endif
