#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# make install: what is installed works without the checkout.
. "$(dirname "$0")/lib.sh"
unset BACKSTITCH_DATADIR
at=$scratch/root/usr

run make -s -C "$root" BUILD="$BUILD" install DESTDIR="$scratch/root" PREFIX=/usr
is "$status" 0 'make install' || sed 's/^/# /' "$out"
ok 'the program' test -x "$at/bin/backstitch"
ok 'a manual page' test -s "$at/share/man/man1/backstitch-port.1"
ok 'a tree file' test -s "$at/share/backstitch/stable-trees/6.18.y.ini"
is "$(find "$scratch/root" -type f -perm /022 | wc -l)" 0 'nothing is writable for others'

cd "$scratch" || exit 1
run "$at/bin/backstitch" init w
is "$status" 0 'the installed program finds its data'
ok 'and makes a workspace of it' cmp "$root/stable-trees/6.18.y.ini" w/stable-trees/6.18.y.ini
run "$at/bin/backstitch" help init
like "$(cat "$out")" 'backstitch init ' 'and its manual pages'
finish
