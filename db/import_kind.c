/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each kind of import does in SQL: which rows do not fit, how many are new
 * or other than before, how they are taken over, how they come out again.
 *
 * Staged rows stand in staged.sorted (seq, line, key, c1 … c11), in the order
 * of their keys; c1 … are the columns of the kind in the manual's order, days as
 * 20261123, switches as 0 and 1.  Statements on them are prepared when a staging
 * file is attached (import.c); a test runs every one.
 */
#include "db/import_kind.h"

#define STAGED_HAS(column)						\
	"EXISTS (SELECT 1 FROM staged.sorted AS o WHERE o.key = " column ")"
#define IN_STEP		"seq > ?1 AND seq <= ?2"

/* c3 of an area as the level above. */
#define LEVEL_ABOVE							\
	"CASE r.c3 WHEN 'town' THEN 'county' WHEN 'village' THEN 'town' " \
	"WHEN 'group' THEN 'village' END"

/* Two periods from-to closer than a year; an end of 0 never comes.  A year is
 * 10000 in days written 20261123. */
#define LESS_THAN_A_YEAR(a_from, a_to, b_from, b_to)			\
	"(" b_to " = 0 OR " a_from " < " b_to " + 10000) AND "		\
	"(" a_to " = 0 OR " b_from " < " a_to " + 10000)"
#define OVERLAP(a_from, a_to, b_from, b_to)				\
	"(" b_to " = 0 OR " a_from " <= " b_to ") AND "			\
	"(" a_to " = 0 OR " b_from " <= " a_to ")"

