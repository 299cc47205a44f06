/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See county_fixture.h.
 */
#include "tests/county_fixture.h"

#include <check.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/statement.h"
#include "services/services.h"
#include "smsd/agenda.h"
#include "smsd/batch.h"
#include "smsd/config.h"
#include "smsd/house.h"
#include "smsd/modem.h"
#include "smsd/modem_able.h"
#include "smsd/outflow.h"

#define COUNTY_PATH	"/county/xiangyin.conf"	/* is not read */

static const char county_modems[] =
    "modems = ( { name = \"hotline1\"; device = \"/dev/null\"; "
    "line = \"hotline\"; per_minute = 0; per_hour = 0; per_day = 0; }, "
    "{ name = \"survey1\"; device = \"/dev/zero\"; line = \"survey\"; "
    "per_minute = 0; per_hour = 0; per_day = 0; } );"
    "lines = ( { name = \"hotline\"; }, { name = \"survey\"; } );";

static gboolean	county_takes(int type);
static gboolean	county_nothing(struct engine *engine, GError **error);
static void	county_done(struct engine *engine);
static void	county_begin(struct county *county,
		    const struct service *const *all, const char *menus,
		    const char *config, gint64 now);
static void	county_copy(const char *from, const char *to);
static char	*county_source(const char *folder, const char *name);
static sqlite3_stmt *county_prepare(struct county *county, const char *sql);
static guint	county_reference(gint64 id);
static struct modem *county_modem_of(struct county *county, const char *line);
static void	county_commit(struct county *county);
static void	county_commit_and_after(struct county *county);

/* The county does its work in transactions of its own; what is to be done after a
 * commit is done by an empty batch behind it. */
static const struct batch_work county_work = {
	.takes = county_takes,
	.parts = { county_nothing, county_nothing },
	.done = county_done,
};

void
county_open(struct county *county, const char *config, gint64 now)
{
	g_autofree char *menus = county_source("etc", "menus");

	county_begin(county, services, menus, config, now);
}

void
county_open_with(struct county *county, const struct service *more, const char *folder,
    const char *config, gint64 now)
{
	static const struct service *all[64];
	g_autofree char *menus = county_menus_with(folder);
	gsize count = 0;

	for (; services[count] != NULL; count++)
		all[count] = services[count];
	ck_assert_int_lt(count + 1, G_N_ELEMENTS(all));
	all[count] = more;		/* the row */

	county_begin(county, all, menus, config, now);
	county_menus_remove(menus);
}

static void
county_begin(struct county *county, const struct service *const *all,
    const char *menus, const char *config, gint64 now)
{
	g_autofree const struct service **house = house_services(all);
	g_autofree char *text = NULL;
	GError *error = NULL;

	memset(county, 0, sizeof(*county));
	clock_stop_at(now);
	text = g_strdup_printf("menus = \"%s\"; %s %s", menus,
	    config != NULL && strstr(config, "modems") != NULL ? "" :
	    county_modems, config != NULL ? config : "");
	county->config = config_parse(text, COUNTY_PATH, &error);
	county_must(county->config != NULL, error);
	county->engine = (struct engine){
		.config = county->config,
		.lock = -1,
		.started_at = now,
		.modems = g_ptr_array_new_with_free_func(
		    (GDestroyNotify)modem_free),
		.sessions = g_ptr_array_new(),
	};
	county->engine.batch = batch_new(&county->engine, &county_work);
	county->engine.db = county->db = db_open(":memory:", &error);
	county_must(county->db != NULL, error);
	county->engine.menu = county->menu = menu_load(menus,
	    house, &error);
	county_must(county->menu != NULL, error);
	county->engine.dialog = county->dialog = dialog_new(county->db,
	    county->menu, &county->config->dialog);
	county->dialog->owner = &county->engine;
	county->engine.agenda = engine_agenda_new(&county->engine);
	for (guint i = 0; i < county->config->modems->len; i++) {
		const struct modem_config *modem = &g_array_index(
		    county->config->modems, struct modem_config, i);

		g_ptr_array_add(county->engine.modems,
		    modem_new(&county->engine, modem));
		county_modem_works(county, modem->name, TRUE);
	}
}

static gboolean
county_takes(int type)
{
	return FALSE;
}

static gboolean
county_nothing(struct engine *engine, GError **error)
{
	return TRUE;
}

static void
county_done(struct engine *engine)
{
}

