/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of columns a register, a reader a type.
 */
#include "tools/import_column.h"

#include <string.h>

#include "base/calendar.h"
#include "base/phone.h"
#include "tools/catalog.h"

#define COLUMN_CODE_MAX	32	/* characters */
#define COLUMN_NAME_MAX	60
#define COLUMN_TEXT_MAX	200
#define COLUMN_CARD_MAX	999

static const struct import_column area_columns[] = {
	{ "code", "编号", COLUMN_CODE },
	{ "parent", "上级", COLUMN_CODE_OR_NONE },
	{ "level", "层级", COLUMN_LEVEL },
	{ "name", "名称", COLUMN_NAME },
};
static const struct import_column department_columns[] = {
	{ "code", "编号", COLUMN_CODE },
	{ "name", "名称", COLUMN_NAME },
	{ "phone", "电话", COLUMN_PHONE_OR_NONE },
	{ "head", "负责人", COLUMN_CODE_OR_NONE },
};
static const struct import_column cadre_columns[] = {
	{ "code", "编号", COLUMN_CODE },
	{ "name", "姓名", COLUMN_NAME },
	{ "area", "地区", COLUMN_CODE_OR_NONE },
	{ "department", "部门", COLUMN_CODE_OR_NONE },
	{ "title", "职务", COLUMN_TEXT },
	{ "mobile", "手机", COLUMN_MOBILE },
	{ "office_phone", "办公电话", COLUMN_PHONE_OR_NONE },
	{ "duties", "分工", COLUMN_TEXT },
	{ "supervisor", "上级", COLUMN_CODE_OR_NONE },
	{ "deputy", "替岗", COLUMN_CODE_OR_NONE },
	{ "public", "公开", COLUMN_SWITCH },
};
static const struct import_column household_columns[] = {
	{ "code", "户号", COLUMN_CODE },
	{ "area", "地区", COLUMN_CODE },
	{ "head", "户主", COLUMN_NAME },
	{ "tags", "标签", COLUMN_TAGS },
};
static const struct import_column phone_columns[] = {
	{ "number", "号码", COLUMN_PHONE },
	{ "household", "户号", COLUMN_CODE },
	{ "person", "姓名", COLUMN_NAME },
	{ "main", "主用", COLUMN_SWITCH },
	{ "source", "来源", COLUMN_TEXT },
	{ "confirmed_on", "确认日期", COLUMN_DAY_OR_NONE },
	/* exported only */
	{ "wrong_on", "换了主人", COLUMN_DAY_OR_NONE },
};
static const struct import_column assignment_columns[] = {
	{ "cadre", "干部", COLUMN_CODE },
	{ "household", "户号", COLUMN_CODE },
	{ "no", "序号", COLUMN_CARD },
	{ "from", "开始", COLUMN_DAY },
	{ "to", "结束", COLUMN_DAY_OR_NONE },
};
static const struct import_column holiday_columns[] = {
	{ "date", "日期", COLUMN_DAY },
	{ "kind", "类别", COLUMN_HOLIDAY },
};

#define REGISTER(columns)	columns, G_N_ELEMENTS(columns)

static const struct {
	const char *name;
	const struct import_column *columns;
	int	 exported, marks;	/* of the exported ones, the last are marks */
} registers[IMPORT_KIND_COUNT] = {
	[IMPORT_AREA] = { "area", REGISTER(area_columns), 0 },
	[IMPORT_DEPARTMENT] = { "department", REGISTER(department_columns), 0 },
	[IMPORT_CADRE] = { "cadre", REGISTER(cadre_columns), 0 },
	[IMPORT_HOUSEHOLD] = { "household", REGISTER(household_columns), 0 },
	[IMPORT_PHONE] = { "phone", REGISTER(phone_columns), 1 },
	[IMPORT_ASSIGNMENT] = { "assignment", REGISTER(assignment_columns), 0 },
	[IMPORT_HOLIDAY] = { "holiday", REGISTER(holiday_columns), 0 },
};

/* Words for a stored one, the first is what is written. */
struct word {
	const char *stored, *word;
};

static const struct word level_words[] = {
	{ "county", "county" }, { "county", "县" }, { "county", "区" },
	{ "town", "town" }, { "town", "镇" }, { "town", "乡" }, { "town", "街道" },
	{ "village", "village" }, { "village", "村" }, { "village", "社区" },
	{ "group", "group" }, { "group", "组" }, { "group", "小组" },
	{ NULL }
};
static const struct word switch_words[] = {
	{ "1", "1" }, { "1", "yes" }, { "1", "true" }, { "1", "是" }, { "1", "y" },
	{ "0", "0" }, { "0", "" }, { "0", "no" }, { "0", "false" }, { "0", "否" },
	{ "0", "n" },
	{ NULL }
};
static const struct word holiday_words[] = {
	{ "off", "off" }, { "off", "休" }, { "off", "放假" },
	{ "works", "works" }, { "works", "班" }, { "works", "上班" },
	{ "expected", "expected" }, { "expected", "预计" },
	{ NULL }
};

