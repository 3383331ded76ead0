#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# port to trees that spell it otherwise: to a git tree with and without the commit at hand, and to a
# plain folder.  The expected texts are written by hand and compile with the older tree's headers.
. "$(dirname "$0")/lib.sh"
have git gcc jq || skip_all 'git, gcc or jq is missing'
git_user

# headers TIMER CONTAINER: what the tree has
headers() {
	mkdir -p "$repo/include/linux" "$repo/drivers"
	cat >"$repo/include/linux/timer.h" <<-EOT
		struct timer_list { int x; };
		int $1(struct timer_list *timer);
		#define $2(var, callback_timer, timer_fieldname) \\
			((typeof(var))(void *)(callback_timer))
	EOT
	cat >"$repo/include/linux/spinlock.h" <<-'EOT'
		typedef struct { int x; } rwlock_t;
		struct mutex { int x; };
		void write_lock(rwlock_t *lock);
		void write_unlock(rwlock_t *lock);
		void mutex_lock(struct mutex *lock);
		void mutex_unlock(struct mutex *lock);
	EOT
	cat >"$repo/include/linux/dev.h" <<-'EOT'
		#include <linux/timer.h>
		#include <linux/spinlock.h>
		struct dev { struct timer_list timer; struct mutex lock; rwlock_t rw;
			int state, n; };
		int stop(struct dev *dev);
		int start(struct dev *dev);
	EOT
}

# source STOP START: drivers/dev.c with these lines
source() {
	printf '#include <linux/dev.h>\n\n'
	printf 'int dev_stop(struct dev *dev)\n{\n%s\n\treturn stop(dev);\n}\n\n' "$1"
	printf 'int dev_start(struct dev *dev)\n{\n%s\n}\n' "$2"
}

old_stop='	del_timer_sync(&dev->timer);
	dev->state = 0;'
new_stop='	timer_delete_sync(&dev->timer);
	dev->state = 0;'
start='	dev->state = 1;
	return start(dev);'

git init -q -b main "$repo"
headers del_timer_sync from_timer
source "$old_stop" "$start" >"$repo/drivers/dev.c"
g add -A
g commit -q -m 'the older tree'
g branch old
headers timer_delete_sync timer_container_of
echo '#define DEFINE_LOCK_GUARD_1(name, type, lock, unlock) struct name { type *_T; };' \
	>"$repo/include/linux/cleanup.h"
echo 'DEFINE_LOCK_GUARD_1(write_lock, rwlock_t, write_lock(_T->lock), write_unlock(_T->lock))' \
	>>"$repo/include/linux/spinlock.h"
source "$new_stop" "$start" >"$repo/drivers/dev.c"
g add -A
g commit -q -m 'upstream speaks otherwise'
g tag base
# a tree that has guards, but none for read-write spinlocks
g checkout -q -b between old
printf '#define guard(x) x##_guard\n' >"$repo/include/linux/cleanup.h"
printf '#include <linux/cleanup.h>\nstatic inline void mutex_guard(struct mutex *m) { }\n' \
	>>"$repo/include/linux/spinlock.h"
g add -A
g commit -q -m 'a tree between both'

# fix NAME STOP START: upstream's fix
fix() {
	g checkout -q --detach base
	source "$2" "$3" >"$repo/drivers/dev.c"
	g commit -q -a -m "$1"
	g tag "$1"
	g format-patch -q -1 --zero-commit -o "$scratch/mail-$1" HEAD
}

fix around '	if (dev->state)
		timer_delete_sync(&dev->timer);
	dev->state = 0;
	dev->n = 0;' "$start"
fix added "$new_stop" '	timer_delete_sync(&dev->timer);
	dev->state = 1;
	return start(dev);'
fix guards '	scoped_guard(write_lock, &dev->rw) {
		timer_delete_sync(&dev->timer);
		dev->state = 0;
	}' '	guard(mutex)(&dev->lock);

	if (dev->state)
		return -1;
	dev->state = 1;
	return start(dev);'
fix other "$new_stop" '	f = timer_delete_sync;
	dev->state = 1;
	return start(dev);'
fix plain "$new_stop" '	dev->state = 2;
	return start(dev);'
# the change of words itself
g checkout -q --detach base
source "$old_stop" "$start" >"$repo/drivers/dev.c"
g commit -q -a -m 'in the old words, with headers that have the new ones'
source "$new_stop" "$start" >"$repo/drivers/dev.c"
g commit -q -a -m words
g tag words
g format-patch -q -1 --zero-commit -o "$scratch/mail-words" HEAD
g checkout -q main

