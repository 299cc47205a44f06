# SPDX-License-Identifier: GPL-3.0-or-later
# Read by the tests beside it: a folder to work in ($work), a network's folder in
# it ($net), and processes ($pids) that end when the test does.  $build is where
# the programs are.
build=${BUILD:-.}
work=$(mktemp -d "${TMPDIR:-/tmp}/xiangyin-e2e.XXXXXX")
net=$work/net
pids=

stop() {
	status=$?
	trap - EXIT INT TERM
	for pid in $pids; do kill "$pid" 2>/dev/null || :; done
	wait
	rm -rf "$work"
	exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM

fail() {
	echo "not ok - $*" >&2
	tail -n 20 "$work"/*.log >&2 || :
	exit 1
}
tell() { "$build/xiangyin-sim" tell "$net" "$@"; }

# until_true COMMAND...: waits for a condition, 60 s at most.
until_true() {
	left=600
	until "$@" >/dev/null 2>&1; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || fail "gave up waiting for: $*"
		sleep 0.1
	done
}
