#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The demo: a GSM network in a box, the engine with a small invented town in it,
# and a phone.  On a terminal the phone is yours; otherwise a conversation is
# played through the modem and checked.  Everything lives in one temporary
# folder and stops with this script.
#
#	sim/demo.sh PROGRAMS MENUS
#
# PROGRAMS is where the programs are, MENUS the folder of menu files.
set -eu

TZ=Asia/Shanghai
export TZ
programs=$1
menus=$2
villager=+8613809150001
hotline=+8613900000000

work=$(mktemp -d "${TMPDIR:-/tmp}/xiangyin-demo.XXXXXX")
conf=$work/xiangyin.conf
net=$work/network
pids=

stop() {
	status=$?
	trap - EXIT
	trap '' HUP INT TERM
	for pid in $pids; do kill "$pid" 2>/dev/null || :; done
	for pid in $pids; do wait "$pid" 2>/dev/null || :; done
	rm -rf "$work"
	exit "$status"
}
trap stop EXIT
trap 'exit 130' HUP INT TERM

say() { printf '\n== %s\n' "$*"; }

# until_true SECONDS COMMAND...: waits for a condition.
until_true() {
	left=$(($1 * 10)); shift
	until "$@" >/dev/null 2>&1; do
		left=$((left - 1))
		if [ "$left" -le 0 ]; then
			echo "demo: gave up waiting for: $*" >&2
			tail -n 20 "$work"/*.log >&2
			exit 1
		fi
		sleep 0.1
	done
}

xiangyin() { "$programs/xiangyin" -c "$conf" "$@"; }
modem_ready() { xiangyin status --json | grep -q '"ready"'; }

cat >"$conf" <<CONF
database = "$work/xiangyin.db";
control = "$work/control";
menus = "$menus";
timezone = "Asia/Shanghai";
lines = ( { name = "hotline"; } );
modems = ( {
	name = "hotline1"; device = "$net/modem0"; connection = "at115200";
	line = "hotline"; number = "$hotline";
	per_minute = 0; per_hour = 0; per_day = 0;
} );
CONF

# In sessions of their own: Ctrl-C is for the phone.
setsid "$programs/xiangyin-sim" network "$net" --modems 1 >"$work/network.log" 2>&1 &
pids="$pids $!"
until_true 10 test -S "$net/network"
setsid "$programs/xiangyind" -c "$conf" >"$work/engine.log" 2>&1 &
pids="$! $pids"
until_true 20 modem_ready

# The town: what its people have already said.
while IFS='	' read -r phone words; do
	printf '%s\n' "$words" | xiangyin talk "$phone" >/dev/null
done <<TOWN
13809150011	云溪镇老街下水道堵了半个月,一下雨就往屋里灌
13809150012	石桥村三组的路灯全不亮,老人晚上不敢出门
13809150013	我家的低保停了两个月,去镇上问都说不晓得
13809150014	0
TOWN

if [ -t 0 ] && [ -t 1 ]; then
	say "This is your phone. Type a text and press Enter; Ctrl-D ends."
	echo "Try: 村口的桥栏杆断了 · 查进度 · 0"
	echo "What the clerk sees, in a second terminal:"
	echo "    cd $programs"
	echo "    ./xiangyin -c $conf ticket list"
	echo
	trap : INT	# Ctrl-C ends the phone, and so the demo, as Ctrl-D does
	"$programs/xiangyin-sim" phone "$net" "$villager" --to "$hotline" || :
	say "What the clerk sees"
	xiangyin ticket list
	exit 0
fi

say "A villager texts the hotline: phone - pty - libgammu - engine, and back"
# said N: that many texts have come back.
said() { [ "$(grep -c '◀' "$work/phone.log")" -ge "$1" ]; }
: >"$work/phone.log"
{
	echo '我们四组的水管爆了半个月没人管'
	until_true 20 said 1
	echo '还有电表也坏了'
	echo '查进度'
	until_true 20 said 2
} | "$programs/xiangyin-sim" phone "$net" "$villager" --to "$hotline" |
    tee "$work/phone.log"

say "What the clerk sees"
xiangyin ticket list
number=$(xiangyin ticket list --json |
    sed -n 's/.*"number": *"\([0-9]\{8\}\)".*/\1/p' | while read -r n; do
	if xiangyin ticket show "$n" | grep -q '水管爆了半个月'; then
		echo "$n"
	fi
    done)
if [ -z "$number" ]; then
	echo "demo: the ticket is not there" >&2
	exit 1
fi
grep -q "$number" "$work/phone.log" || {
	echo "demo: the villager was not told the number $number" >&2
	exit 1
}
xiangyin ticket show "$number"
xiangyin check
say "It works: the text became ticket $number, and its sender knows."