const struct statement_source stage_sources[STAGE_STATEMENTS] = {
	[STAGE_ADD] = { "stage.add",
	    "INSERT INTO staged.row (line, key, " STAGE_FIELDS ") "
	    "VALUES (?, ?, " STAGE_VALUES ")" },
	[STAGE_SORT] = { "stage.sort",
	    "INSERT INTO staged.sorted (line, key, " STAGE_FIELDS ") SELECT line, "
	    "key, " STAGE_FIELDS " FROM staged.row ORDER BY key, line" },
	[STAGE_TWICE] = { "stage.twice",
	    "SELECT b.line, b.key, a.line FROM staged.sorted AS a "
	    "JOIN staged.sorted AS b ON b.seq = a.seq + 1 "
	    "WHERE a.key = b.key ORDER BY b.line LIMIT ?" },
	[STAGE_SUMMARY_PUT] = { "stage.summary_put",
	    "INSERT INTO staged.summary (rows, added, changed) "
	    "VALUES (?, ?, ?)" },
	[STAGE_SUMMARY] = { "stage.summary",
	    "SELECT rows, added, changed FROM staged.summary" },

	/* --- faults: line, value ------------------------------------------- */
	[STAGE_AREA_PARENT] = { "stage.area_parent",
	    "SELECT line, c2 FROM staged.sorted AS r WHERE (c2 = '') <> "
	    "(c3 = 'county') OR (c2 <> '' AND NOT " STAGED_HAS("r.c2")
	    " AND c2 NOT IN (SELECT code FROM area)) ORDER BY line LIMIT ?" },
	[STAGE_AREA_LEVEL] = { "stage.area_level",
	    "SELECT line, c2 FROM staged.sorted AS r WHERE c2 <> '' AND "
	    "coalesce((SELECT o.c3 FROM staged.sorted AS o WHERE o.key = r.c2), "
	    "(SELECT level FROM area WHERE code = r.c2)) <> " LEVEL_ABOVE
	    " ORDER BY line LIMIT ?" },
	[STAGE_CADRE_AREA] = { "stage.cadre_area",
	    "SELECT line, c3 FROM staged.sorted WHERE (c3 = '' AND c4 = '') OR "
	    "(c3 <> '' AND c3 NOT IN (SELECT code FROM area)) "
	    "ORDER BY line LIMIT ?" },
	[STAGE_CADRE_DEPARTMENT] = { "stage.cadre_department",
	    "SELECT line, c4 FROM staged.sorted WHERE c4 <> '' AND "
	    "c4 NOT IN (SELECT code FROM department) ORDER BY line LIMIT ?" },
	[STAGE_CADRE_SUPERVISOR] = { "stage.cadre_supervisor",
	    "SELECT line, c9 FROM staged.sorted AS r WHERE c9 <> '' AND "
	    "(c9 = c1 OR (NOT " STAGED_HAS("r.c9") " AND c9 NOT IN "
	    "(SELECT code FROM cadre WHERE gone_on = 0))) ORDER BY line LIMIT ?" },
	[STAGE_CADRE_DEPUTY] = { "stage.cadre_deputy",
	    "SELECT line, c10 FROM staged.sorted AS r WHERE c10 <> '' AND "
	    "(c10 = c1 OR (NOT " STAGED_HAS("r.c10") " AND c10 NOT IN "
	    "(SELECT code FROM cadre WHERE gone_on = 0))) ORDER BY line LIMIT ?" },
	[STAGE_CADRE_MOBILE] = { "stage.cadre_mobile",
	    "SELECT line, c6 FROM staged.sorted AS r WHERE "
	    "EXISTS (SELECT 1 FROM staged.sorted AS o WHERE o.c6 = r.c6 "
	    "AND o.line < r.line) OR EXISTS (SELECT 1 FROM cadre WHERE "
	    "mobile = r.c6 AND gone_on = 0 AND code <> r.c1 AND code NOT IN "
	    "(SELECT key FROM staged.sorted)) ORDER BY line LIMIT ?" },
	[STAGE_HOUSEHOLD_AREA] = { "stage.household_area",
	    "SELECT line, c2 FROM staged.sorted WHERE c2 NOT IN "
	    "(SELECT code FROM area) ORDER BY line LIMIT ?" },
	[STAGE_PHONE_HOUSEHOLD] = { "stage.phone_household",
	    "SELECT line, c2 FROM staged.sorted WHERE NOT EXISTS "
	    "(SELECT 1 FROM household WHERE code = c2) ORDER BY line LIMIT ?" },
	[STAGE_ASSIGNMENT_CADRE] = { "stage.assignment_cadre",
	    "SELECT line, c1 FROM staged.sorted WHERE NOT EXISTS "
	    "(SELECT 1 FROM cadre WHERE code = c1) ORDER BY line LIMIT ?" },
	[STAGE_ASSIGNMENT_HOUSEHOLD] = { "stage.assignment_household",
	    "SELECT line, c2 FROM staged.sorted WHERE NOT EXISTS "
	    "(SELECT 1 FROM household WHERE code = c2) ORDER BY line LIMIT ?" },
	/* Of two in the file the later one is told; rows of the database that
	 * the file replaces do not count. */
	[STAGE_ASSIGNMENT_NO] = { "stage.assignment_no",
	    "SELECT r.line, r.c3 FROM staged.sorted AS r "
	    "WHERE EXISTS (SELECT 1 FROM staged.sorted AS o WHERE o.c1 = r.c1 "
	    "AND o.c3 = r.c3 AND o.c2 <> r.c2 AND o.line < r.line AND "
	    LESS_THAN_A_YEAR("o.c4", "o.c5", "r.c4", "r.c5") ") "
	    "OR EXISTS (SELECT 1 FROM cadre AS c JOIN assignment AS a "
	    "ON a.cadre_id = c.id JOIN household AS h ON h.id = a.household_id "
	    "WHERE c.code = r.c1 AND a.no = r.c3 AND h.code <> r.c2 AND "
	    LESS_THAN_A_YEAR("a.from_day", "a.to_day", "r.c4", "r.c5")
	    " AND NOT " STAGED_HAS("c.code || '|' || h.code || '|' || a.from_day")
	    ") ORDER BY r.line LIMIT ?" },
	[STAGE_ASSIGNMENT_OVERLAP] = { "stage.assignment_overlap",
	    "SELECT r.line, r.c4 FROM staged.sorted AS r "
	    "WHERE EXISTS (SELECT 1 FROM staged.sorted AS o WHERE o.c1 = r.c1 "
	    "AND o.c2 = r.c2 AND o.line < r.line AND "
	    OVERLAP("o.c4", "o.c5", "r.c4", "r.c5") ") "
	    "OR EXISTS (SELECT 1 FROM cadre AS c JOIN household AS h "
	    "JOIN assignment AS a ON a.cadre_id = c.id AND a.household_id = h.id "
	    "WHERE c.code = r.c1 AND h.code = r.c2 AND a.from_day <> r.c4 AND "
	    OVERLAP("a.from_day", "a.to_day", "r.c4", "r.c5")
	    " AND NOT " STAGED_HAS("c.code || '|' || h.code || '|' || a.from_day")
	    ") ORDER BY r.line LIMIT ?" },

	/* --- counts: rows, added, changed -------------------------------------- */
	[STAGE_COUNT_AREA] = { "stage.count_area",
	    "SELECT count(*), total(a.id IS NULL), total(a.id IS NOT NULL AND "
	    "(a.parent, a.level, a.name) IS NOT (c2, c3, c4)) "
	    "FROM staged.sorted LEFT JOIN area AS a ON a.code = c1" },
	[STAGE_COUNT_DEPARTMENT] = { "stage.count_department",
	    "SELECT count(*), total(d.id IS NULL), total(d.id IS NOT NULL AND "
	    "(d.name, d.phone, d.head) IS NOT (c2, c3, c4)) "
	    "FROM staged.sorted LEFT JOIN department AS d ON d.code = c1" },
	[STAGE_COUNT_CADRE] = { "stage.count_cadre",
	    "SELECT count(*), total(c.id IS NULL), total(c.id IS NOT NULL AND "
	    "(c.name, c.area, c.department, c.title, c.mobile, c.office_phone, "
	    "c.duties, c.supervisor, c.deputy, c.public, c.gone_on) IS NOT "
	    "(c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, 0)) "
	    "FROM staged.sorted LEFT JOIN cadre AS c ON c.code = c1" },
	[STAGE_COUNT_HOUSEHOLD] = { "stage.count_household",
	    "SELECT count(*), total(h.id IS NULL), total(h.id IS NOT NULL AND "
	    "(h.area, h.head, h.tags) IS NOT (c2, c3, c4)) "
	    "FROM staged.sorted LEFT JOIN household AS h ON h.code = c1" },
	[STAGE_COUNT_PHONE] = { "stage.count_phone",
	    "SELECT count(*), total(p.number IS NULL), total(p.number IS NOT "
	    "NULL AND (p.main, p.source, p.confirmed_on) IS NOT (c4, c5, c6)) "
	    "FROM staged.sorted JOIN household AS h ON h.code = c2 "
	    "LEFT JOIN phone AS p ON p.number = c1 AND p.household_id = h.id "
	    "AND p.person = c3" },
	[STAGE_COUNT_ASSIGNMENT] = { "stage.count_assignment",
	    "SELECT count(*), total(a.no IS NULL), total(a.no IS NOT NULL AND "
	    "(a.no, a.to_day) IS NOT (c3, c5)) FROM staged.sorted "
	    "JOIN cadre AS c ON c.code = c1 JOIN household AS h ON h.code = c2 "
	    "LEFT JOIN assignment AS a ON a.cadre_id = c.id "
	    "AND a.household_id = h.id AND a.from_day = c4" },
	[STAGE_COUNT_HOLIDAY] = { "stage.count_holiday",
	    "SELECT count(*), total(d.day IS NULL), total(d.day IS NOT NULL AND "
	    "d.kind IS NOT c2) FROM staged.sorted "
	    "LEFT JOIN holiday AS d ON d.day = c1" },

	/* --- taking over: from seq, to seq, today -------------------------------- */
	[STAGE_TAKE_AREA] = { "stage.take_area",
	    "INSERT INTO area (code, parent, level, name) "
	    "SELECT c1, c2, c3, c4 FROM staged.sorted WHERE " IN_STEP
	    " AND ?3 ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, "
	    "level = excluded.level, name = excluded.name "
	    "WHERE (parent, level, name) IS NOT "
	    "(excluded.parent, excluded.level, excluded.name)" },
	[STAGE_TAKE_DEPARTMENT] = { "stage.take_department",
	    "INSERT INTO department (code, name, phone, head) "
	    "SELECT c1, c2, c3, c4 FROM staged.sorted WHERE " IN_STEP
	    " AND ?3 ON CONFLICT (code) DO UPDATE SET name = excluded.name, "
	    "phone = excluded.phone, head = excluded.head "
	    "WHERE (name, phone, head) IS NOT "
	    "(excluded.name, excluded.phone, excluded.head)" },
	[STAGE_TAKE_CADRE] = { "stage.take_cadre",
	    "INSERT INTO cadre (code, name, area, department, title, mobile, "
	    "office_phone, duties, supervisor, deputy, public) SELECT c1, c2, c3, "
	    "c4, c5, c6, c7, c8, c9, c10, c11 FROM staged.sorted WHERE " IN_STEP
	    " AND ?3 ON CONFLICT (code) DO UPDATE SET name = excluded.name, "
	    "area = excluded.area, department = excluded.department, "
	    "title = excluded.title, mobile = excluded.mobile, "
	    "office_phone = excluded.office_phone, duties = excluded.duties, "
	    "supervisor = excluded.supervisor, deputy = excluded.deputy, "
	    "public = excluded.public, gone_on = 0 "
	    "WHERE (name, area, department, title, mobile, office_phone, duties, "
	    "supervisor, deputy, public, gone_on) IS NOT (excluded.name, "
	    "excluded.area, excluded.department, excluded.title, excluded.mobile, "
	    "excluded.office_phone, excluded.duties, excluded.supervisor, "
	    "excluded.deputy, excluded.public, 0)" },
	[STAGE_TAKE_HOUSEHOLD] = { "stage.take_household",
	    "INSERT INTO household (code, area, head, tags) "
	    "SELECT c1, c2, c3, c4 FROM staged.sorted WHERE " IN_STEP
	    " AND ?3 ON CONFLICT (code) DO UPDATE SET area = excluded.area, "
	    "head = excluded.head, tags_before = CASE WHEN tags = excluded.tags "
	    "THEN tags_before ELSE tags END, tags_on = CASE WHEN tags = "
	    "excluded.tags THEN tags_on ELSE ?3 END, tags = excluded.tags "
	    "WHERE (area, head, tags) IS NOT "
	    "(excluded.area, excluded.head, excluded.tags)" },
	[STAGE_TAKE_PHONE] = { "stage.take_phone",
	    "INSERT INTO phone (number, household_id, person, main, source, "
	    "confirmed_on, changed_on) SELECT c1, h.id, c3, c4, c5, c6, ?3 "
	    "FROM staged.sorted JOIN household AS h ON h.code = c2 WHERE " IN_STEP
	    " ORDER BY seq ON CONFLICT (number, household_id, person) DO UPDATE "
	    "SET main = excluded.main, source = excluded.source, "
	    "confirmed_on = excluded.confirmed_on "
	    "WHERE (main, source, confirmed_on) IS NOT "
	    "(excluded.main, excluded.source, excluded.confirmed_on)" },
	[STAGE_TAKE_ASSIGNMENT] = { "stage.take_assignment",
	    "INSERT INTO assignment (cadre_id, household_id, no, from_day, "
	    "to_day) SELECT c.id, h.id, c3, c4, c5 FROM staged.sorted "
	    "JOIN cadre AS c ON c.code = c1 JOIN household AS h ON h.code = c2 "
	    "WHERE " IN_STEP " AND ?3 "
	    "ON CONFLICT (cadre_id, household_id, from_day) DO UPDATE "
	    "SET no = excluded.no, to_day = excluded.to_day "
	    "WHERE (no, to_day) IS NOT (excluded.no, excluded.to_day)" },
	[STAGE_TAKE_HOLIDAY] = { "stage.take_holiday",
	    "INSERT INTO holiday (day, kind) SELECT c1, c2 FROM staged.sorted "
	    "WHERE " IN_STEP " AND ?3 ON CONFLICT (day) DO UPDATE "
	    "SET kind = excluded.kind WHERE kind <> excluded.kind" },
};