void
county_close(struct county *county)
{
	agenda_runner_free(county->engine.agenda);
	batch_free(county->engine.batch);
	g_ptr_array_unref(county->engine.modems);
	g_ptr_array_unref(county->engine.sessions);
	dialog_free(county->dialog);
	menu_free(county->engine.menu);
	db_close(county->db);
	config_free(county->config);
}

char *
county_menus_with(const char *folder)
{
	g_autofree char *usual = county_source("etc", "menus");
	char *both = g_dir_make_tmp("xiangyin-menus-XXXXXX", NULL);

	ck_assert_ptr_nonnull(both);
	county_copy(usual, both);
	county_copy(folder, both);
	return both;
}

static void
county_copy(const char *from, const char *to)
{
	g_autoptr(GDir) dir = g_dir_open(from, 0, NULL);
	const char *name;

	ck_assert_msg(dir != NULL, "there is no folder %s", from);
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *old = g_build_filename(from, name, NULL);
		g_autofree char *new = g_build_filename(to, name, NULL);
		g_autofree char *text = NULL;

		if (g_file_get_contents(old, &text, NULL, NULL))
			ck_assert(g_file_set_contents(new, text, -1, NULL));
	}
}

void
county_menus_remove(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		g_unlink(path);
	}
	g_rmdir(folder);
}

void
county_must(gboolean ok, GError *error)
{
	ck_assert_msg(ok, "%s", error == NULL ? "no" : error->message);
}

void
county_sql(struct county *county, const char *format, ...)
{
	g_autofree char *sql = NULL;
	va_list args;

	va_start(args, format);
	sql = g_strdup_vprintf(format, args);
	va_end(args);
	ck_assert_msg(sqlite3_exec(county->db->sql, sql, NULL, NULL, NULL) ==
	    SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(county->db->sql));
}

