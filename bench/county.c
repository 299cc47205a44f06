/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A county to measure with: its registers as CSV files, the same for the same seed.
 *
 *	bench/county DIR [TIMES [SEED]]
 *
 * Once: 21 towns, 210 villages, 1,478 groups, 48 departments; 821 town cadres with
 * about 85 households each, 1,077 department cadres with 5 or 6 key households
 * that have a town cadre too; 70,104 households, 76,000 assignments, 340,000
 * people with telephones (DOMAIN 3.1).  TIMES makes as many of all that.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	TOWNS = 21, VILLAGES = 210, GROUPS = 1478, DEPARTMENTS = 48,
	TOWN_CADRES = 821, DEPARTMENT_CADRES = 1077, HOUSEHOLDS = 70104,
	KEY_HOUSEHOLDS = 5896, PEOPLE = 340000
};

static const char *const surnames[] = {
	"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马",
	"朱", "胡", "郭", "何", "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许",
};
static const char *const given[] = {
	"明", "大山", "永福", "小红", "建国", "秀英", "桂花", "志强", "兵", "春梅",
	"文军", "玉兰", "家富", "德才", "红霞", "小平", "长生", "金凤",
};
static const char *const tags[] = {
	"低保", "防汛", "大户", "纠纷", "独居老人", "留守儿童", "外出", "残疾",
};

static GRand *dice;
static int times;

static FILE *county_file(const char *dir, const char *name, const char *columns);
static const char *county_pick(const char *const *words, int count);
static void	county_areas(FILE *out);
static void	county_departments(FILE *out);
static void	county_cadres(FILE *out);
static void	county_households(FILE *out);
static void	county_phones(FILE *out);
static void	county_assignments(FILE *out);

int
main(int argc, char **argv)
{
	static const struct {
		const char *name, *columns;
		void (*write)(FILE *out);
	} files[] = {
		{ "area", "code,parent,level,name", county_areas },
		{ "department", "code,name,phone,head", county_departments },
		{ "cadre", "code,name,area,department,title,mobile,office_phone,"
		  "duties,supervisor,deputy,public", county_cadres },
		{ "household", "code,area,head,tags", county_households },
		{ "phone", "number,household,person,main,source,confirmed_on",
		  county_phones },
		{ "assignment", "cadre,household,no,from,to", county_assignments },
	};

	if (argc < 2) {
		fprintf(stderr, "usage: county DIR [TIMES [SEED]]\n");
		return 2;
	}
	times = argc > 2 ? atoi(argv[2]) : 1;
	dice = g_rand_new_with_seed(argc > 3 ? (guint32)atoi(argv[3]) : 1);
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		FILE *out = county_file(argv[1], files[i].name, files[i].columns);

		if (out == NULL)
			return 1;
		files[i].write(out);
		fclose(out);
	}
	g_rand_free(dice);
	return 0;
}

static FILE *
county_file(const char *dir, const char *name, const char *columns)
{
	g_autofree char *path = g_strdup_printf("%s/%s.csv", dir, name);
	FILE *out = fopen(path, "w");

	if (out == NULL)
		perror(path);
	else
		fprintf(out, "%s\n", columns);
	return out;
}

static const char *
county_pick(const char *const *words, int count)
{
	return words[g_rand_int_range(dice, 0, count)];
}
#define PICK(words)	county_pick(words, G_N_ELEMENTS(words))

static void
county_areas(FILE *out)
{
	fprintf(out, "c,,county,紫阳县\n");
	for (int i = 0; i < TOWNS; i++)
		fprintf(out, "t%d,c,town,第%d镇\n", i, i);
	for (int i = 0; i < VILLAGES; i++)
		fprintf(out, "v%d,t%d,village,第%d村\n", i, i % TOWNS, i);
	for (int i = 0; i < GROUPS; i++)
		fprintf(out, "g%d,v%d,group,%d组\n", i, i % VILLAGES,
		    i / VILLAGES + 1);
}

static void
county_departments(FILE *out)
{
	for (int i = 0; i < DEPARTMENTS; i++)
		fprintf(out, "d%d,第%d局,0915442%04d,\n", i, i, i);
}

/* Town cadres first: k0 … */
static void
county_cadres(FILE *out)
{
	int town = TOWN_CADRES * times, all = town + DEPARTMENT_CADRES * times;

	for (int i = 0; i < all; i++) {
		fprintf(out, "k%d,%s%s,", i, PICK(surnames), PICK(given));
		if (i < town)
			fprintf(out, "t%d,,干事,", i % TOWNS);
		else
			fprintf(out, ",d%d,科员,", i % DEPARTMENTS);
		fprintf(out, "137%08d,,,%s,,1\n", i, i % 40 == 0 ? "" : "k0");
	}
}

static void
county_households(FILE *out)
{
	for (int i = 0; i < HOUSEHOLDS * times; i++)
		fprintf(out, "h%d,g%d,%s%s,%s\n", i, i % GROUPS, PICK(surnames),
		    PICK(given), i < KEY_HOUSEHOLDS * times ? PICK(tags) : "");
}

static void
county_phones(FILE *out)
{
	int households = HOUSEHOLDS * times;

	for (int i = 0; i < PEOPLE * times; i++) {
		int number = g_rand_int_range(dice, 0, 1000000);

		fprintf(out, "138%03d%05d,h%d,%s%s,%d,村登记,2026-%02d-%02d\n",
		    number / 1000, i % 100000, i % households, PICK(surnames),
		    PICK(given), i < households, number % 11 + 1,
		    number % 28 + 1);
	}
}

/* A household of a town cadre each; the key ones have a second. */
static void
county_assignments(FILE *out)
{
	int town = TOWN_CADRES * times, second = DEPARTMENT_CADRES * times;

	for (int i = 0; i < HOUSEHOLDS * times; i++)
		fprintf(out, "k%d,h%d,%d,2026-01-01,\n", i % town, i,
		    i / town + 1);
	for (int i = 0; i < KEY_HOUSEHOLDS * times; i++)
		fprintf(out, "k%d,h%d,%d,2026-01-01,\n", town + i % second, i,
		    i / second + 1);
}
