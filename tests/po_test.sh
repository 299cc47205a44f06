#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every word for staff is in po/xiangyin.pot and translated in every catalogue.
# Says which words are not; `make update-po` brings them in.
set -u

top=${srcdir:-.}
: "${XGETTEXT:=xgettext}" "${MSGFMT:=msgfmt}"
if ! command -v "$XGETTEXT" >/dev/null; then
	echo "ok 1 - not run: there is no xgettext"
	exit 77
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

"$top/po/extract" "$top" >"$work/now.pot" || exit 1
if ! diff -u "$top/po/xiangyin.pot" "$work/now.pot"; then
	echo "not ok 1 - po/xiangyin.pot is not what the sources say"
	exit 1
fi
for catalogue in "$top"/po/*.po; do
	said=$(LC_ALL=C "$MSGFMT" --check --statistics -o /dev/null \
	    "$catalogue" 2>&1)
	case $said in
	*untranslated*|*fuzzy*|*rror*)
		echo "not ok 1 - $catalogue: $said"
		exit 1;;
	esac
	# The catalogue may not lag behind the words either.
	msgcmp --use-untranslated "$catalogue" "$work/now.pot" || {
		echo "not ok 1 - $catalogue does not have every word"
		exit 1
	}
done
echo "ok 1 - every word for staff is translated"
