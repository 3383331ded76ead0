#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Long work: progress on a terminal and only there, and what an interrupt leaves.
. "$(dirname "$0")/lib.sh"
[ -d "$root/stable-trees/fixtures" ] || skip_all 'no miniature trees'
have git || skip_all 'git is not installed'
workspace --example

# a series of one patch made on a miniature tree
mkdir patches/small
cp -R stable-trees/6.18.y "$scratch/linux"
(
	cd "$scratch/linux" || exit 1
	git init -q && git add -A
	git -c user.name=T -c user.email=t@example.org commit -q -m base
	sed -i 's|pr_tdx_error(TDH_VP_INIT, err);|& /* told */|' arch/x86/kvm/vmx/tdx.c
	git -c user.name=T -c user.email=t@example.org commit -q -a -m 'KVM: TDX: say it'
	git format-patch -q -1 -o "$work/patches/small"
)
(cd patches/small && ls ./*.patch >series)
sed -i 's|^\./||' patches/small/series
printf '[series]\nchange-id=x\nversion=1\ntotal=1\n' >patches/small/series.ini
cp -R patches "$scratch/before"

# the first tool that a proof starts takes long
mkdir "$scratch/slow"
printf '#!/bin/sh\necho $$ >"%s"\nexec sleep 60\n' "$scratch/begun" >"$scratch/slow/bwrap"
chmod +x "$scratch/slow/bwrap"

# who runs the tests may ignore SIGHUP, and nohup(1) does
listening='env --default-signal=HUP'
$listening true 2>/dev/null || listening=

# interrupted SIGNAL: start port, send the signal when the tool runs, wait; sets $status
interrupted() {
	rm -f "$scratch/begun"
	PATH=$scratch/slow:$PATH $listening "$BACKSTITCH" port --tree 6.18.y --proof compile small \
		>"$out" 2>"$err" </dev/null &
	interrupt $! "$1" 10 test -e "$scratch/begun"
}

for signal in INT TERM HUP; do
	interrupted $signal
	ok "$signal: the tool had begun" test -e "$scratch/begun"
	is "$status" 128 "$signal: status 128"
	like "$(cat "$err")" '^backstitch port: interrupted: ' "$signal: said so"
	ok "$signal: patches/ is as it was" diff -r "$scratch/before" patches
done
unlike "$(cat "$err")" "$(printf '\r')" 'no progress where there is no terminal'

# timeout(1) sends its signal to the child and to the group, and so does a terminal that closes: the
# second one is no reason to leave things behind
for signal in INT TERM HUP; do
	rm -rf "$scratch/begun" "$scratch/tmp" && mkdir "$scratch/tmp"
	PATH=$scratch/slow:$PATH TMPDIR=$scratch/tmp run timeout -k 20 -s $signal 3 $listening \
		"$BACKSTITCH" port --tree 6.18.y --proof compile small
	like "$(cat "$err")" '^backstitch port: interrupted: ' "$signal twice: said so"
	is "$(ls -A "$scratch/tmp")" '' "$signal twice: no scratch folder is left"
	ok "$signal twice: the tool had begun" test -s "$scratch/begun"
	is "$(kill -0 "$(cat "$scratch/begun")" 2>/dev/null && echo alive)" '' \
		"$signal twice: and is ended"
done

# who started it with nohup(1) wants it to go on when the terminal closes
rm -f "$scratch/begun"
PATH=$scratch/slow:$PATH TMPDIR=$scratch/tmp nohup "$BACKSTITCH" port --tree 6.18.y \
	--proof compile small >"$out" 2>"$err" </dev/null &
interrupted_pid=$!
interrupt_tries=100
until test -s "$scratch/begun" || [ $interrupt_tries = 0 ]; do
	sleep 0.1
	interrupt_tries=$((interrupt_tries - 1))
done
kill -s HUP $interrupted_pid
sleep 1
ok 'nohup: it goes on' kill -0 $interrupted_pid
interrupt $interrupted_pid TERM 0 true
is "$status" 128 'nohup: and is ended by another signal'
ok 'nohup: the tool had begun' test -s "$scratch/begun"

if have script; then
	rm -f "$scratch/begun"
	# without --foreground the signal goes to the child and to the group, and counts twice
	command="PATH=$scratch/slow:\$PATH timeout --foreground -s INT 3"
	# script may end with its child and leave the last words unread
	command="$command $BACKSTITCH port -t 6.18.y -p compile small; sleep 1"
	script -q -e -c "$command" "$scratch/typescript" >/dev/null 2>&1 </dev/null
	said=$(tr '\r' '\n' <"$scratch/typescript")
	like "$said" '6\.18\.y: compile' 'a terminal shows what is being done'
	like "$said" '6\.18\.y: compile +0:0[1-9]' 'and since when'
	esc=$(printf '\033')
	like "$said" "^$esc\[Kbackstitch port: interrupted" 'the line is cleared at the end'
	script -q -e -c "$BACKSTITCH port -n -t 6.18.y --no-proofs small; sleep 1" \
		"$scratch/typescript" >/dev/null 2>&1 </dev/null
	said=$(tr '\r' '\n' <"$scratch/typescript" | grep -v '^$')
	like "$(echo "$said" | grep -A 1 '6\.18\.y: KVM' | head -n 2)" "^$esc\[K +[^ ]*6\.18" \
		'and before what is printed'
else
	skip 'script is not installed' 4
fi
finish
