#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What an import of 340,000 telephones costs, and how long a villager waits for his
# answer meanwhile.  Run by bench/run.sh in the build directory:
#	bench/import.sh WORK COUNTY
set -eu
build=$PWD work=$1 county=$2

mkdir "$work/engine"
cat >"$work/engine/x.conf" <<CONF
database = "x.db"; control = "control"; menus = "menus";
lines = ( { name = "hotline"; } ); modems = ();
guards = { replies_per_hour = 0; replies_per_day = 0; };
CONF
cp -r "$srcdir/etc/menus" "$work/engine/menus"
./xiangyind -c "$work/engine/x.conf" 2>"$work/engine/log" &
engine=$!
trap 'kill $engine 2>/dev/null || :' EXIT
until [ -S "$work/engine/control" ]; do sleep 0.1; done
ask() { ./xiangyin -c "$work/engine/x.conf" "$@"; }
now() { date +%s.%N; }

for kind in area department cadre household; do
	ask import $kind "$county/$kind.csv" >/dev/null
done
begin=$(now)
(ask import phone "$county/phone.csv" && now >"$work/end") &
while [ ! -e "$work/end" ]; do
	asked=$(now)
	echo 红岩村的路灯坏了三天没人管 |
	    ask talk "138$(printf %08d $(($(date +%N | sed 's/^0*//') % 99999999)))" >/dev/null
	echo "$asked $(now)" >>"$work/waits"
done
echo "$begin $(cat "$work/end")" | awk '{ printf "in %.1f s\n", $2 - $1 }'
awk '{ print ($2 - $1) * 1000 }' "$work/waits" | sort -n |
    awk '{ a[NR] = $1 } END { printf "answers meanwhile: %d, p50 %.0f ms, " \
    "slowest %.0f ms (client and shell included)\n", NR, a[int((NR + 1) / 2)], a[NR] }'
ask import assignment "$county/assignment.csv"
grep VmRSS "/proc/$engine/status" | sed 's/VmRSS:[ \t]*/engine resident: /'
