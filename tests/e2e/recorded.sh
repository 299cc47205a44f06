#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What real phones had in their stores and said by USSD, from the source of gammu
# (its directory tests, named by GAMMU_TESTS; not ours to keep): all of it through
# the emulated modem, libgammu and the engine.  Each slot is stored or set aside
# with its octets, and emptied; the modem process is never lost, and a villager
# is answered afterwards.  Skipped (77) without it.
set -eu

[ -n "${GAMMU_TESTS:-}" ] || {
	echo "GAMMU_TESTS is not set: nothing to replay"
	exit 77
}
source=$(cd "${srcdir:-.}" && pwd)
. "$(dirname "$0")/fixture.sh"

ask() { "$build/xiangyin" -c "$work/x.conf" "$@"; }
stored_none() { tell counts modem0 | grep -q ' in_store=0$'; }
is_ready() { ask status --json | grep -q '"state": "ready"'; }
is_answered() { ask outbox --json --phone 13800000001 | grep -q '"delivered"'; }
rows() { ask inbox --json --limit 1000 | grep -c '"id"' || :; }

"$build/xiangyin-sim" network "$net" --modems 1 >"$work/network.log" 2>&1 &
pids=$!
until_true test -S "$net/network"
cat >"$work/x.conf" <<CONF
database = "$work/x.db"; control = "$work/control";
menus = "$source/etc/menus"; lines = ( { name = "hotline"; } );
modems = ( { name = "m0"; device = "$net/modem0"; line = "hotline";
    balance_ask = "*100#"; } );
CONF
"$build/xiangyind" -c "$work/x.conf" >/dev/null 2>"$work/engine.log" &
pids="$pids $!"
until_true is_ready

# The PDU is the line behind the head of an answer.
pdus=$(sed -n '/^+CMGR:/{n;p;}' "$GAMMU_TESTS"/at-sms/*.dump \
    "$GAMMU_TESTS"/at-sms-failing/*.dump | tr -d '\r"' |
    grep -E '^([0-9A-F]{2})+$' | sort -u)
count=0
for pdu in $pdus; do
	tell pdu modem0 "$pdu" >/dev/null || fail "the network took no $pdu"
	count=$((count + 1))
	until_true stored_none
done
[ "$count" -gt 30 ] || fail "only $count PDUs were found"

# Parts of texts whose other parts nobody has are no rows yet, reports never.
taken=$(rows)
[ "$taken" -gt $((count / 2)) ] || fail "$count PDUs became $taken rows"
echo "ok 1 - $count PDUs of real phones, $taken of them texts by now"

for file in "$GAMMU_TESTS"/at-ussd/*.dump; do
	tr -d '\r' <"$file" | while IFS= read -r line; do
		[ -z "$line" ] || tell fault modem0 urc "$line" >/dev/null
	done
done
tell text 13800000001 modem0 村口的桥栏杆断了 >/dev/null
until_true is_answered
echo "ok 2 - USSD answers of real phones, and a villager is answered"

ask modem show m0 --json | grep -q '"restarts": 0' ||
    fail "the modem process was lost: $(ask modem show m0)"
ask check >"$work/check.log" || fail "check found something"
echo "ok 3 - the modem process was never lost, nothing is orphaned"
