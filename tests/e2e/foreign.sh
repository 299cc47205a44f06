#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that others wrote take the emulated modem for a real one: gammu,
# gammu-smsd and smstools' smsd each send a text in parts and receive one.
# Skipped (77) where none of them is installed.
set -eu

. "$(dirname "$0")/fixture.sh"
PATH=$PATH:/usr/sbin
phone=13809150001
# 71 characters: one too many for one part.
long=我们村四组的水管爆了半个月没有人来修老人和孩子每天要到两里外的河边去挑水喝请政府派人来看一看修一修谢谢领导我们全组三十二户人家都盼着早日通上自来水
tried=

installed() { command -v "$1" >/dev/null 2>&1; }

# Parts that a modem has sent; a text of the phone that the ledger shows.
sent() { [ "$(tell counts "$1" | sed 's/.*submitted=\([0-9]*\).*/\1/')" -ge "$2" ]; }
stored_none() { tell counts "$1" | grep -q ' in_store=0$'; }
was_submitted() { tell ledger "$1" | grep -q "	+86$phone	.*$2"; }

"$build/xiangyin-sim" network "$net" --modems 3 >"$work/network.log" &
pids=$!
until_true test -S "$net/network"

try_gammu() {
	cat >"$work/gammurc" <<CONF
[gammu]
device = $net/modem0
connection = at115200
model = at
CONF
	gammu="gammu -c $work/gammurc"
	$gammu identify >"$work/gammu.log" 2>&1 || fail "gammu identify"
	grep -q 'SIM IMSI.*: 460002300000000' "$work/gammu.log" ||
	    fail "gammu reads another IMSI"
	echo "$long" | $gammu sendsms TEXT $phone -unicode -len 200 \
	    >>"$work/gammu.log" 2>&1 || fail "gammu sendsms"
	sent modem0 2 || fail "gammu did not send two parts"
	tell text $phone modem0 "$long" >/dev/null
	$gammu getallsms >"$work/gammu.txt" 2>>"$work/gammu.log" ||
	    fail "gammu getallsms"
	grep -q '我们村四组的水管' "$work/gammu.txt" ||
	    fail "gammu does not read the text"
	grep -q 'part 2 of 2' "$work/gammu.txt" ||
	    fail "gammu does not see the second part"
	$gammu deleteallsms 1 >>"$work/gammu.log" 2>&1 ||
	    fail "gammu deleteallsms"
	stored_none modem0 || fail "gammu did not delete"
	$gammu getussd '*100#' >>"$work/gammu.log" 2>&1 || :
	tell ledger modem0 | grep -q 'ussd	modem0	[0-9]*	\*100#' ||
	    fail "gammu's USSD did not arrive"
	echo "ok - gammu identifies, sends, receives, deletes, dials USSD"
}

try_gammu_smsd() {
	for box in inbox outbox sent error; do mkdir -p "$work/gs/$box"; done
	cat >"$work/smsdrc" <<CONF
[gammu]
device = $net/modem1
connection = at115200
model = at
[smsd]
service = files
logfile = $work/gammu-smsd.log
debuglevel = 1
commtimeout = 1
receivefrequency = 1
inboxpath = $work/gs/inbox/
outboxpath = $work/gs/outbox/
sentsmspath = $work/gs/sent/
errorsmspath = $work/gs/error/
CONF
	gammu-smsd -c "$work/smsdrc" >"$work/gammu-smsd.out" 2>&1 &
	child=$!
	tell text $phone modem1 "四组断水" >/dev/null
	got_file() { grep -rq '四组断水' "$work/gs/inbox"; }
	until_true got_file
	until_true stored_none modem1
	echo "$long" >"$work/gs/text"
	gammu-smsd-inject -c "$work/smsdrc" TEXT $phone -unicode -len 200 \
	    -report <"$work/gs/text" >"$work/inject.log" 2>&1 ||
	    fail "gammu-smsd-inject"
	until_true sent modem1 2
	got_sent() { [ -n "$(ls "$work/gs/sent")" ]; }
	until_true got_sent
	[ -z "$(ls "$work/gs/error")" ] || fail "gammu-smsd failed to send"
	kill "$child"
	echo "ok - gammu-smsd sends, receives, deletes"
}

try_smstools() {
	for box in in out checked failed sent stats; do
		mkdir -p "$work/st/$box"
	done
	cat >"$work/smsd.conf" <<CONF
devices = GSM1
outgoing = $work/st/out
checked = $work/st/checked
failed = $work/st/failed
sent = $work/st/sent
incoming = $work/st/in
stats = $work/st/stats
infofile = $work/st/running
pidfile = $work/st/pid
logfile = $work/smstools.log
loglevel = 5
delaytime = 1
autosplit = 3
[GSM1]
device = $net/modem2
incoming = yes
baudrate = 115200
report = yes
CONF
	smsd -c "$work/smsd.conf" -t >"$work/smsd.out" 2>&1 &
	child=$!
	tell text $phone modem2 "水来了" >/dev/null
	# smsd writes UCS-2 as it came: 6C34 6765 4E86.
	got_in() {
		cat "$work"/st/in/* | LC_ALL=C grep -aq \
		    "$(printf '\154\064\147\145\116\206')"
	}
	until_true got_in
	until_true stored_none modem2
	printf 'To: 86%s\nAlphabet: UTF-8\n\n%s' $phone "$long" \
	    >"$work/st/text"
	mv "$work/st/text" "$work/st/out/text"
	until_true sent modem2 2
	until_true test -e "$work/st/sent/text"
	kill "$child"
	echo "ok - smstools sends, receives, deletes"
}

# Beside each other, each on a modem of its own; they wait more than they work.
try() {
	(
		trap - EXIT INT TERM
		child=
		trap '[ -z "$child" ] || kill "$child" 2>/dev/null || :' EXIT
		"$1"
	) &
	tried="$tried $!"
}
if installed gammu; then try try_gammu; fi
if installed gammu-smsd; then try try_gammu_smsd; fi
if [ -e /usr/share/doc/smstools ] && installed smsd; then try try_smstools; fi

[ -n "$tried" ] || { echo "skipped: no foreign client is installed"; exit 77; }
for client in $tried; do
	wait "$client" || fail "a foreign client did not manage"
done
for modem in modem0 modem1 modem2; do
	sent $modem 1 || continue
	was_submitted $modem 我们村四组 || fail "$modem sent another text"
done
