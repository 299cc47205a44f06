/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wall around libgammu 1.42; what is done here and why: LIBGAMMU.md of the
 * references, sections 1 (set-up), 2 (calls), 5 (texts).
 *
 * Invariants: success is ERR_NONE (== 1) and nothing else; no libgammu call
 * is made from inside a callback; numbers are checked before they come here.
 */
#include "modem/gammu.h"

#include <fcntl.h>
#include <gammu.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/phone.h"
#include "modem/gammu_text.h"
#include "modem/part.h"
#include "modem/watchdog.h"

#define GAMMU_CALL_S	150	/* a call that lasts longer hangs */
#define GAMMU_INIT_S	170
#define GAMMU_FDS	256	/* descriptors looked at for libgammu's pipe */

struct gammu {
	GSM_StateMachine *machine;
	const struct gammu_hooks *hooks;
	void	*user;
	int	 fd;
	GSM_SMSC smsc;
	char	*smsc_number;
	GSM_Error error;
	gboolean told;		/* the slot had a report */
	gboolean from_zero;	/* slots are counted from 0 */
	GSM_MultiSMSMessage *texts;	/* 260 KB, reused */
};

static void	gammu_configure(GSM_Config *config, const char *command);
static int	gammu_done(struct gammu *gammu, GSM_Error error);
static int	gammu_find_fd(const gboolean *before);
static void	gammu_note_fds(gboolean *open);
static void	gammu_on_sms(GSM_StateMachine *machine, GSM_SMSMessage *sms,
		    void *user);
static void	gammu_on_call(GSM_StateMachine *machine, GSM_Call *call,
		    void *user);
static void	gammu_on_ussd(GSM_StateMachine *machine,
		    GSM_USSDMessage *ussd, void *user);
static void	gammu_on_answer(GSM_StateMachine *machine, int status,
		    int reference, void *user);
static int	gammu_take(struct gammu *gammu, const GSM_SMSMessage *sms,
		    struct sms_part *part);
static void	gammu_tell_report(struct gammu *gammu,
		    const GSM_SMSMessage *sms);

/* libgammu's error to our kind; all others: the modem said no. */
static const struct {
	GSM_Error error;
	enum gammu_why why;
} gammu_whys[] = {
	{ ERR_NONE, GAMMU_FINE },
	{ ERR_EMPTY, GAMMU_EMPTY },
	{ ERR_INVALIDLOCATION, GAMMU_EMPTY },
	{ ERR_CORRUPTED, GAMMU_BROKEN },
	{ ERR_SECURITYERROR, GAMMU_SECURITY },
	{ ERR_NOSIM, GAMMU_NO_SIM },
	{ ERR_TIMEOUT, GAMMU_SILENT },
	{ ERR_DEVICEOPENERROR, GAMMU_SILENT },
	{ ERR_DEVICEWRITEERROR, GAMMU_SILENT },
	{ ERR_DEVICEREADERROR, GAMMU_SILENT },
};

struct gammu *
gammu_open(const char *command, const struct gammu_hooks *hooks, void *user,
    enum gammu_why *why)
{
	struct gammu *gammu = g_new0(struct gammu, 1);
	gboolean before[GAMMU_FDS];
	int status;

	setlocale(LC_CTYPE, "C.UTF-8");
	gammu->hooks = hooks;
	gammu->user = user;
	gammu->fd = -1;
	gammu->texts = g_new0(GSM_MultiSMSMessage, 1);
	gammu->machine = GSM_AllocStateMachine();
	gammu_configure(GSM_GetConfig(gammu->machine, 0), command);
	GSM_SetConfigNum(gammu->machine, 1);
	gammu_note_fds(before);
	watchdog_start(GAMMU_INIT_S);
	status = gammu_done(gammu, GSM_InitConnection(gammu->machine, 1));
	if (status == 0)
		gammu->fd = gammu_find_fd(before);
	if (gammu->fd < 0) {
		*why = status == 0 ? GAMMU_REFUSED : gammu_why(gammu);
		gammu_close(gammu);
		return NULL;
	}
	gammu->from_zero = GSM_IsPhoneFeatureAvailable(
	    GSM_GetModelInfo(gammu->machine), F_SMS_LOCATION_0);
	return gammu;
}

void
gammu_close(struct gammu *gammu)
{
	if (gammu == NULL)
		return;
	GSM_TerminateConnection(gammu->machine);
	GSM_FreeStateMachine(gammu->machine);
	g_free(gammu->smsc_number);
	g_free(gammu->texts);
	g_free(gammu);
}

