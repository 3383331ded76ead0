# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# TAP for shell tests.  A test is
#
#	#!/bin/sh
#	. "$(dirname "$0")/lib.sh"
#	workspace                       # cd to a fresh workspace, removed at exit
#	run "$BACKSTITCH" list          # sets $status, fills $out and $err
#	is "$status" 0 'list ends well'
#	like "$(cat "$out")" 'kvm-tdx' 'and names the series'
#	finish
#
# Patterns are extended regular expressions.  No test sees the user's git
# settings, caches or colours.

root=${TEST_ROOT:-$(cd "$(dirname "$0")/.." && pwd)}
BUILD=${BUILD:-build}
case $BUILD in
/*) ;;
*) BUILD=$root/$BUILD ;;
esac
BACKSTITCH=$BUILD/backstitch

# no "-" in front: the kernel's coccicheck takes a "-I" anywhere in a path for an option
scratch=$(mktemp -d "${TMPDIR:-/tmp}/backstitch-test.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
out=$scratch/stdout
err=$scratch/stderr

# what a killed program leaves goes with the test
export TMPDIR="$scratch/temporary"
export HOME="$scratch/home" XDG_CACHE_HOME="$scratch/cache" XDG_CONFIG_HOME="$scratch/config"
export BACKSTITCH_DATADIR="$root" BACKSTITCH_CACHE="$scratch/cache/backstitch"
export GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES="$scratch" LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR COLUMNS GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE CDPATH MAKEFLAGS MAKELEVEL MFLAGS
mkdir -p "$HOME" "$TMPDIR" "$XDG_CACHE_HOME" "$XDG_CONFIG_HOME"

test_count=0

# ok NAME COMMAND...: passes when the command does; what it printed is shown when not
ok() {
	ok_name=$1
	shift
	test_count=$((test_count + 1))
	if "$@" >"$scratch/said" 2>&1; then
		printf 'ok %d - %s\n' $test_count "$ok_name"
		return 0
	fi
	printf 'not ok %d - %s\n' $test_count "$ok_name"
	{
		printf 'failed: %s\n' "$*"
		cat "$scratch/said"
	} | sed 's/^/# /'
	return 1
}

# verdict CONDITION-STATUS NAME EXPLANATION
verdict() {
	test_count=$((test_count + 1))
	if [ "$1" = 0 ]; then
		printf 'ok %d - %s\n' $test_count "$2"
		return 0
	fi
	printf 'not ok %d - %s\n' $test_count "$2"
	printf '%s\n' "$3" | sed 's/^/# /'
	[ ! -s "$err" ] || sed 's/^/# stderr: /' "$err"
	return 1
}

# is GOT EXPECTED NAME
is() {
	[ "$1" = "$2" ]
	verdict $? "$3" "     got: $1
expected: $2"
}

# like TEXT PATTERN NAME: some line of the text matches
like() {
	printf '%s\n' "$1" | grep -qE -e "$2"
	verdict $? "$3" "no line like: $2
in: $1"
}

# unlike TEXT PATTERN NAME: no line matches
unlike() {
	printf '%s\n' "$1" | grep -qE -e "$2"
	[ $? = 1 ]
	verdict $? "$3" "a line like: $2
in: $1"
}

# same_file GOT EXPECTED NAME
same_file() {
	ok "$3" diff -u "$2" "$1"
}

# git_user: git knows who commits (HOME is the scratch folder's)
git_user() {
	git config --global user.name 'A Tester'
	git config --global user.email tester@example.org
	git config --global init.defaultBranch main
}

# where a test's own git repository is
repo=$scratch/repo

# g ARGUMENT...: git in that repository
g() {
	git -C "$repo" "$@"
}

# commit MESSAGE: all that is in its work tree
commit() {
	g add -A
	g commit -q -m "$1"
}

# fix_and_stable WRITE: $repo, with a fix on main, and on stable, which leaves main before it,
# another commit; "WRITE u" writes the files that both come from, "s" those of stable, and "u+"
# those of the fix
fix_and_stable() {
	rm -rf "$repo"
	git init -q -b main "$repo"
	"$1" u
	commit base
	g checkout -q -b stable
	"$1" s
	g add -A
	g commit -q --allow-empty -m stable
	g checkout -q main
	"$1" u+
	commit fix
}

# pick_told RUNG PATTERN NAME: the pick of main onto stable is RUNG's, and warned of so; with an
# empty pattern it is ported, and nothing is said
pick_told() {
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	if [ "$2" ]; then
		is "$(jq -r '.outcome + " " + .rung' "$out")" "proposed $1" "$3"
		like "$(jq -r '.warnings[]' "$out")" "$2" 'and it is told why'
	else
		is "$(jq -r '.outcome, .warnings[]' "$out")" ported "$3"
	fi
}

# two_roots FOLDER: in $repo, branches "first" and "second" of a commit each that nothing is before,
# which have FOLDER/b in common; leaves the second one in the work tree
two_roots() {
	g checkout -q --orphan first
	g rm -q -r -f .
	mkdir -p "$repo/$1"
	echo a >"$repo/$1/a"
	echo b >"$repo/$1/b"
	commit 'first: two files'
	g checkout -q --orphan second
	g rm -q -r -f .
	mkdir -p "$repo/$1"
	echo other >"$repo/$1/b"
	commit 'second: another one'
}

# port_mail SOURCE: outcome and reason of the last commit of that repository's main, which comes as
# a mail, onto a tree; the test is in a workspace
port_mail() {
	g format-patch -q -1 main -o "$PWD/mail" --start-number 1
	run "$BACKSTITCH" import --name fix "$PWD"/mail/0001-*
	run "$BACKSTITCH" port --no-proofs --dry-run --format=json fix --tree "6.12.y=$1"
	jq -r '.trees[0].patches[0] | .outcome + " " + .reason' "$out"
}

# run COMMAND...: sets $status, standard output is in $out, standard error in $err
run() {
	status=0
	"$@" >"$out" 2>"$err" </dev/null || status=$?
}

# interrupt PID SIGNAL SECONDS COMMAND...: send it as soon as the command is true, after so many
# seconds at the latest; sets $status to what the process ended with
interrupt() {
	interrupt_pid=$1 interrupt_signal=$2 interrupt_tries=$(($3 * 10))
	shift 3
	until "$@" || [ $interrupt_tries = 0 ]; do
		sleep 0.1
		interrupt_tries=$((interrupt_tries - 1))
	done
	kill -s "$interrupt_signal" "$interrupt_pid"
	status=0
	wait "$interrupt_pid" || status=$?
}

# fails_with STATUS PATTERN NAME COMMAND...: ends with that status, and standard error has
# a line like the pattern
fails_with() {
	wanted=$1 pattern=$2 fails_name=$3
	shift 3
	run "$@"
	if [ "$status" != "$wanted" ]; then
		verdict 1 "$fails_name" "status $status, expected $wanted: $*"
		return 1
	fi
	like "$(cat "$err")" "$pattern" "$fails_name"
}

# skip REASON [COUNT]: tests that cannot run here; they show up as skipped
skip() {
	skip_left=${2:-1}
	while [ "$skip_left" -gt 0 ]; do
		test_count=$((test_count + 1))
		printf 'ok %d # SKIP %s\n' $test_count "$1"
		skip_left=$((skip_left - 1))
	done
}

# skip_all REASON: the whole file cannot run here
skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

# have PROGRAM...: are all installed?
have() {
	for have_program; do
		command -v "$have_program" >/dev/null 2>&1 || return 1
	done
}

# sandbox: can one be made here? Containers often allow none
sandbox() {
	bwrap --unshare-all --ro-bind / / true 2>/dev/null
}

# read_only COMMAND...: with a view of the file system in which nothing can be written;
# holds for root too
read_only() {
	bwrap --ro-bind / / --dev /dev --proc /proc "$@"
}

# small_disk FOLDER BYTES COMMAND...: with a disk of that size at the folder, gone afterwards
small_disk() {
	small_at=$1 small_size=$2
	shift 2
	bwrap --ro-bind / / --dev /dev --proc /proc --size "$small_size" --tmpfs "$small_at" "$@"
}

# workspace [OPTION]...: make a workspace with these options of init, and go there
workspace() {
	work=$scratch/work
	rm -rf "$work"
	"$BACKSTITCH" init "$@" "$work" >"$scratch/said" 2>&1 || {
		sed 's/^/# /' "$scratch/said"
		echo 'Bail out! cannot make a workspace'
		exit 1
	}
	printf '[user]\nname=A Tester\nemail=tester@example.org\n' >"$work/backstitch.conf"
	cd "$work" || exit 1
}

# finish: the plan
finish() {
	printf '1..%d\n' $test_count
}
