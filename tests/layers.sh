#!/bin/sh
# The walls of the house: who may include whom, and which room alone may see
# a library or ask the time.  Prints each breach as FILE:LINE.
set -u

top=${srcdir:-.}
cd "$top" || exit 1
breaches=0

# in_room ROOM ALLOWED...: a file of ROOM includes only its own and these.
in_room() {
	room=$1; shift
	pattern=$(echo "$room $*" | tr ' ' '|')
	found=$(grep -nE '^#[[:space:]]*include "' "$room"/*.[ch] 2>/dev/null |
	    grep -vE "include \"(($pattern)/|config\.h\")" |
	    grep -vE '\.inc"')
	[ -z "$found" ] || { echo "$found"; breaches=1; }
}

# only_in PATTERN FILES...: nowhere else does a line match.
only_in() {
	pattern=$1; shift
	allowed=$(echo "$*" | tr ' ' '|')
	found=$(grep -nE "$pattern" base/*.[ch] db/*.[ch] understand/*.[ch] menus/*.[ch] services/*.[ch] \
	    smsd/*.[ch] modem/*.[ch] tools/*.[ch] sim/*.[ch] 2>/dev/null |
	    grep -vE "^($allowed)" | grep -vE ':[0-9]+:[[:space:]]*/?\*')
	[ -z "$found" ] || { echo "$found"; breaches=1; }
}

in_room base
in_room db base
in_room understand base
in_room menus understand db base
in_room services menus understand db base
in_room tools services menus understand db base
in_room smsd tools services menus understand db base
in_room modem base
in_room sim base

# The client knows words only.
found=$(grep -nE '^#include "(db|menus)/' tools/xiangyin.c tools/client*.[ch] 2>/dev/null)
[ -z "$found" ] || { echo "$found"; breaches=1; }

only_in '<sqlite3\.h>'		db/
only_in '<csv\.h>'		tools/send_rows.c tools/import_rows.c \
				tools/csv_write.c
only_in '<gammu\.h>'		modem/gammu.c
only_in '<libconfig\.h>'	menus/ understand/ smsd/config tools/control_path.c
only_in '(^|[^_[:alnum:]])(time|gettimeofday|clock_gettime|g_get_real_time|g_get_monotonic_time|g_date_time_new_now[a-z_]*) *\(' \
				base/clock.c

[ "$breaches" -eq 0 ] && echo "ok 1 - every room keeps to its walls"
exit "$breaches"