int
gammu_fd(const struct gammu *gammu)
{
	return gammu->fd;
}

void
gammu_pump(struct gammu *gammu)
{
	struct pollfd in = { gammu->fd, POLLIN, 0 };

	watchdog_start(GAMMU_CALL_S);
	do {
		GSM_ReadDevice(gammu->machine, FALSE);
	} while (poll(&in, 1, 0) > 0 && (in.revents & POLLIN) != 0 &&
	    (in.revents & POLLHUP) == 0);
	watchdog_stop();
}

enum gammu_why
gammu_why(const struct gammu *gammu)
{
	if (gammu->told)
		return GAMMU_TOLD;
	for (gsize i = 0; i < G_N_ELEMENTS(gammu_whys); i++) {
		if (gammu_whys[i].error == gammu->error)
			return gammu_whys[i].why;
	}
	return GAMMU_REFUSED;
}

const char *
gammu_error(const struct gammu *gammu)
{
	return GSM_ErrorName(gammu->error);
}

/* AT+CIMI's answer is copied without a bound, and may have a prefix. */
int
gammu_identify(struct gammu *gammu, struct gammu_identity *identity)
{
	char imei[512] = "", imsi[1024] = "", model[512] = "";
	char maker[512] = "", revision[512] = "", date[512] = "";
	double version = 0;

	watchdog_start(GAMMU_CALL_S);
	GSM_GetManufacturer(gammu->machine, maker);
	GSM_GetModel(gammu->machine, model);
	GSM_GetFirmware(gammu->machine, revision, date, &version);
	if (gammu_done(gammu, GSM_GetIMEI(gammu->machine, imei)) != 0)
		return -1;
	watchdog_start(GAMMU_CALL_S);
	if (gammu_done(gammu, GSM_GetSIMIMSI(gammu->machine, imsi)) != 0)
		imsi[0] = '\0';
	identity->imei = part_digits(imei);
	identity->imsi = part_digits(imsi);
	identity->manufacturer = g_utf8_make_valid(maker, -1);
	identity->model = g_utf8_make_valid(model, -1);
	identity->revision = g_utf8_make_valid(revision, -1);
	return 0;
}

void
gammu_identity_clear(struct gammu_identity *identity)
{
	g_free(identity->imei);
	g_free(identity->imsi);
	g_free(identity->manufacturer);
	g_free(identity->model);
	g_free(identity->revision);
	memset(identity, 0, sizeof(*identity));
}

int
gammu_enter_pin(struct gammu *gammu, const char *pin)
{
	GSM_SecurityCode code = { .Type = SEC_Pin };

	g_strlcpy(code.Code, pin, sizeof(code.Code));
	watchdog_start(GAMMU_CALL_S);
	return gammu_done(gammu,
	    GSM_EnterSecurityCode(gammu->machine, &code));
}

int
gammu_set_smsc(struct gammu *gammu, const char *smsc)
{
	GSM_SMSC *cached = &gammu->smsc;
	int status = 0;

	memset(cached, 0, sizeof(*cached));
	cached->Location = 1;
	if (*smsc != '\0') {
		EncodeUnicode(cached->Number, smsc, strlen(smsc));
	} else {
		watchdog_start(GAMMU_CALL_S);
		status = gammu_done(gammu, GSM_GetSMSC(gammu->machine, cached));
	}
	g_free(gammu->smsc_number);
	gammu->smsc_number = gammu_utf8(cached->Number);
	cached->Location = 0;	/* or AT+CSCA? precedes every part */
	return status == 0 && phone_is_dialable(gammu->smsc_number) ? 0 : -1;
}

const char *
gammu_smsc(const struct gammu *gammu)
{
	return gammu->smsc_number;
}

/* Callbacks are set after the set-up, which clears them. */
int
gammu_listen(struct gammu *gammu, gboolean keep_link)
{
	GSM_StateMachine *machine = gammu->machine;

	GSM_SetIncomingSMSCallback(machine, gammu_on_sms, gammu);
	GSM_SetIncomingCallCallback(machine, gammu_on_call, gammu);
	GSM_SetIncomingUSSDCallback(machine, gammu_on_ussd, gammu);
	GSM_SetSendSMSStatusCallback(machine, gammu_on_answer, gammu);
	watchdog_start(GAMMU_CALL_S);
	GSM_SetIncomingCall(machine, TRUE);
	GSM_SetIncomingUSSD(machine, TRUE);
	if (keep_link)
		GSM_SetFastSMSSending(machine, TRUE);
	return gammu_done(gammu, GSM_SetIncomingSMS(machine, TRUE));
}

