/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: the SQL of each kind of import (import_kind.c) for the files
 * that use it (import.c, import_stage.c).
 */
#ifndef DB_IMPORT_KIND_H
#define DB_IMPORT_KIND_H

#include "db/import_row.h"
#include "db/statement.h"

/* Fields a staged row has room for; a kind with more must widen all three. */
#define STAGE_COLUMNS	11
#define STAGE_FIELDS	"c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11"
#define STAGE_VALUES	"?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

/* On staged rows. */
enum {
	STAGE_ADD, STAGE_SORT, STAGE_TWICE, STAGE_SUMMARY_PUT, STAGE_SUMMARY,
	STAGE_AREA_PARENT, STAGE_AREA_LEVEL, STAGE_CADRE_AREA,
	STAGE_CADRE_DEPARTMENT, STAGE_CADRE_SUPERVISOR, STAGE_CADRE_DEPUTY,
	STAGE_CADRE_MOBILE, STAGE_HOUSEHOLD_AREA, STAGE_PHONE_HOUSEHOLD,
	STAGE_ASSIGNMENT_CADRE, STAGE_ASSIGNMENT_HOUSEHOLD, STAGE_ASSIGNMENT_NO,
	STAGE_ASSIGNMENT_OVERLAP,
	STAGE_COUNT_AREA, STAGE_COUNT_DEPARTMENT, STAGE_COUNT_CADRE,
	STAGE_COUNT_HOUSEHOLD, STAGE_COUNT_PHONE, STAGE_COUNT_ASSIGNMENT,
	STAGE_COUNT_HOLIDAY,
	STAGE_TAKE_AREA, STAGE_TAKE_DEPARTMENT, STAGE_TAKE_CADRE,
	STAGE_TAKE_HOUSEHOLD, STAGE_TAKE_PHONE, STAGE_TAKE_ASSIGNMENT,
	STAGE_TAKE_HOLIDAY,
	STAGE_STATEMENTS
};
extern const struct statement_source stage_sources[STAGE_STATEMENTS];

/* On the import itself, and out again (import.c). */
enum {
	IMPORT_BEGIN, IMPORT_UNDER_WAY, IMPORT_DECIDE, IMPORT_TAKEN, IMPORT_END,
	IMPORT_STATE, IMPORT_TAKING
};
enum {
	EXPORT_AREA, EXPORT_DEPARTMENT, EXPORT_CADRE, EXPORT_HOUSEHOLD,
	EXPORT_PHONE, EXPORT_ASSIGNMENT, EXPORT_HOLIDAY
};

struct import_row_kind {
	const char *name;
	int	 columns;
	int	 exported;	/* columns of an export: marks that no import changes
				 * stand behind the others */
	guint	 keys;		/* columns that say which thing it is, a bit each */
	guint	 numbers;	/* columns that are stored as numbers */
	const char *index;	/* beside that of the keys; NULL none */
	int	 count, take, export;	/* statements */
};
extern const struct import_row_kind import_kinds[IMPORT_KIND_COUNT];

/* A statement that finds rows with a fault: line and value. */
struct import_check {
	enum import_kind kind;
	int	 statement;
	enum import_fault fault;
};
extern const struct import_check import_checks[];
extern const int import_check_count;

/* Attaches a staging file and prepares what is asked of it; outside a
 * transaction. */
gboolean stage_attach(struct db *db, const char *path, GError **error);
void	stage_detach(struct db *db);

/* Three columns as a struct import_summary. */
void	stage_summary_load(struct statement *s, void *value);

#endif