# expect NAME: what the older tree should have
expect() {
	case $1 in
	around)
		source '	if (dev->state)
		del_timer_sync(&dev->timer);
	dev->state = 0;
	dev->n = 0;' "$start"
		;;
	added)
		source "$old_stop" '	del_timer_sync(&dev->timer);
	dev->state = 1;
	return start(dev);'
		;;
	guards)
		source '	{
		write_lock(&dev->rw);
		{
			del_timer_sync(&dev->timer);
			dev->state = 0;
		}
		write_unlock(&dev->rw);
	}' '	mutex_lock(&dev->lock);

	if (dev->state) {
		mutex_unlock(&dev->lock);
		return -1;
	}
	dev->state = 1;
	{
		int value = start(dev);

		mutex_unlock(&dev->lock);
		return value;
	}'
		;;
	esac
}

# what the trees are: the repository, a clone of nothing but the tree, and folders of it
workspace
rm -f stable-trees/*.ini
git clone -q --single-branch -b old "file://$repo" "$scratch/alone"
mkdir "$scratch/folder"
g archive old | tar -x -C "$scratch/folder"
known() { set -- "$1" --repo "$repo" --tree "old.y=$repo:old"; run_port "$@"; }
alone() { run_port "$1" --tree "old.y=$scratch/alone:old"; }
folder() { run_port "$1" --tree "old.y=$scratch/folder"; }
based() { run_port "$1" --repo "$repo" --tree "old.y=$scratch/folder"; }
for tree in old; do
	printf '[tree]\nname=%s.y\n' $tree >stable-trees/$tree.y.ini
done
run_port() {
	what=$1
	shift
	run "$BACKSTITCH" port --format=json --no-proofs "$@" "$what"
}
said() {
	jq -r "$1" "$out"
}

# result: what the patch makes of the tree, by git am
result() {
	rm -rf "$scratch/am"
	git clone -q "$scratch/alone" "$scratch/am"
	git -C "$scratch/am" am -q "$PWD/$(said '.trees[0].patches[0].file')" >/dev/null 2>&1 &&
		cat "$scratch/am/drivers/dev.c"
}

for name in around added guards other plain words; do
	"$BACKSTITCH" import --name $name "$scratch/mail-$name"/* >/dev/null
done
for name in around added guards; do
	expect $name >"$scratch/expected"
	ok "$name: what is expected compiles with the older headers" gcc -std=gnu11 -Wall -Werror \
		-fsyntax-only -I"$scratch/folder/include" -x c "$scratch/expected"
	for how in known alone folder based; do
		$how $name
		is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'proposed dialect' \
			"$name, $how: by the dialect rung"
		result >"$scratch/got"
		same_file "$scratch/got" "$scratch/expected" "$name, $how: the hand-written result"
	done
done
g checkout -q --detach old
ok 'git merges what the older tree cannot compile' git -C "$repo" cherry-pick added
ok 'as gcc says' sh -c \
	"! gcc -std=gnu11 -Wall -Werror -fsyntax-only -I'$repo/include' '$repo/drivers/dev.c'"
g checkout -q -f main

# a word in a place that no dialect knows, and a change that needs none
for how in known alone folder based; do
	$how other
	like "$(said '.trees[0].patches[0] | .outcome + ": " + .reason')" \
		'^(proposed|conflict): .*timer/timer_delete: dev_start: line|timer_delete' \
		"other, $how: never a port without a word"
	unlike "$(said '.trees[0].patches[0].outcome')" ported "other, $how: not ported"
	$how plain
	is "$(said '.trees[0].patches[0].outcome')" ported "plain, $how: ported as ever"
	unlike "$(said '.trees[0].patches[0].rung')" dialect "plain, $how: by another rung"
	$how words
	like "$(said '.trees[0].patches[0] | "\(.outcome) \(.file) \(.reason)"')" \
		"^present null by content(, in this tree's words)?: nothing is left to change$" \
		"words, $how: nothing to port"
done

# a patch that brings the words in is not said in the old ones, nor is what comes after it
g format-patch -q -2 --zero-commit -o "$scratch/mail-brings" added
"$BACKSTITCH" import --name brings "$scratch"/mail-brings/* >/dev/null
for how in known alone folder based; do
	$how brings
	is "$(said '[.trees[0].patches[] | .outcome + " " + .rung] | join(", ")')" \
		'ported exact, ported exact' "a series that brings the words in, $how: as it is"
done

# the guard that the tree has stays, the one that it lacks is lowered
rm -rf "$scratch/folder" && mkdir "$scratch/folder"
g archive between | tar -x -C "$scratch/folder"
git -C "$scratch/alone" fetch -q "$repo" between
git -C "$scratch/alone" checkout -q FETCH_HEAD
git -C "$scratch/alone" branch -f old FETCH_HEAD
for how in folder based alone; do
	$how guards
	is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'proposed dialect' \
		"a tree between both, $how: by the dialect rung"
	text=$(cat "$(said '.trees[0].patches[0].file')")
	like "$text" '^\+	guard\(mutex\)\(&dev->lock\);$' 'a guard that the tree has stays'
	like "$text" '^\+		write_lock\(&dev->rw\);$' 'one that it lacks is lowered'
	like "$(said '.trees[0].patches[0].residue[]')" \
		"in this tree's words: .*guards/rwlock" 'and is named'
done
finish
