#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The network in a box as people use it: a network, two phones, what `tell`
# answers, and that it leaves nothing behind.
set -eu

. "$(dirname "$0")/fixture.sh"
sim=$build/xiangyin-sim

"$sim" network "$net" --modems 2 --number 13911110000 --set signal=11 \
    >"$work/network.log" &
network=$!
pids=$network
until_true test -S "$net/network"
until_true grep -q modem1 "$work/network.log"
grep -q "^modem0 +8613911110000 $net/modem0\$" "$work/network.log" ||
    fail "modem0 and its number are not announced"
grep -q "^modem1 +8613900000001 " "$work/network.log" ||
    fail "modem1 has not the next number"
test -c "$net/modem0" || fail "modem0 is no device"

# One phone waits, the other writes; newlines are shown as a return sign.
mkfifo "$work/in"
"$sim" phone "$net" 13809150002 <"$work/in" >"$work/phone" &
pids="$pids $!"
exec 3>"$work/in"
printf '下雨了⏎收衣服\nsecond' |
    "$sim" phone "$net" 13809150001 --to 13809150002 --wait 0
until_true grep -q second "$work/phone"
grep -q ' ◀ +8613809150001: 下雨了⏎收衣服$' "$work/phone" ||
    fail "the first text did not arrive as it was typed"
exec 3>&-

# What nobody looked at waits for who looks next.
tell text 13809150001 13809150003 'kept' >/dev/null
"$sim" phone "$net" 13809150003 --wait 0.2 </dev/null | grep -q ': kept$' ||
    fail "a text did not wait for its phone"

# Answers and refusals.
tell text 13809150001 modem1 'to a modem' | grep -qx 1 ||
    fail "tell did not answer the number of parts"
stored='store	modem1	[0-9]*	SM	1	+8613809150001	to a modem'
tell ledger modem1 | grep -q "$stored" ||
    fail "the ledger does not know the text"
tell modems | grep -q '^modem1	+8613900000001	.*	plugged	service	0$' ||
    fail "modems are not listed"
if tell fault modem0 nonsense 2>"$work/error"; then
	fail "nonsense was not refused"
fi
grep -q "no fault is called 'nonsense'" "$work/error" ||
    fail "the refusal does not say why"
tell help | grep -q 'stuck-prompt' || fail "help does not list the faults"
if "$sim" network "$net" 2>/dev/null; then
	fail "a second network took the folder"
fi
tell fault modem1 unplug
test ! -e "$net/modem1" || fail "an unplugged modem is still there"

kill "$network"
wait "$network" || fail "the network did not end well"
test -z "$(ls -A "$net")" || fail "something was left: $(ls -A "$net")"
if tell modems 2>/dev/null; then
	fail "tell answered without a network"
fi
echo "ok - a network, its phones and its answers"