int
gammu_usage(struct gammu *gammu, struct gammu_usage *usage)
{
	GSM_SMSMemoryStatus status;

	memset(&status, 0, sizeof(status));
	watchdog_start(GAMMU_CALL_S);
	if (gammu_done(gammu,
	    GSM_GetSMSStatus(gammu->machine, &status)) != 0)
		return -1;
	usage->sim_used = status.SIMUsed;
	usage->sim_size = status.SIMSize;
	usage->phone_used = status.PhoneUsed;
	usage->phone_size = status.PhoneSize;
	return 0;
}

int
gammu_signal_dbm(struct gammu *gammu, int *dbm)
{
	GSM_SignalQuality quality;

	memset(&quality, 0, sizeof(quality));
	watchdog_start(GAMMU_CALL_S);
	if (gammu_done(gammu,
	    GSM_GetSignalQuality(gammu->machine, &quality)) != 0)
		return -1;
	*dbm = quality.SignalStrength;
	return 0;
}

int
gammu_read(struct gammu *gammu, enum gammu_store store, int slot,
    struct sms_part *part)
{
	GSM_SMSMessage *sms = &gammu->texts->SMS[0];

	memset(gammu->texts, 0, sizeof(*sms) + sizeof(int));
	gammu->texts->Number = 0;
	memset(sms, 0, sizeof(*sms));
	sms->Memory = store == GAMMU_STORE_ME ? MEM_ME : MEM_SM;
	sms->Folder = store == GAMMU_STORE_ME ? 3 : 1;
	sms->Location = slot + (gammu->from_zero ? 1 : 0);
	watchdog_start(GAMMU_CALL_S);
	if (gammu_done(gammu, GSM_GetSMS(gammu->machine, gammu->texts)) != 0)
		return -1;
	return gammu_take(gammu, sms, part);
}

int
gammu_list(struct gammu *gammu, gboolean start, enum gammu_store *store,
    int *slot, struct sms_part *part)
{
	GSM_SMSMessage *sms = &gammu->texts->SMS[0];
	int before = start ? -1 : sms->Location;
	int status;

	if (start)
		memset(sms, 0, sizeof(*sms));
	sms->Folder = 0;
	watchdog_start(GAMMU_CALL_S);
	status = gammu_done(gammu,
	    GSM_GetNextSMS(gammu->machine, gammu->texts, start));
	*store = gammu_store_of(sms, slot, gammu->from_zero);
	if (status == 0)
		return gammu_take(gammu, sms, part);
	/* An error with a new place is of that one slot. */
	if (sms->Location == before || sms->Location <= 0)
		return -1;
	if (gammu->error == ERR_EMPTY || gammu_why(gammu) == GAMMU_SILENT)
		return -1;
	gammu->error = ERR_CORRUPTED;
	return -1;
}

/* The filter lets through received texts and reports only. */
static int
gammu_take(struct gammu *gammu, const GSM_SMSMessage *sms,
    struct sms_part *part)
{
	if (sms->PDU == SMS_Deliver) {
		gammu_read_part(sms, part);
		return 0;
	}
	if (sms->PDU == SMS_Status_Report)
		gammu_tell_report(gammu, sms);
	gammu->told = TRUE;
	return -1;
}

int
gammu_send(struct gammu *gammu, const struct gammu_part *part)
{
	GSM_SMSMessage sms;

	memset(&sms, 0, sizeof(sms));
	GSM_SetDefaultSMSData(&sms);
	sms.SMSC = gammu->smsc;
	sms.SMSC.Validity.Format = SMS_Validity_RelativeFormat;
	sms.SMSC.Validity.Relative = part_validity(part->validity_s);
	sms.PDU = part->report ? SMS_Status_Report : SMS_Submit;
	sms.Class = (signed char)part->class;
	EncodeUnicode(sms.Number, part->number, strlen(part->number));
	gammu_write_text(&sms, part);
	watchdog_start(GAMMU_CALL_S);
	return gammu_done(gammu, GSM_SendSMS(gammu->machine, &sms));
}

