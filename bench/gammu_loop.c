/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bare libgammu in a loop, the peer xiangyin-modem is measured beside: sends N
 * parts to a modem, each after the answer to the one before.
 *
 *	gammu_loop DEVICE N [--no-sleep] [--proxy]
 *
 * --no-sleep takes libgammu's fixed sleeps away (its own usleep() below);
 * --proxy reaches DEVICE through a process that only copies, as libgammu's
 * "proxyat" does, instead of opening it itself.  Prints one line of
 * name=value.  Nothing is kept, nothing is retried: it is only fast.
 */
#include <gammu.h>
#include <glib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOOP_LONG_US	100000
#define LOOP_TEXT	"hello from a bare loop"
#define LOOP_NUMBER	"+8613812345678"
#define LOOP_SMSC	"+8613800100500"

static gboolean no_sleep;
static int loop_status, loop_reference;
static gboolean loop_answered;

int
usleep(useconds_t us)
{
	struct timespec rest = { us / 1000000, (long)(us % 1000000) * 1000 };

	if (no_sleep && us >= LOOP_LONG_US)
		return 0;
	return nanosleep(&rest, NULL);
}

static void
loop_on_answer(GSM_StateMachine *machine, int status, int reference,
    void *user)
{
	loop_answered = TRUE;
	loop_status = status;
	loop_reference = reference;
}

static GSM_StateMachine *
loop_open(const char *device, gboolean proxy)
{
	GSM_StateMachine *machine = GSM_AllocStateMachine();
	GSM_Config *config = GSM_GetConfig(machine, 0);

	config->Device = proxy ? g_strdup_printf("sh -c 'stty -F %s raw "
	    "-echo; cat %s & exec cat >%s'", device, device, device) :
	    strdup(device);
	config->Connection = strdup(proxy ? "proxyat" : "dku2at");
	config->DebugFile = strdup("");
	strcpy(config->Model, "at");
	config->UseGlobalDebugFile = FALSE;
	for (int i = 0; i < 5; i++)
		config->CNMIParams[i] = -1;
	GSM_SetConfigNum(machine, 1);
	if (GSM_InitConnection(machine, 1) != ERR_NONE)
		return NULL;
	GSM_SetSendSMSStatusCallback(machine, loop_on_answer, NULL);
	return machine;
}

static gboolean
loop_send(GSM_StateMachine *machine)
{
	GSM_SMSMessage sms;

	memset(&sms, 0, sizeof(sms));
	GSM_SetDefaultSMSData(&sms);
	sms.SMSC.Location = 0;
	EncodeUnicode(sms.SMSC.Number, LOOP_SMSC, strlen(LOOP_SMSC));
	EncodeUnicode(sms.Number, LOOP_NUMBER, strlen(LOOP_NUMBER));
	EncodeUnicode(sms.Text, LOOP_TEXT, strlen(LOOP_TEXT));
	sms.PDU = SMS_Submit;
	sms.UDH.Type = UDH_NoUDH;
	sms.Coding = SMS_Coding_Default_No_Compression;
	sms.Class = -1;
	loop_answered = FALSE;
	if (GSM_SendSMS(machine, &sms) != ERR_NONE)
		return FALSE;
	while (!loop_answered)
		GSM_ReadDevice(machine, FALSE);
	return loop_status == 0 && loop_reference >= 0;
}

int
main(int argc, char **argv)
{
	gboolean proxy = FALSE;
	GSM_StateMachine *machine;
	gint64 begun, us;
	int count, sent = 0;

	for (int i = 3; i < argc; i++) {
		no_sleep |= strcmp(argv[i], "--no-sleep") == 0;
		proxy |= strcmp(argv[i], "--proxy") == 0;
	}
	if (argc < 3 || (count = atoi(argv[2])) < 1) {
		fprintf(stderr, "usage: gammu_loop DEVICE N [--no-sleep] "
		    "[--proxy]\n");
		return 2;
	}
	setlocale(LC_ALL, "C.UTF-8");
	machine = loop_open(argv[1], proxy);
	if (machine == NULL) {
		fprintf(stderr, "gammu_loop: %s: no modem\n", argv[1]);
		return 1;
	}
	begun = g_get_monotonic_time();
	while (sent < count && loop_send(machine))
		sent++;
	us = g_get_monotonic_time() - begun;
	printf("peer=libgammu sleep=%s proxy=%s parts=%d seconds=%.3f "
	    "parts_per_s=%.1f\n", no_sleep ? "off" : "on",
	    proxy ? "yes" : "no", sent, (double)us / 1e6,
	    sent * 1e6 / (double)us);
	GSM_TerminateConnection(machine);
	GSM_FreeStateMachine(machine);
	return sent == count ? 0 : 1;
}