const struct import_check import_checks[] = {
	{ IMPORT_AREA, STAGE_AREA_PARENT, IMPORT_NO_PARENT },
	{ IMPORT_AREA, STAGE_AREA_LEVEL, IMPORT_PARENT_LEVEL },
	{ IMPORT_CADRE, STAGE_CADRE_AREA, IMPORT_NO_AREA },
	{ IMPORT_CADRE, STAGE_CADRE_DEPARTMENT, IMPORT_NO_DEPARTMENT },
	{ IMPORT_CADRE, STAGE_CADRE_SUPERVISOR, IMPORT_NO_SUPERVISOR },
	{ IMPORT_CADRE, STAGE_CADRE_DEPUTY, IMPORT_NO_DEPUTY },
	{ IMPORT_CADRE, STAGE_CADRE_MOBILE, IMPORT_MOBILE_TAKEN },
	{ IMPORT_HOUSEHOLD, STAGE_HOUSEHOLD_AREA, IMPORT_NO_AREA },
	{ IMPORT_PHONE, STAGE_PHONE_HOUSEHOLD, IMPORT_NO_HOUSEHOLD },
	{ IMPORT_ASSIGNMENT, STAGE_ASSIGNMENT_CADRE, IMPORT_NO_CADRE },
	{ IMPORT_ASSIGNMENT, STAGE_ASSIGNMENT_HOUSEHOLD, IMPORT_NO_HOUSEHOLD },
	{ IMPORT_ASSIGNMENT, STAGE_ASSIGNMENT_NO, IMPORT_NO_TAKEN },
	{ IMPORT_ASSIGNMENT, STAGE_ASSIGNMENT_OVERLAP, IMPORT_OVERLAP },
};
const int import_check_count = G_N_ELEMENTS(import_checks);

