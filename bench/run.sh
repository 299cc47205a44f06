#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What it costs, side by side in one run on this machine: our replies through
# the engine, its database and libgammu, and a bare libgammu loop that only
# sends.  Run by `make bench` in the build directory; nothing is asserted.
set -eu
build=$PWD

work=$(mktemp -d "${TMPDIR:-/tmp}/xiangyin-bench.XXXXXX")
trap 'kill $network 2>/dev/null || :; rm -rf "$work"' EXIT

./xiangyin-sim network "$work/net" --no-ledger >/dev/null 2>&1 &
network=$!
until [ -S "$work/net/network" ]; do sleep 0.1; done

echo "== no air time, no command time"
bench/reply_bench --texts 2000
echo "bare libgammu, sends only, its sleeps kept:"
bench/gammu_loop "$work/net/modem0" 10
echo "bare libgammu, sends only, its sleeps off:"
bench/gammu_loop "$work/net/modem0" 2000 --no-sleep
echo "the same through a process that only copies:"
bench/gammu_loop "$work/net/modem0" 2000 --no-sleep --proxy

echo
echo "== 3.5 s of air a part, 20 ms a command, 115200 baud"
bench/reply_bench --texts 8 --window 4 --air 3500 --command 20 --baud 115200

echo
echo "== dialogue turns through the database, 200 to a commit"
(cd "$srcdir" && "$build/bench/turn_bench")
(cd "$srcdir" && "$build/bench/turn_bench" --stored 1000000)

echo
echo "== the registers of a county: 340,000 telephones"
mkdir "$work/county1"
bench/county "$work/county1"
"$srcdir/bench/import.sh" "$work" "$work/county1"

echo
echo "== long lists: 87,000 call-backs, 100,000 texts each way"
mkdir "$work/long"
"$srcdir/bench/list.sh" "$work/long"

echo
echo "== contact duty: a simulated year of reports and reminders"
bench/duty_bench "$work/county1" "$srcdir/etc/menus"
echo "== a sweep over all cards, 1, 10 and 100 times the county"
for times in 1 10 100; do
	mkdir "$work/times$times"
	bench/county "$work/times$times" $times
	bench/duty_bench "$work/times$times" "$srcdir/etc/menus" --sweep-only
	rm -r "$work/times$times"
done
