#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What long lists cost: rows, seconds, memory of the engine and of the process that reads,
# and the longest a villager waits for an answer meanwhile.  Run by bench/run.sh in the build
# directory:
#	bench/list.sh WORK [CALLBACKS TEXTS]
set -eu
build=$PWD work=$1 callbacks=${2:-87000} texts=${3:-100000}

mkdir "$work/lists"
cat >"$work/lists/x.conf" <<CONF
database = "x.db"; control = "control"; menus = "menus";
lines = ( { name = "hotline"; } ); modems = ();
guards = { replies_per_hour = 0; replies_per_day = 0; };
CONF
cp -r "$srcdir/etc/menus" "$work/lists/menus"
bench/list_fill "$work/lists/x.db" "$callbacks" "$texts"
./xiangyind -c "$work/lists/x.conf" 2>"$work/lists/log" &
engine=$!
trap 'kill $engine 2>/dev/null || :' EXIT
until [ -S "$work/lists/control" ]; do sleep 0.1; done
ask() { ./xiangyin -c "$work/lists/x.conf" "$@"; }
kib() { sed -n "s/^$2:[^0-9]*\([0-9]*\).*/\1/p" "/proc/$1/status" 2>/dev/null || :; }

# The reader's peak, while there is one.
watch_reader() {
	most=0
	while [ ! -e "$work/lists/end" ]; do
		for child in $(cat "/proc/$engine/task/$engine/children"); do
			now=$(kib "$child" VmHWM)
			[ "${now:-0}" -gt "$most" ] && most=$now
		done
		sleep 0.01
	done
	echo "$most" >"$work/lists/most"
}

measure() {
	rm -f "$work/lists/end" "$work/lists/waits"
	watch_reader &
	begin=$(date +%s.%N)
	(ask "$@" >"$work/lists/out" 2>/dev/null || :; date +%s.%N >"$work/lists/end") &
	while :; do
		asked=$(date +%s.%N)
		nano=$(date +%N | sed 's/^0*//')
		echo 红岩村的路灯坏了三天没人管 |
		    ask talk "136$(printf %08d $((nano % 99999999)))" >/dev/null
		echo "$asked $(date +%s.%N)" >>"$work/lists/waits"
		[ ! -e "$work/lists/end" ] || break
	done
	wait $!
	until [ -s "$work/lists/most" ]; do sleep 0.01; done
	slowest=$(awk '{ w = ($2 - $1) * 1000; if (w > m) m = w } END { printf "%.0f", m }' \
	    "$work/lists/waits")
	echo "$begin $(cat "$work/lists/end")" | awk -v what="$*" \
	    -v rows="$(wc -l <"$work/lists/out")" -v engine="$(kib $engine VmHWM)" \
	    -v reader="$(cat "$work/lists/most")" -v slow="$slowest" \
	    '{ printf "%-40s %7d lines %6.2f s, engine %.1f MiB, reader %.1f MiB, " \
	    "slowest answer %d ms\n",
	    what, rows, $2 - $1, engine / 1024, reader / 1024, slow }'
	rm -f "$work/lists/most"
}

echo "engine at start: $(kib $engine VmRSS) KiB"
measure status
measure inbox
measure callback list
measure callback list --all --json
measure callback list --all --csv
measure callback list --all --html
measure inbox --limit 10000
measure inbox --limit 10000 --json
measure inbox --state ignored --limit 10000
measure outbox --state failed
measure outbox --phone 13800000000
measure outbox --phone 13800000000 --limit 10000
measure outbox --phone 13800000000 --state failed
measure ticket list --urgent
measure check
