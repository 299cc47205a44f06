#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The walls of the house: who may include whom, and which room alone may see
# a library or ask the time.  Prints each breach as FILE:LINE.
set -u

build=$(pwd)
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
	found=$(grep -nE "$pattern" base/*.[ch] db/*.[ch] understand/*.[ch] menus/*.[ch] \
	    services/*.[ch] smsd/*.[ch] modem/*.[ch] tools/*.[ch] sim/*.[ch] 2>/dev/null |
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
only_in '<gammu\.h>'		modem/gammu.c modem/gammu_text.
only_in '<libconfig\.h>'	menus/ understand/ smsd/config tools/control_path.c
clocks='time|gettimeofday|clock_gettime|g_get_real_time|g_get_monotonic_time'
only_in "(^|[^_[:alnum:]])($clocks|g_date_time_new_now[a-z_]*) *\\(" base/clock.c

# Texts leave by one door.
only_in '(^|[^_[:alnum:]])outbox_add *\('	db/ menus/say\. menus/say_queue\.

# What is said unasked tells since when, so that no later owner of a number gets it;
# whoever has a phone of the office may know all.
found=$(awk '
	/struct say [a-z]+ = \{/ { say = FILENAME ":" FNR; told = 0 }
	say != "" && /\.since =/ { told = 1 }
	say != "" && /^\t+\};/ { if (!told) print say ": says no .since"; say = "" }
	' menus/*.c services/*.c tools/*.c smsd/*.c |
    grep -vE '^services/(office|emergency)\.c')
[ -z "$found" ] || { echo "$found"; breaches=1; }

# No circle of files.  A module is the .c and .h of one name; it uses what it
# includes, and what its object needs of another's.  A header without a .c is part
# of whoever includes it.

# uses_by_include: pairs MODULE MODULE.
uses_by_include() {
	awk '
	FNR == 1 { file = FILENAME; stem = file; sub(/\.[ch]$/, "", stem)
	    if (file ~ /\.c$/) module[stem] = 1 }
	/^#[ \t]*include "[a-z]+\// { split($0, quoted, "\"")
	    sub(/\.h$/, "", quoted[2]); uses[file, ++count[file]] = quoted[2] }
	function follow(file, user,    i, used) {
		if (seen[user, file]++)
			return
		for (i = 1; i <= count[file]; i++) {
			used = uses[file, i]
			if (!(used in module))
				follow(used ".h", user)
			else if (used != user)
				print user, used
		}
	}
	END { for (user in module) { follow(user ".c", user); follow(user ".h", user) } }
	' */*.[ch]
}

# uses_by_symbol: the same from the objects of a built tree, which no header can
# hide; nothing where there is none.  Objects whose source is no more do not count.
uses_by_symbol() {
	{ ls */*.c; (cd "$build" && ls */*.o | xargs "${NM:-nm}" -gA) 2>/dev/null; } |
	awk '
	/\.c$/ { sub(/\.c$/, ""); source[$0] = 1; next }
	{ object = $1; sub(/:.*/, "", object); sub(/\/lib[a-z]*_a-/, "/", object)
	  sub(/\.o$/, "", object) }
	!(object in source) || object ~ /^(tests|bench)\// { next }
	$(NF - 1) == "U" { from[n] = object; symbol[n++] = $NF }
	$(NF - 1) ~ /^[TDBRC]$/ && $NF != "main" { home[$NF] = object }
	END { for (i = 0; i < n; i++)
		if ((symbol[i] in home) && home[symbol[i]] != from[i])
			print from[i], home[symbol[i]] }'
}

# no_circle HOW PAIRS: prints each circle.
no_circle() {
	found=$(echo "$2" | sort -u |
	    tsort 2>&1 >/dev/null | sed 's/^tsort: //')
	[ -z "$found" ] || { echo "circle, $1:"; echo "$found"; breaches=1; }
}

# Lines of at most 100 columns, and a licence on top of every source.
sources='base db understand menus services tools smsd modem sim bench tests'
found=$(for room in $sources; do ls $room/*.[ch] $room/*.sh $room/*/*.[ch] $room/*/*.sh \
    2>/dev/null; done | LC_ALL=C xargs awk '
	FNR == 1 { told = 0 }
	FNR <= 2 && /SPDX-License-Identifier: GPL-3.0-or-later/ { told = 1 }
	FNR == 2 && !told { print FILENAME ":1: no SPDX line" }
	{ gsub(/[\200-\277]/, ""); tabs = gsub(/\t/, "\t") }
	length() + 7 * tabs <= 100 { next }
	{ columns = 0
	  for (i = 1; i <= length(); i++)
		columns += substr($0, i, 1) == "\t" ? 8 - columns % 8 : 1
	  if (columns > 100) print FILENAME ":" FNR ": " columns " columns" }')
[ -z "$found" ] || { echo "$found"; breaches=1; }

no_circle "by what they include" "$(uses_by_include)"
no_circle "by what they call" "$(uses_by_symbol)"

# A reason that is stored is marked for the catalogue where it is given.
only_in '(->|\.)reason = "[^"]' nowhere
found=$(cat services/*.c menus/*.c smsd/*.c db/*.c | tr '\n\t' '  ' |
    grep -oE '(turn_ignore|action_file|callback_ask)\([^;"]*"[^"]+"' | grep -v 'N_("[^"]*"$')
[ -z "$found" ] || { echo "no N_(): $found"; breaches=1; }

# Who people are and how they are reached is asked in one place, and who speaks
# once a turn.
only_in '(FROM|INTO|UPDATE|JOIN) (phone|phone_owner|person_mark|household)( |"|$)' \
				db/person db/household.c db/import
only_in '(FROM|INTO|UPDATE|JOIN) department( |"|$)' \
				db/unit.c db/person.c db/import
only_in '(^|[^_[:alnum:]])(person_signs|person_each_household|unit_of_head) *\(' \
				db/person. db/unit. db/principal.

[ "$breaches" -eq 0 ] && echo "ok 1 - every room keeps to its walls"
exit "$breaches"