#define BIT(column)	(1u << ((column) - 1))
#define INDEX(columns)							\
	"CREATE INDEX staged.sorted_more ON sorted (" columns ")"

const struct import_row_kind import_kinds[IMPORT_KIND_COUNT] = {
	[IMPORT_AREA] = { "area", 4, 4, BIT(1), 0, NULL,
	    STAGE_COUNT_AREA, STAGE_TAKE_AREA, EXPORT_AREA },
	[IMPORT_DEPARTMENT] = { "department", 4, 4, BIT(1), 0, NULL,
	    STAGE_COUNT_DEPARTMENT, STAGE_TAKE_DEPARTMENT, EXPORT_DEPARTMENT },
	[IMPORT_CADRE] = { "cadre", 11, 11, BIT(1), BIT(11), INDEX("c6"),
	    STAGE_COUNT_CADRE, STAGE_TAKE_CADRE, EXPORT_CADRE },
	[IMPORT_HOUSEHOLD] = { "household", 4, 4, BIT(1), 0, NULL,
	    STAGE_COUNT_HOUSEHOLD, STAGE_TAKE_HOUSEHOLD, EXPORT_HOUSEHOLD },
	[IMPORT_PHONE] = { "phone", 6, 7, BIT(1) | BIT(2) | BIT(3),
	    BIT(4) | BIT(6), NULL,
	    STAGE_COUNT_PHONE, STAGE_TAKE_PHONE, EXPORT_PHONE },
	[IMPORT_ASSIGNMENT] = { "assignment", 5, 5, BIT(1) | BIT(2) | BIT(4),
	    BIT(3) | BIT(4) | BIT(5), INDEX("c1, c3"),
	    STAGE_COUNT_ASSIGNMENT, STAGE_TAKE_ASSIGNMENT, EXPORT_ASSIGNMENT },
	[IMPORT_HOLIDAY] = { "holiday", 2, 2, BIT(1), BIT(1), NULL,
	    STAGE_COUNT_HOLIDAY, STAGE_TAKE_HOLIDAY, EXPORT_HOLIDAY },
};