int
gammu_ussd(struct gammu *gammu, const char *code)
{
	g_autofree char *ascii = g_strdup(code);

	watchdog_start(GAMMU_CALL_S);
	return gammu_done(gammu, GSM_DialService(gammu->machine, ascii));
}

/* --- set-up -------------------------------------------------------------------- */

/* libgammu frees the three strings with free(3). */
static void
gammu_configure(GSM_Config *config, const char *command)
{
	static const int cnmi[] = { -1, -1, -1, 1, -1 };	/* ds: +CDS */

	free(config->Device);
	free(config->Connection);
	free(config->DebugFile);
	config->Device = strdup(command);
	config->Connection = strdup("proxyat");
	config->DebugFile = strdup("");
	g_strlcpy(config->Model, "at", sizeof(config->Model));
	config->DebugLevel[0] = '\0';
	config->UseGlobalDebugFile = FALSE;
	config->SyncTime = FALSE;
	config->LockDevice = FALSE;
	config->StartInfo = FALSE;
	config->PhoneFeatures[0] = 0;
	memcpy(config->CNMIParams, cnmi, sizeof(cnmi));
}

static int
gammu_done(struct gammu *gammu, GSM_Error error)
{
	watchdog_stop();
	gammu->error = error;
	gammu->told = FALSE;
	return error == ERR_NONE ? 0 : -1;
}

/* libgammu does not tell its descriptors. The pipe it reads from is the one
 * that is new and open for reading. */
static int
gammu_find_fd(const gboolean *before)
{
	int found = -1;

	for (int fd = 3; fd < GAMMU_FDS; fd++) {
		g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
		g_autofree char *target = g_file_read_link(path, NULL);

		if (before[fd] || target == NULL ||
		    !g_str_has_prefix(target, "pipe:") ||
		    (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY)
			continue;
		if (found >= 0)
			return -1;
		found = fd;
	}
	return found;
}

static void
gammu_note_fds(gboolean *open)
{
	for (int fd = 0; fd < GAMMU_FDS; fd++)
		open[fd] = fcntl(fd, F_GETFD) >= 0;
}

/* --- events ---------------------------------------------------------------------- */

static void
gammu_on_sms(GSM_StateMachine *machine, GSM_SMSMessage *sms, void *user)
{
	struct gammu *gammu = user;
	struct sms_part part = { 0 };
	enum gammu_store store;
	int slot;

	switch ((int)sms->PDU) {
	case SMS_Status_Report:
		if (sms->Memory == 0)
			gammu_tell_report(gammu, sms);
		break;
	case SMS_Deliver:
		gammu_read_part(sms, &part);
		gammu->hooks->delivered(&part, gammu->user);
		sms_part_clear(&part);
		break;
	default:	/* +CMTI: its place only, as the modem counts */
		slot = sms->Location;
		store = sms->Memory == MEM_SM ? GAMMU_STORE_SM :
		    GAMMU_STORE_ME;
		gammu->hooks->arrived(store, slot, gammu->user);
		break;
	}
}

static void
gammu_on_call(GSM_StateMachine *machine, GSM_Call *call, void *user)
{
	struct gammu *gammu = user;
	g_autofree char *number = NULL;

	if (call->Status != GSM_CALL_IncomingCall)
		return;
	number = gammu_utf8(call->PhoneNumber);
	gammu->hooks->called(number, gammu->user);
}

static void
gammu_on_ussd(GSM_StateMachine *machine, GSM_USSDMessage *ussd, void *user)
{
	struct gammu *gammu = user;
	g_autofree char *text = gammu_utf8(ussd->Text);

	gammu->hooks->ussd((guint)ussd->Status, text, gammu->user);
}

static void
gammu_on_answer(GSM_StateMachine *machine, int status, int reference,
    void *user)
{
	struct gammu *gammu = user;

	gammu->hooks->answered(status, reference, gammu->user);
}

static void
gammu_tell_report(struct gammu *gammu, const GSM_SMSMessage *sms)
{
	struct gammu_report report = {
		.reference = sms->MessageReference,
		.status = sms->DeliveryStatus,
		.scts = gammu_time(&sms->DateTime),
		.discharge = gammu_time(&sms->SMSCTime)
	};

	report.number = gammu_utf8(sms->Number);
	report.smsc = gammu_utf8(sms->SMSC.Number);
	gammu->hooks->reported(&report, gammu->user);
	g_free(report.number);
	g_free(report.smsc);
}
