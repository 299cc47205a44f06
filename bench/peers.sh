#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Ours beside gammu-smsd and smstools' smsd, on the same emulator in one run:
# what leaves and what comes a second, memory, processor; and five hundred texts
# that wait on one SIM.  Run by `make bench-peers` in the build directory; takes
# some ten minutes, asserts nothing.
#
# Fair: each has the texts before it starts, and is measured from the first part
# the network took to the last.  gammu-smsd is one process a modem and looks
# every second, its least (loopsleep 1); smstools is one process and polls every
# second (delaytime 1); neither has budgets, so ours are off.  All answer each
# text that comes: ours from its menus and database, theirs by the script they
# offer for it, which here only writes the file they send from.  All keep the
# link open between parts.  A text is in when it can be lost no more: ours when
# it is committed, theirs when it is deleted from the SIM, which for ours waits
# until nobody waits for an answer.
set -eu
PATH=$PATH:/usr/sbin
build=$PWD
srcdir=$(cd "$srcdir" && pwd)
for peer in gammu-smsd:gammu-smsd smsd:smstools sqlite3:sqlite3; do
	command -v "${peer%:*}" >/dev/null && continue
	echo "installing ${peer#*:}, which only this bench needs"
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${peer#*:}" >/dev/null
done

work=$(mktemp -d "${TMPDIR:-/tmp}/xiangyin-peers.XXXXXX")
daemons=() network=
stop() {
	[ ${#daemons[@]} -eq 0 ] || kill "${daemons[@]}" 2>/dev/null || :
	for pid in "${daemons[@]}"; do wait "$pid" 2>/dev/null || :; done
	daemons=()
	[ -z "$network" ] || kill "$network" 2>/dev/null || :
	[ -z "$network" ] || wait "$network" 2>/dev/null || :
	network=
}
trap 'stop; rm -rf "$work"' EXIT

tell() { "$build/xiangyin-sim" tell "$work/net" "$@"; }
# All modems' counts of one kind, added.
count() { tell counts | tr ' ' '\n' | sed -n "s/^$1=//p" | paste -sd+ | bc; }

seconds() { echo "scale=1; $1 / 1000" | bc; }

# new_network MODEMS AIR_MS
new_network() {
	rm -rf "$work"/*
	"$build/xiangyin-sim" network "$work/net" --modems "$1" \
	    --air "$(seconds "$2")" >/dev/null 2>&1 &
	network=$!
	until [ -S "$work/net/network" ]; do sleep 0.05; done
}

# --- starting each; texts to send are lines NUMBER TEXT of $work/texts -------------

start_xiangyin() {
	{
		echo "database = \"$work/x.db\"; control = \"$work/control\";"
		echo "menus = \"$srcdir/etc/menus\"; lines = ( { name = \"hotline\"; } );"
		echo "guards = { replies_per_hour = 0; replies_per_day = 0;"
		echo "identical = 0; unasked_per_day = 0; unasked_per_week = 0;"
		echo "parts_per_day = 0; replies_per_text = 0; };"
		echo "modems = ("
		for ((m = 0; m < $1; m++)); do
			[ "$m" -eq 0 ] || echo ","
			echo "{ name = \"m$m\"; device = \"$work/net/modem$m\";"
			echo "line = \"hotline\"; per_minute = 0; per_hour = 0;"
			echo "per_day = 0; identical_per_hour = 0; keep_link = true; }"
		done
		echo ");"
	} >"$work/x.conf"
	"$build/xiangyind" -c "$work/x.conf" >/dev/null 2>"$work/x.log" &
	daemons=($!)
	[ -s "$work/texts" ] || return 0
	until [ -S "$work/control" ]; do sleep 0.05; done
	sed 's/ /,/' "$work/texts" | "$build/xiangyin" -c "$work/x.conf" send \
	    --lane alert --file - >/dev/null
}

start_gammu() {
	for ((m = 0; m < $1; m++)); do
		mkdir -p "$work/g$m/inbox" "$work/g$m/outbox" "$work/g$m/sent" \
		    "$work/g$m/error"
		cat >"$work/g$m.conf" <<-CONF
		[gammu]
		device = $work/net/modem$m
		connection = at115200
		[smsd]
		service = files
		logfile = $work/g$m.log
		debuglevel = 0
		commtimeout = 1
		loopsleep = 1
		receivefrequency = 1
		runonreceive = $work/g$m.answer
		statusfrequency = 0
		checksecurity = 0
		checkbattery = 0
		checksignal = 0
		inboxpath = $work/g$m/inbox/
		outboxpath = $work/g$m/outbox/
		sentsmspath = $work/g$m/sent/
		errorsmspath = $work/g$m/error/
		CONF
		cat >"$work/g$m.answer" <<-ANSWER
		#!/bin/sh
		printf 已登记 >"$work/g$m/answer.\$\$"
		mv "$work/g$m/answer.\$\$" \
		    "$work/g$m/outbox/OUTC20260101_000000_00_\${SMS_1_NUMBER}_\$\$.txt"
		ANSWER
		chmod +x "$work/g$m.answer"
	done
	n=0
	while read -r number text; do
		printf '%s' "$text" >"$work/g$((n % $1))/outbox/$(printf \
		    'OUTC20260101_000000_%05d_%s_x.txt' $n "$number")"
		n=$((n + 1))
	done <"$work/texts"
	daemons=()
	for ((m = 0; m < $1; m++)); do
		gammu-smsd -c "$work/g$m.conf" >/dev/null 2>&1 &
		daemons+=($!)
	done
}

start_smstools() {
	mkdir -p "$work"/s/{out,checked,in,failed,sent,stats}
	{
		echo "devices = $(seq -s, -f 'M%g' 0 $(($1 - 1)))"
		echo "outgoing = $work/s/out"
		echo "checked = $work/s/checked"
		echo "incoming = $work/s/in"
		echo "failed = $work/s/failed"
		echo "sent = $work/s/sent"
		echo "stats = $work/s/stats"
		echo "logfile = $work/s.log"
		echo "infofile = $work/s.info"
		echo "pidfile = $work/s.pid"
		echo "delaytime = 1"
		echo "receive_before_send = no"
		echo "eventhandler = $work/s/answer"
		for ((m = 0; m < $1; m++)); do
			echo "[M$m]"
			echo "device = $work/net/modem$m"
			echo "incoming = yes"
			echo "baudrate = 115200"
			echo "report = yes"
			echo "memory_start = 1"
			echo "init = AT+CMMS=2"
		done
	} >"$work/s.conf"
	cat >"$work/s/answer" <<-ANSWER
	#!/bin/sh
	[ "\$1" = RECEIVED ] || exit 0
	from=\$(sed -n 's/^From: //p;/^$/q' "\$2")
	printf 'To: %s\nAlphabet: UTF-8\n\n已登记' "\$from" \
	    >"$work/s/answer.\$\$"
	mv "$work/s/answer.\$\$" "$work/s/out/answer.\$\$"
	ANSWER
	chmod +x "$work/s/answer"
	n=0
	while read -r number text; do
		printf 'To: %s\nAlphabet: UTF-8\n\n%s' "${number#+}" "$text" \
		    >"$work/s/out/t$n"
		n=$((n + 1))
	done <"$work/texts"
	smsd -c"$work/s.conf" -t >/dev/null 2>&1 &
	daemons=($!)
}

# --- measuring -------------------------------------------------------------------

texts() {
	for ((n = 0; n < $1; n++)); do
		printf '+86136%08d 第%d号:今天下午停水检修\n' "$n" "$n"
	done >"$work/texts"
}

# Lines for `tell -`: COUNT texts to the MODEMS in turn.
come() {
	for ((n = 0; n < $1; n++)); do
		printf 'text +86137%08d modem%d 第%d号的水管爆了\n' "$n" \
		    $((n % $2)) "$n"
	done
}

# Waits until `count KIND` is at least (or, with -le, at most) N; gives up.
reaches() {
	for ((left = 1800; left > 0; left--)); do
		[ "$(count "$1")" "$2" "$3" ] && return 0
		sleep 0.1
	done
	return 1
}

# rate FROM TO MODEMS: events TO a second, from the first event FROM to the last
# TO.  Where both are the same the first one of each modem ends what was before.
rate() {
	tell ledger | awk -F'\t' -v from="$1" -v to="$2" -v modems="$3" '
	$1 == from && !first { first = $3 }
	$1 == to { last = $3; n++ }
	END { n -= from == to ? modems : 0
	printf "%.2f", (last > first ? n * 1e6 / (last - first) : 0) }'
}

# Ours: texts a second from the first on a SIM to the last commit.
committed() {
	first=$(tell ledger | awk -F'\t' '$1 == "store" { print $3; exit }')
	sqlite3 "$work/x.db" "SELECT printf('%.2f', count(*) * 1e6 /
	    (max(received_at) - $first)) FROM inbox"
}

# The middle of the milliseconds from a text on the SIM to the last part of its
# answer, one text at a time.
latency() {
	for ((n = 0; n < $1; n++)); do
		before=$(count submitted)
		tell text "+86138$(printf %08d "$n")" modem0 \
		    "第${n}号的路灯坏了" >/dev/null
		reaches submitted -gt "$before" || break
		sleep 0.5	# a second part, if there is one
	done
	tell ledger | awk -F'\t' '
	$1 == "store" { came[$6] = $3 }
	$1 == "submit" { for (n in came) if (index($0, n)) left[n] = $3 }
	END { for (n in left) print (left[n] - came[n]) / 1000 }' |
	    sort -n | awk '{ ms[NR] = $1 } END { printf "%.1f", ms[int((NR + 1) / 2)] }'
}

# PSS in MiB and processor seconds of the daemons and all below them.
family() {
	for pid in "$@"; do
		echo "$pid"
		# shellcheck disable=SC2046
		family $(pgrep -P "$pid")
	done
}
memory() {
	for pid in $(family "${daemons[@]}"); do
		awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2>/dev/null
	done | awk '{ kb += $1 } END { printf "%.1f", kb / 1024 }'
}
processor() {
	for pid in $(family "${daemons[@]}"); do
		sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null
	done | awk -v hz="$(getconf CLK_TCK)" '
	{ t += $12 + $13 + $14 + $15 } END { printf "%.2f", t / hz }'
}

# measure NAME MODEMS AIR_MS TEXTS
measure() {
	new_network "$2" "$3"
	texts "$4"
	"start_$1" "$2"
	reaches submitted -ge "$4" || echo "$1 sent only $(count submitted)" >&2
	out=$(rate submit submit "$2")
	stop

	new_network "$2" "$3"
	: >"$work/texts"
	"start_$1" "$2"
	sleep 5			# each has its modems
	before=$(processor)
	come "$4" "$2" | tell - >/dev/null
	reaches deleted -ge "$4" || echo "$1 took only $(count deleted)" >&2
	reaches submitted -ge "$4" || echo "$1 answered only $(count submitted)" >&2
	in=$(rate store delete "$2")
	[ "$1" != xiangyin ] || in=$(committed)
	cpu=$(echo "scale=2; ($(processor) - $before) * 1000 / $4" | bc)
	mib=$(memory)
	stop

	new_network "$2" "$3"
	: >"$work/texts"
	"start_$1" "$2"
	sleep 5
	ms=$(latency 5)
	stop
	printf '%s %s %s %s %s\n' "$out" "$in" "$mib" "$cpu" "$ms"
}

# line LABEL A B C
line() {
	printf '  %-30s %10s %12s %10s   ' "$@"
	for peer in "$3" "$4"; do
		awk -v a="$2" -v b="$peer" 'BEGIN { if (b > 0) printf \
		    "%8.2fx", a / b; else printf "%9s", "-" }'
	done
	echo
}

# table MODEMS AIR_MS TEXTS
table() {
	local x g s
	read -ra x <<<"$(measure xiangyin "$@")"
	read -ra g <<<"$(measure gammu "$@")"
	read -ra s <<<"$(measure smstools "$@")"
	printf '\n%d modem(s), %s s of air a part, %d texts\n' "$1" \
	    "$(seconds "$2")" "$3"
	printf '  %-30s %10s %12s %10s   ours over each\n' '' xiangyin \
	    gammu-smsd smstools
	line "texts out a second" "${x[0]}" "${g[0]}" "${s[0]}"
	line "texts in a second" "${x[1]}" "${g[1]}" "${s[1]}"
	line "reply, ms (median)" "${x[4]}" "${g[4]}" "${s[4]}"
	line "memory, MiB" "${x[2]}" "${g[2]}" "${s[2]}"
	line "processor, s per 1,000" "${x[3]}" "${g[3]}" "${s[3]}"
}

# Five hundred wait: seconds from the start until the SIM is empty.
waiting() {
	local begin
	new_network 1 0
	tell set modem0 sm_size 500 >/dev/null
	come 500 1 | tell - >/dev/null
	: >"$work/texts"
	begin=$(date +%s.%N)
	"start_$1" 1
	reaches deleted -ge 500 || echo "$1 took only $(count deleted)" >&2
	echo "scale=1; ($(date +%s.%N) - $begin) / 1" | bc
}

table 1 0 "${PEERS_TEXTS:-40}"
table 8 0 "${PEERS_TEXTS:-80}"
table 32 0 "${PEERS_TEXTS:-128}"
table 1 3500 "${PEERS_AIR_TEXTS:-6}"
table 8 3500 "${PEERS_AIR_TEXTS:-24}"
table 32 3500 "${PEERS_AIR_TEXTS:-96}"

printf '\n500 texts wait on one SIM: seconds until all are in\n'
x=$(waiting xiangyin)
ordered=$("$build/xiangyin" -c "$work/x.conf" inbox --json --limit 10000 |
    sed -n 's/.*"text": *"第\([0-9]*\)号.*/\1/p' | tac | sort -nc 2>&1 &&
    echo "in the order of their time stamps")
stop
g=$(waiting gammu)
stop
line "seconds" "$x" "$g" 0
echo "  ours: ${ordered:-NOT in order}"
