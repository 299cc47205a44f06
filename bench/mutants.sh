#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Do the tests notice?  Each row of bench/mutants.tsv is a change of one line in
# the product, most often a guard that is left out, and the test that must fail
# for it.  Applies them one by one in a scratch copy, builds what that test needs
# and runs it.  Prints "killed" or "SURVIVED" for each; ends with 1 when one
# survived, or a line was not found exactly once.
#
#	bench/mutants.sh [WORD]...	only rows whose name has one of the words
#
# Run in the source directory.  CC and CFLAGS as for configure.  A row: name, a
# piece of the line, what stands in its place, and the test, all between tabs.
# The test is a program of tests/, before it perhaps a setting (CHAT=not-on-leave).
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
table=$top/bench/mutants.tsv
rooms="base db understand menus services tools smsd modem"
work=$(mktemp -d "${TMPDIR:-/tmp}/xiangyin-mutants.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
tab=$(printf '\t')
killed=0
failed=0

# wanted NAME WORD...: is the row among those asked for?
wanted() {
	name=$1; shift
	[ $# -gt 0 ] || return 0
	for word; do
		case $name in *"$word"*) return 0 ;; esac
	done
	return 1
}

# find_line PIECE: FILE:LINE of the one line that holds it, or how many do.
find_line() {
	found=$(cd "$work/src" && for room in $rooms; do
		[ ! -d "$room" ] || grep -rnF --include='*.[ch]' -e "$1" "$room" || :
	done)
	count=$(printf '%s' "$found" | grep -c . || :)
	if [ "$count" -eq 1 ]; then
		printf '%s\n' "$found" | cut -d: -f1,2
	else
		echo "$count lines"
		return 1
	fi
}

# replace FILE LINE PIECE OTHER
replace() {
	PIECE=$3 OTHER=$4 awk -v line="$2" '
		NR == line {
			at = index($0, ENVIRON["PIECE"])
			$0 = substr($0, 1, at - 1) ENVIRON["OTHER"] \
			    substr($0, at + length(ENVIRON["PIECE"]))
		}
		{ print }' "$1" >"$work/new"
	cat "$work/new" >"$1"
}

# passes TEST: 0 it passes, 1 it fails, 2 it does not build.
passes() {
	program=tests/${1##* }
	case $1 in *" "*) setting=${1% *} ;; *) setting= ;; esac
	make --quiet "$program" xiangyind >"$work/make.log" 2>&1 || return 2
	env srcdir="$work/src" LONG_TESTS=0 $setting timeout 300 "./$program" \
	    >"$work/test.log" 2>&1 || return 1
}

mkdir "$work/src"
(cd "$top" && git ls-files -z | xargs -0 cp --parents -t "$work/src")
(cd "$work/src" && autoreconf -fi >"$work/make.log" 2>&1)
mkdir "$work/src/build"
cd "$work/src/build"
../configure --quiet CFLAGS="${CFLAGS:--g -O0}" >"$work/make.log" 2>&1
# What some tests start, beside the engine.
make --quiet tests/fake_modem >"$work/make.log" 2>&1

sound=" "
while IFS=$tab read -r name piece other test; do
	case $name in ''|'#'*) continue ;; esac
	wanted "$name" "$@" || continue
	case $sound in
	*"[$test]"*) ;;
	*)	passes "$test" || {
			echo "FAILS WITHOUT ANY MUTANT: $test"
			tail -n 5 "$work/make.log" "$work/test.log"
			failed=$((failed + 1))
			continue
		}
		sound="$sound[$test]" ;;
	esac
	if ! place=$(find_line "$piece"); then
		echo "NOT FOUND ONCE ($place)  $name: $piece"
		failed=$((failed + 1))
		continue
	fi
	file=$work/src/${place%:*}
	cp -p "$file" "$work/old"
	replace "$file" "${place##*:}" "$piece" "$other"
	result=0
	passes "$test" || result=$?
	case $result in
	0) echo "SURVIVED  $name  ($place; $test)"; failed=$((failed + 1)) ;;
	1) echo "killed    $name  ($test)"; killed=$((killed + 1)) ;;
	*) echo "DOES NOT BUILD  $name  ($place)"; tail -n 3 "$work/make.log"
	   failed=$((failed + 1)) ;;
	esac
	cat "$work/old" >"$file"
done <"$table"
echo "$killed killed, $failed not"
[ "$failed" -eq 0 ]