gint64
county_number(struct county *county, const char *format, ...)
{
	g_autofree char *sql = NULL;
	sqlite3_stmt *stmt;
	gint64 value = -1;
	va_list args;

	va_start(args, format);
	sql = g_strdup_vprintf(format, args);
	va_end(args);
	stmt = county_prepare(county, sql);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

char *
county_lines(struct county *county, const char *format, ...)
{
	GString *all = g_string_new(NULL);
	g_autofree char *sql = NULL;
	sqlite3_stmt *stmt;
	va_list args;

	va_start(args, format);
	sql = g_strdup_vprintf(format, args);
	va_end(args);
	stmt = county_prepare(county, sql);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		g_string_append_printf(all, "%s\n",
		    (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return g_string_free(all, FALSE);
}

static sqlite3_stmt *
county_prepare(struct county *county, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	ck_assert_msg(sqlite3_prepare_v2(county->db->sql, sql, -1, &stmt,
	    NULL) == SQLITE_OK, "%s: %s", sql,
	    sqlite3_errmsg(county->db->sql));
	return stmt;
}

void
county_register(struct county *county)
{
	g_autofree char *folder = county_source("tests", "dialogs");
	g_autofree char *path = g_build_filename(folder, "registry.sql", NULL);
	g_autofree char *sql = NULL;
	GError *error = NULL;

	county_must(g_file_get_contents(path, &sql, NULL, &error), error);
	county_sql(county, "%s", sql);
}

void
county_receive(struct county *county, enum bearer bearer, const char *line,
    const char *phone, const char *text, gint64 ago, gboolean incomplete,
    struct inbox_msg *msg)
{
	GError *error = NULL;

	county_must(db_begin(county->db, &error), error);
	county_must(inbox_add_text(county->db, bearer, line, phone, text, msg,
	    &error), error);
	msg->sent_at -= ago;
	msg->incomplete = incomplete;
	if (bearer == BEARER_SMS) {
		g_free(msg->modem);
		msg->modem = g_strdup(county_modem_of(county, line)->config->name);
	}
	county_must(dialog_step(county->dialog, msg, &error), error);
	county_commit_and_after(county);
}

gboolean
county_send(struct county *county, const char *line, enum bearer bearer,
    const char *live, struct outbox_msg *msg)
{
	gint64 now = clock_now();
	struct outbox_want want = {
		.line = line, .modem = "", .now = now,
		.unasked_per_day = county->config->unasked_per_day,
		.unasked_per_week = county->config->unasked_per_week,
	};
	GError *error = NULL;
	gboolean found = FALSE;

	for (int lane = 0; lane < LANE_COUNT; lane++) {
		if (outflow_opens(county->config, (enum lane)lane, now) == now)
			want.lanes |= LANE_BIT(lane);
	}
	for (guint i = 0; i < county->engine.modems->len; i++) {
		const struct modem *modem =
		    g_ptr_array_index(county->engine.modems, i);

		if (strcmp(modem->config->line, line) == 0 &&
		    modem_is_able(modem)) {
			want.modem = modem->config->name;
			break;
		}
	}
	county_must(db_begin(county->db, &error), error);
	if (*want.modem != '\0')
		county_must(outbox_next_due(county->db, &want, &found, msg,
		    &error), error);
	if (!found && live != NULL && bearer != BEARER_SMS)
		county_must(outbox_next_live(county->db, bearer, live, line,
		    &found, msg, &error), error);
	if (found)
		county_must(outbox_part_sent(county->db, msg->id, want.modem, 0,
		    county_reference(msg->id), now, &error) &&
		    outbox_sent(county->db, msg->id, now, &error), error);
	county_commit(county);
	if (found) {
		g_free(msg->modem);
		msg->modem = g_strdup(want.modem);
	}
	return found;
}

void
county_arrives(struct county *county, const char *modem, const char *phone,
    gint64 id)
{
	GError *error = NULL;
	gboolean matched;

	county_must(db_begin(county->db, &error), error);
	county_must(outbox_report(county->db, modem, phone,
	    county_reference(id), 0, clock_now(), &matched, &error), error);
	ck_assert(matched);
	county_commit(county);
}

/* The message reference that the network gave it. */
static guint
county_reference(gint64 id)
{
	return (guint)id & 0xff;
}

void
fixture_run_due(struct county *county, gint64 *next)
{
	GError *error = NULL;

	county_must(db_begin(county->db, &error), error);
	county_must(engine_agenda_run(&county->engine, clock_now(), next, &error),
	    error);
	county_commit_and_after(county);
	engine_agenda_settle(&county->engine);
}

void
county_turn(struct county *county, gint64 until, void (*sent)(void *user),
    void *user)
{
	gint64 next;

	do {
		gint64 now = clock_now();

		fixture_run_due(county, &next);
		if (sent != NULL)
			sent(user);
		clock_sooner(&next, county_opens(county, now));
		if (next == 0 || next > until)
			next = until;
		clock_turn(next - now);
	} while (clock_now() < until);
	fixture_run_due(county, &next);
	if (sent != NULL)
		sent(user);
}

gint64
county_opens(struct county *county, gint64 now)
{
	gint64 next = 0, later;
	GError *error = NULL;
	gboolean due;

	for (int lane = 0; lane < LANE_COUNT; lane++) {
		gint64 opens = outflow_opens(county->config, (enum lane)lane,
		    now);

		if (opens > now)
			clock_sooner(&next, opens);
	}
	for (guint i = 0; i < county->config->lines->len; i++) {
		county_must(outbox_next_time(county->db, g_array_index(
		    county->config->lines, struct line_config, i).name, now, &due,
		    &later, &error), error);
		clock_sooner(&next, later);
	}
	return next;
}

struct modem *
county_modem(struct county *county, const char *name)
{
	struct modem *modem = modem_named(&county->engine, name);

	ck_assert_msg(modem != NULL, "there is no modem %s", name);
	return modem;
}

/* The first of a line. */
static struct modem *
county_modem_of(struct county *county, const char *line)
{
	for (guint i = 0; i < county->engine.modems->len; i++) {
		struct modem *modem = g_ptr_array_index(county->engine.modems, i);

		if (strcmp(modem->config->line, line) == 0)
			return modem;
	}
	ck_abort_msg("there is no modem of %s", line);
	return NULL;
}

void
county_modem_works(struct county *county, const char *name, gboolean works)
{
	struct modem *modem = county_modem(county, name);

	modem->phase = works ? MODEM_READY : MODEM_DOWN;
	modem->identity = IDENTITY_RIGHT;
	modem->unable_since = works ? 0 : clock_elapsed();
}

static char *
county_source(const char *folder, const char *name)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *path = g_build_filename(top != NULL ? top : ".",
	    folder, name, NULL);

	return g_canonicalize_filename(path, NULL);
}

static void
county_commit(struct county *county)
{
	GError *error = NULL;

	county_must(db_commit(county->db, &error), error);
}

static void
county_commit_and_after(struct county *county)
{
	county_commit(county);
	batch_kick(&county->engine);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
}
