#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Two builds' turn_bench in turns, so that what else the machine does hits both:
#
#	compare.sh OLD NEW [ROUNDS [turn_bench's options]]
#
# OLD and NEW are source trees with a build/ in each.  An OLD from before turn_bench
# counted gets its counts by bench/count.c in LD_PRELOAD.  Prints each one's best
# round and the ratio: the best is what the machine disturbed least.
set -eu
old=$1 new=$2 rounds=${3:-5}
shift 2; [ $# -eq 0 ] || shift

work=$(mktemp -d "${TMPDIR:-/tmp}/xiangyin-compare.XXXXXX")
trap 'rm -rf "$work"' EXIT

# shellcheck disable=SC2046
${CC:-cc} -O1 -shared -fPIC -I"$new" -o "$work/count.so" "$new/bench/count.c" \
    $(pkg-config --cflags --libs glib-2.0)

run() {	# TREE NAME OPTIONS...: a line of name=value, the process's user time in it
	tree=$1 name=$2; shift 2
	( cd "$tree" && LC_ALL=C sh -c 'build/bench/turn_bench "$@" && times' - "$@" ) |
	    awk '/^turns=/ { line = $0 } { last = $1 }
		END { split(last, t, /[ms]/); print line, "user=" t[1] * 60 + t[2] }' \
	    >>"$work/$name"
}

for round in $(seq "$rounds"); do
	run "$old" old "$@"
	run "$new" new "$@"
done

best() {	# NAME FIELD max|min
	tr ' ' '\n' <"$work/$1" | sed -n "s/^$2=//p" | sort -g |
	    if [ "$3" = max ]; then tail -n 1; else head -n 1; fi
}

for field in "turns_per_s max" "turn_us min" "send_us min" "user min"; do
	# shellcheck disable=SC2086
	set -- $field
	a=$(best old "$1" "$2") b=$(best new "$1" "$2")
	awk -v name="$1" -v a="$a" -v b="$b" 'BEGIN {
		printf "%-12s old %-8s new %-8s ratio %.2f\n", name, a, b, b / a }'
done
for name in old new; do
	eval tree=\$$name
	preload=$work/count.so
	! grep -q ' statements=' "$work/$name" || preload=
	( cd "$tree" && COUNT_REPORT=/dev/stdout LD_PRELOAD=$preload \
	    build/bench/turn_bench --turns 10000 ) |
	    awk -v name=$name '/^count: statements/ { printf "%s a turn:", name
		for (i = 2; i <= NF; i++) { split($i, pair, "=")
			printf " %s %.1f", pair[1], pair[2] / 10000 }
		print "" }'
done