/* What is wrong between rows: where, and in words; {value} is the field. */
static const struct {
	const char *column;
	const char *words;
} fault_words[IMPORT_FAULT_COUNT] = {
	[IMPORT_TWICE] = { NULL, N_("the same as line {line}: {value}") },
	[IMPORT_NO_PARENT] = { "parent", N_("there is no area \"{value}\"; a "
	    "county has none above it, all others have") },
	[IMPORT_PARENT_LEVEL] = { "parent", N_("\"{value}\" is not of the level "
	    "above: county, town, village, group") },
	[IMPORT_NO_AREA] = { "area", N_("there is no area \"{value}\"; import the "
	    "areas first") },
	[IMPORT_NO_DEPARTMENT] = { "department", N_("there is no department "
	    "\"{value}\"; import the departments first") },
	[IMPORT_NO_SUPERVISOR] = { "supervisor", N_("there is no other cadre "
	    "\"{value}\"") },
	[IMPORT_NO_DEPUTY] = { "deputy", N_("there is no other cadre \"{value}\"") },
	[IMPORT_MOBILE_TAKEN] = { "mobile", N_("{value} is another cadre's; a "
	    "report is known by the number it comes from") },
	[IMPORT_NO_HOUSEHOLD] = { "household", N_("there is no household "
	    "\"{value}\"; import the households first") },
	[IMPORT_NO_CADRE] = { "cadre", N_("there is no cadre \"{value}\"; import "
	    "the cadres first") },
	[IMPORT_NO_TAKEN] = { "no", N_("{value} is another household's on this "
	    "cadre's card, or was within twelve months") },
	[IMPORT_OVERLAP] = { "from", N_("the cadre has this household in that "
	    "time already; end the other row first") },
};

static char	*column_code(const char *field, gboolean needed, GString *say);
static char	*column_text(const char *field, gboolean needed, glong max,
		    GString *say);
static char	*column_word(const struct word *words, const char *field,
		    const char *expected, GString *say);
static char	*column_phone(const char *field, gboolean mobile, GString *say);
static char	*column_tags(const char *field, GString *say);
static char	*column_day(const char *field, GString *say);
static char	*column_card(const char *field, GString *say);
static gboolean	column_has_control(const char *field);

gboolean
import_kind_named(const char *name, enum import_kind *kind)
{
	for (int i = 0; i < IMPORT_KIND_COUNT; i++) {
		if (strcmp(registers[i].name, name) == 0) {
			*kind = (enum import_kind)i;
			return TRUE;
		}
	}
	return FALSE;
}

const char *
import_kind_word(enum import_kind kind)
{
	return registers[kind].name;
}

const struct import_column *
import_columns(enum import_kind kind, int *count)
{
	*count = registers[kind].exported - registers[kind].marks;
	return registers[kind].columns;
}

const struct import_column *
import_columns_exported(enum import_kind kind, int *count)
{
	*count = registers[kind].exported;
	return registers[kind].columns;
}

char *
import_column_read(enum column_type type, const char *field, GString *say)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(field));

	switch (type) {
	case COLUMN_CODE:
	case COLUMN_CODE_OR_NONE:
		return column_code(trimmed, type == COLUMN_CODE, say);
	case COLUMN_NAME:
		return column_text(trimmed, TRUE, COLUMN_NAME_MAX, say);
	case COLUMN_TEXT:
		return column_text(trimmed, FALSE, COLUMN_TEXT_MAX, say);
	case COLUMN_LEVEL:
		return column_word(level_words, trimmed,
		    _("county, town, village or group"), say);
	case COLUMN_SWITCH:
		return column_word(switch_words, trimmed, _("1 or 0"), say);
	case COLUMN_HOLIDAY:
		return column_word(holiday_words, trimmed,
		    _("off, works or expected"), say);
	case COLUMN_MOBILE:
		return column_phone(trimmed, TRUE, say);
	case COLUMN_PHONE:
		return column_phone(trimmed, FALSE, say);
	case COLUMN_PHONE_OR_NONE:
		return *trimmed == '\0' ? g_strdup("") :
		    column_phone(trimmed, FALSE, say);
	case COLUMN_TAGS:
		return column_tags(trimmed, say);
	case COLUMN_DAY:
		return column_day(trimmed, say);
	case COLUMN_DAY_OR_NONE:
		return *trimmed == '\0' ? g_strdup("0") :
		    column_day(trimmed, say);
	case COLUMN_CARD:
		return column_card(trimmed, say);
	}
	return NULL;
}

char *
import_column_write(enum column_type type, const char *stored)
{
	switch (type) {
	case COLUMN_MOBILE:
	case COLUMN_PHONE:
	case COLUMN_PHONE_OR_NONE:
		return phone_national(stored);
	case COLUMN_DAY:
	case COLUMN_DAY_OR_NONE:
		if (strcmp(stored, "0") == 0)
			return g_strdup("");
		return calendar_day_write((int)g_ascii_strtoll(stored, NULL, 10));
	default:
		return g_strdup(stored);
	}
}

