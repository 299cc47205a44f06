/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See count.h.  A definition in the program goes before those of the libraries
 * (ELF), so no library is told anything.
 *
 * A temporary b-tree is an OpenEphemeral or OpenAutoindex in the program of a
 * statement, or of a trigger or CHECK in it: EXPLAIN shows them all, whether this use
 * comes past them or not.
 */
#define _GNU_SOURCE 1
#include "bench/count.h"

#include <dlfcn.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT_STATEMENTS_MAX	1024
#define COUNT_SQL_MAX		100

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

struct seen {
	sqlite3_stmt *stmt;
	int	 sorters;
	guint64	 uses;
	char	 sql[COUNT_SQL_MAX];
};

static struct count counted;
static struct seen count_seen[COUNT_STATEMENTS_MAX];
static gboolean count_busy;	/* what we ask ourselves is not counted */

static struct seen *count_find(sqlite3_stmt *stmt);
static void	count_fill(struct seen *seen);
static int	count_sorters(sqlite3_stmt *stmt);
static void	count_report(void) __attribute__((destructor));

void
count_now(struct count *count)
{
	*count = counted;
}

void
count_since(struct count *now, const struct count *then)
{
	now->statements -= then->statements;
	now->sorters -= then->sorters;
	now->syncs -= then->syncs;
	now->writes -= then->writes;
	now->allocations -= then->allocations;
	now->bytes -= then->bytes;
}

int
sqlite3_step(sqlite3_stmt *stmt)
{
	static int (*real)(sqlite3_stmt *stmt);
	struct seen *seen;

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "sqlite3_step");
	if (!count_busy && !sqlite3_stmt_busy(stmt)) {
		seen = count_find(stmt);
		seen->uses++;
		counted.statements++;
		counted.sorters += (guint64)seen->sorters;
	}
	return real(stmt);
}

static struct seen *
count_find(sqlite3_stmt *stmt)
{
	gsize slot = (gsize)(((guintptr)stmt >> 4) % COUNT_STATEMENTS_MAX);

	while (count_seen[slot].stmt != stmt) {
		if (count_seen[slot].stmt == NULL) {
			count_seen[slot].stmt = stmt;
			count_fill(&count_seen[slot]);
			break;
		}
		slot = (slot + 1) % COUNT_STATEMENTS_MAX;
	}
	return &count_seen[slot];
}

/* SQLite asks itself things that have no text. */
static void
count_fill(struct seen *seen)
{
	const char *sql = sqlite3_sql(seen->stmt);

	if (sql == NULL)
		return;
	seen->sorters = count_sorters(seen->stmt);
	g_strlcpy(seen->sql, sql, COUNT_SQL_MAX);
}

static int
count_sorters(sqlite3_stmt *stmt)
{
	char sql[8192];
	sqlite3_stmt *explain = NULL;
	int sorters = 0;

	count_busy = TRUE;
	snprintf(sql, sizeof(sql), "EXPLAIN %s", sqlite3_sql(stmt));
	if (sqlite3_prepare_v2(sqlite3_db_handle(stmt), sql, -1, &explain,
	    NULL) == SQLITE_OK) {
		while (sqlite3_step(explain) == SQLITE_ROW) {
			const char *code =
			    (const char *)sqlite3_column_text(explain, 1);

			sorters += strcmp(code, "OpenEphemeral") == 0 ||
			    strcmp(code, "OpenAutoindex") == 0;
		}
	}
	sqlite3_finalize(explain);
	count_busy = FALSE;
	return sorters;
}

int
fsync(int fd)
{
	static int (*real)(int fd);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fsync");
	counted.syncs++;
	return real(fd);
}

int
fdatasync(int fd)
{
	static int (*real)(int fd);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	counted.syncs++;
	return real(fd);
}

ssize_t
pwrite64(int fd, const void *octets, size_t len, off64_t at)
{
	static ssize_t (*real)(int fd, const void *octets, size_t len, off64_t at);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
	counted.writes++;
	return real(fd, octets, len, at);
}

void *
malloc(size_t size)
{
	counted.allocations += !count_busy;
	counted.bytes += count_busy ? 0 : size;
	return __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	counted.allocations += !count_busy;
	counted.bytes += count_busy ? 0 : count * size;
	return __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	counted.allocations += !count_busy;
	counted.bytes += count_busy ? 0 : size;
	return __libc_realloc(old, size);
}

/* COUNT_REPORT=FILE: totals, and how often each statement was used. */
static void
count_report(void)
{
	const char *path = getenv("COUNT_REPORT");
	FILE *file = path == NULL || counted.statements == 0 ? NULL :
	    fopen(path, "a");

	if (file == NULL)
		return;
	fprintf(file, "count: statements=%" G_GUINT64_FORMAT " sorters=%"
	    G_GUINT64_FORMAT " syncs=%" G_GUINT64_FORMAT " writes=%"
	    G_GUINT64_FORMAT " allocations=%" G_GUINT64_FORMAT " bytes=%"
	    G_GUINT64_FORMAT "\n", counted.statements, counted.sorters,
	    counted.syncs, counted.writes, counted.allocations, counted.bytes);
	for (gsize i = 0; i < COUNT_STATEMENTS_MAX; i++) {
		const struct seen *seen = &count_seen[i];

		if (seen->uses > 0)
			fprintf(file, "count: %8" G_GUINT64_FORMAT
			    " uses %2d sorters  %s\n", seen->uses,
			    seen->sorters, seen->sql);
	}
	fclose(file);
}