char *
import_fault_words(enum import_kind kind, enum import_fault fault,
    const char *value, int other, const char **column)
{
	GString *words;
	g_autofree char *line = g_strdup_printf("%d", other);

	*column = fault_words[fault].column;
	/* A cadre's area may be left out, but then not the department. */
	if (fault == IMPORT_NO_AREA && kind == IMPORT_CADRE && *value == '\0')
		return g_strdup(_("neither an area nor a department is named"));
	words = g_string_new(_(fault_words[fault].words));
	g_string_replace(words, "{line}", line, 0);
	g_string_replace(words, "{value}", value, 0);
	return g_string_free(words, FALSE);
}

static char *
column_code(const char *field, gboolean needed, GString *say)
{
	gboolean good = g_utf8_strlen(field, -1) <= COLUMN_CODE_MAX &&
	    (*field != '\0' || !needed);

	for (const char *p = field; *p != '\0' && good; p = g_utf8_next_char(p))
		good = g_unichar_isalnum(g_utf8_get_char(p)) ||
		    strchr("-_.", *p) != NULL;
	if (good)
		return g_strdup(field);
	g_string_append_printf(say, _("a code of up to %d letters and digits"),
	    COLUMN_CODE_MAX);
	return NULL;
}

static char *
column_text(const char *field, gboolean needed, glong max, GString *say)
{
	if ((*field != '\0' || !needed) && g_utf8_strlen(field, -1) <= max &&
	    !column_has_control(field))
		return g_strdup(field);
	g_string_append_printf(say, needed ?
	    _("one line of 1 to %ld characters") :
	    _("one line of up to %ld characters"), max);
	return NULL;
}

static gboolean
column_has_control(const char *field)
{
	for (; *field != '\0'; field = g_utf8_next_char(field)) {
		gunichar c = g_utf8_get_char(field);

		/* U+FFFD stands for what could not be read. */
		if (g_unichar_iscntrl(c) || c == 0xFFFD)
			return TRUE;
	}
	return FALSE;
}

static char *
column_word(const struct word *words, const char *field, const char *expected,
    GString *say)
{
	g_autofree char *lower = g_utf8_strdown(field, -1);

	for (; words->stored != NULL; words++) {
		if (strcmp(words->word, lower) == 0)
			return g_strdup(words->stored);
	}
	g_string_append(say, expected);
	return NULL;
}

static char *
column_phone(const char *field, gboolean mobile, GString *say)
{
	g_autofree char *stored = phone_normalise(field);

	if (phone_is_dialable(stored) && (mobile ?
	    phone_kind(stored) == PHONE_MOBILE : phone_may_answer(stored)))
		return g_steal_pointer(&stored);
	g_string_append(say, mobile ?
	    _("a mobile number such as 13812345678") :
	    _("a person's telephone number such as 13812345678"));
	return NULL;
}

static char *
column_tags(const char *field, GString *say)
{
	g_autoptr(GString) all = g_string_new(field);
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	g_autofree char *joined = NULL;
	g_auto(GStrv) tags = NULL;

	g_string_replace(all, "；", ";", 0);
	tags = g_strsplit(all->str, ";", -1);
	for (int i = 0; tags[i] != NULL; i++) {
		g_strstrip(tags[i]);
		if (*tags[i] != '\0' && !g_ptr_array_find_with_equal_func(kept,
		    tags[i], g_str_equal, NULL))
			g_ptr_array_add(kept, tags[i]);
	}
	g_ptr_array_add(kept, NULL);
	joined = g_strjoinv(";", (char **)kept->pdata);
	return column_text(joined, FALSE, COLUMN_TEXT_MAX, say);
}

/* 2026-11-23, and what spreadsheets make of it: 2026/11/3, 2026.11.3,
 * 20261103. */
static char *
column_day(const char *field, GString *say)
{
	g_autofree char *plain = g_strdelimit(g_strdup(field), "/.", '-');
	g_auto(GStrv) parts = g_strsplit(plain, "-", -1);
	guint64 numbers[3] = { 0 };
	gboolean good = g_strv_length(parts) == 3;
	guint64 day = 0;

	for (int i = 0; i < 3 && good; i++)
		good = g_ascii_string_to_unsigned(parts[i], 10, 1, 9999,
		    &numbers[i], NULL);
	if (good)
		day = numbers[0] * 10000 + numbers[1] * 100 + numbers[2];
	else
		g_ascii_string_to_unsigned(plain, 10, 19000101, 29991231, &day,
		    NULL);
	if ((!good || (numbers[1] <= 12 && numbers[2] <= 31)) &&
	    calendar_is_day((int)day))
		return g_strdup_printf("%d", (int)day);
	g_string_append(say, _("a day such as 2026-11-23"));
	return NULL;
}

static char *
column_card(const char *field, GString *say)
{
	guint64 number;

	if (g_ascii_string_to_unsigned(field, 10, 1, COLUMN_CARD_MAX, &number, NULL))
		return g_strdup_printf("%d", (int)number);
	g_string_append_printf(say, _("a number from 1 to %d"), COLUMN_CARD_MAX);
	return NULL;
}
