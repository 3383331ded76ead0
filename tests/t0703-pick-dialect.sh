#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The dialect rung: a fix that is written in words which an older tree lacks.  The expected
# texts are written by hand and compile with what that tree's headers have.
. "$(dirname "$0")/lib.sh"
have git gcc python3 || skip_all 'git, gcc or python3 is missing'
git_user
mkdir "$scratch/work"
cd "$scratch/work" || exit 1
git init -q repo
cd repo || exit 1

# what the older tree has; -Werror finds each name that it lacks
headers()
{
	mkdir -p include/linux arch/x86/kvm/vmx drivers
	cat >include/linux/timer.h <<'EOT'
struct timer_list { int x; };
int del_timer_sync(struct timer_list *timer);
#define from_timer(var, callback_timer, timer_fieldname) \
	((typeof(var))(void *)(callback_timer))
EOT
	cat >include/linux/spinlock.h <<'EOT'
typedef struct { int x; } rwlock_t;
struct mutex { int x; };
void write_lock(rwlock_t *lock);
void write_unlock(rwlock_t *lock);
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
EOT
	cat >include/linux/dev.h <<'EOT'
#include <linux/timer.h>
#include <linux/spinlock.h>
struct dev { struct timer_list timer; struct mutex lock; rwlock_t rw; int state, n; };
int stop(struct dev *dev);
int start(struct dev *dev);
void say(const char *what);
EOT
}

# commit MESSAGE: id on standard output
commit()
{
	git add -A && git commit -qm "$1" && git rev-parse HEAD
}

# pick ONTO UPSTREAM: $result is the JSON, objects are kept
pick()
{
	result=$("$BACKSTITCH" pick --repo . --odb ../odb --onto "$1" "$2")
}

# field PATH: of the result
field()
{
	printf '%s' "$result" | python3 -c 'import json, sys
value = json.load(sys.stdin)
for key in sys.argv[1].split("."):
    value = value[int(key) if key.isdigit() else key]
print(value)' "$1"
}

# file PATH: of the result's tree
file()
{
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/../odb git show "$(field tree):$1"
}

# compiles TEXT: with the older tree's headers, as they are checked out
compiles()
{
	printf '%s\n' "$1" >../compiled.c
	gcc -std=gnu11 -Wall -Werror -fsyntax-only -Iinclude ../compiled.c
}

# the older tree and upstream have a commit in common; upstream has other words then
headers
cat >drivers/dev.c <<'EOT'
#include <linux/dev.h>

int dev_stop(struct dev *dev)
{
	del_timer_sync(&dev->timer);
	dev->state = 0;
	return stop(dev);
}

int dev_start(struct dev *dev)
{
	dev->state = 1;
	return start(dev);
}

void dev_say(struct dev *dev)
{
	say("x");
}
EOT
old=$(commit 'the older tree')
git checkout -qb upstream
sed -i 's/del_timer_sync/timer_delete_sync/; s/from_timer/timer_container_of/' \
	include/linux/timer.h drivers/dev.c
: >include/linux/cleanup.h
echo 'DEFINE_LOCK_GUARD_1(write_lock, rwlock_t, write_lock(_T->lock), write_unlock(_T->lock))' \
	>>include/linux/spinlock.h
base=$(commit 'upstream speaks otherwise')

# change NAME COMMAND...: a fix on upstream's side
change()
{
	git checkout -q upstream && git reset -q --hard "$base"
	name=$1
	shift
	"$@" && commit "$name" >../id && git checkout -q "$old"
}

# a fix next to a line that is spelled otherwise
change one sed -i -e 's/^\tdev->state = 0;/\tdev->state = 0;\n\tdev->n = 0;/' \
	-e '/timer_delete_sync/i \	if (dev->state)' -e 's/^\(\ttimer_delete_sync\)/\t\1/' \
	drivers/dev.c
pick "$old" "$(cat ../id)"
cat >../expect <<'EOT'
#include <linux/dev.h>

int dev_stop(struct dev *dev)
{
	if (dev->state)
		del_timer_sync(&dev->timer);
	dev->state = 0;
	dev->n = 0;
	return stop(dev);
}
EOT
is "$(field rung)" dialect 'a fix around a renamed function: by the dialect rung'
is "$(file drivers/dev.c | sed -n 1,10p)" "$(cat ../expect)" 'the result is the hand-written one'
like "$(field files.0.note)" "in this tree's words: timer/timer_delete_sync" \
	'and says what was done'
is "$(field files.0.rung)" dialect 'file by file'
ok 'it compiles with the older headers' compiles "$(file drivers/dev.c)"

# a tree in which only another file of that folder differs, and one with upstream's words
one=$(cat ../id)
git checkout -q "$old" && echo >include/linux/other.h
beside=$(commit 'the older tree, and another header')
sed -i 's/del_timer_sync/timer_delete_sync/' include/linux/timer.h drivers/dev.c
newer=$(commit 'the older tree learns the word')
git checkout -q "$old"
for onto in "$old" "$beside" "$newer" "$old"; do
	echo "$onto $one"
done | "$BACKSTITCH" pick --repo . -j 1 --stdin >../answers
is "$(python3 -c 'import json, sys
print([json.loads(line)["rung"] for line in open(sys.argv[1])])' ../answers)" \
	"['dialect', 'dialect', 'exact', 'dialect']" \
	'what is remembered of a tree is not said of one that speaks otherwise'
is "$(field outcome)" proposed 'it was never measured, so a person looks at it'
ok 'git stops at it' sh -c "! git -c core.editor=true cherry-pick $(cat ../id)"
git cherry-pick --abort 2>/dev/null
git reset -q --hard "$old"

# git merges it, and the result does not compile
change two sed -i '/^	dev->state = 1;/i \	timer_delete_sync(&dev->timer);' drivers/dev.c
ok 'git merges what the older tree cannot compile' \
	git -c core.editor=true cherry-pick --no-commit "$(cat ../id)"
ok 'as gcc says' sh -c '! gcc -std=gnu11 -Wall -Werror -fsyntax-only -Iinclude drivers/dev.c'
git reset -q --hard "$old"
pick "$old" "$(cat ../id)"
is "$(field rung)" dialect 'a clean merge in words that this tree lacks'
ok 'compiles here' compiles "$(file drivers/dev.c)"
like "$(file drivers/dev.c)" '^	del_timer_sync\(&dev->timer\);$' 'in its own words'

# nothing of the change is spelled otherwise: git's own merge
change three sed -i 's/say("x")/say("y")/' drivers/dev.c
pick "$old" "$(cat ../id)"
is "$(field rung)" merged 'a change that needs no dialect is merged as ever'
is "$(field outcome)" ported 'and ported'

# guards in a tree without them
cat >../guards.py <<'EOT'
import sys
text = open("drivers/dev.c").read()
text = text.replace("""	dev->state = 1;
	return start(dev);
""", """	guard(mutex)(&dev->lock);

	if (dev->state)
		return -1;
	dev->state = 1;
	return start(dev);
""")
text = text.replace("""	timer_delete_sync(&dev->timer);
	dev->state = 0;
""", """	scoped_guard(write_lock, &dev->rw) {
		timer_delete_sync(&dev->timer);
		dev->state = 0;
	}
""")
open("drivers/dev.c", "w").write(text)
EOT
change four python3 ../guards.py
pick "$old" "$(cat ../id)"
cat >../expect <<'EOT'
#include <linux/dev.h>

int dev_stop(struct dev *dev)
{
	{
		write_lock(&dev->rw);
		{
			del_timer_sync(&dev->timer);
			dev->state = 0;
		}
		write_unlock(&dev->rw);
	}
	return stop(dev);
}

int dev_start(struct dev *dev)
{
	mutex_lock(&dev->lock);

	if (dev->state) {
		mutex_unlock(&dev->lock);
		return -1;
	}
	dev->state = 1;
	{
		int value = start(dev);

		mutex_unlock(&dev->lock);
		return value;
	}
}

void dev_say(struct dev *dev)
{
	say("x");
}
EOT
is "$(field rung)" dialect 'guards are lowered for a tree without cleanup.h'
is "$(file drivers/dev.c)" "$(cat ../expect)" 'the result is the hand-written one'
ok 'and compiles' compiles "$(file drivers/dev.c)"

# a tree that has guards, but none for read-write spinlocks: the other guard stays
git checkout -q "$old"
printf '#define guard(x) x##_guard\n' >include/linux/cleanup.h
printf '#include <linux/cleanup.h>\nstatic inline void mutex_guard(struct mutex *m) { }\n' \
	>>include/linux/spinlock.h
between=$(commit 'a tree between both')
pick "$between" "$(cat ../id)"
like "$(file drivers/dev.c)" '^	guard\(mutex\)\(&dev->lock\);$' 'a guard that the tree has stays'
like "$(file drivers/dev.c)" '^		write_lock\(&dev->rw\);$' 'one that it lacks is lowered'
ok 'it compiles' compiles "$(file drivers/dev.c)"
like "$(field files.0.note)" 'guards/rwlock' 'and is named'
unlike "$(field files.0.note)" 'guards/guards' 'the other one is not'
git checkout -q "$old"

# what nobody understands: left to a person, the tree's file untouched
change five sed -i -e 's/^\ttimer_delete_sync(&dev->timer);/\tf(\&dev->timer);/' \
	-e '/^int dev_stop/i int (*f)(struct timer_list *) = timer_delete_sync;' drivers/dev.c
pick "$old" "$(cat ../id)"
is "$(field outcome)" conflict 'a word in a place that the dialect does not know is a conflict'
is "$(field tree)" None 'there is no result'
cat >../jump.py <<'EOT'
text = open("drivers/dev.c").read()
text = text.replace("	dev->state = 1;\n", """	if (dev->n)
		goto in;
	scoped_guard(mutex, &dev->lock) {
in:
		dev->state = 1;
	}
""").replace("	timer_delete_sync", "	dev->n++;\n	timer_delete_sync")
open("drivers/dev.c", "w").write(text)
EOT
change six python3 ../jump.py
pick "$old" "$(cat ../id)"
is "$(field outcome)" conflict 'a jump into a guard cannot be lowered: a conflict'
like "$(field reason)" 'guards/guards: dev_start: line' 'that names the place and the reason'

# the worked example: a check that the tree spells otherwise
cat >arch/x86/kvm/vmx/tdx.c <<'EOT'
#include <linux/dev.h>
#define KVM_BUG_ON(cond, kvm) (cond)
#define pr_tdx_error(f, e) say(#f)
#define TDH_VP_INIT 22
int tdh_vp_init(struct dev *vcpu);

int tdx_td_vcpu_init(struct dev *vcpu)
{
	int err;

	err = tdh_vp_init(vcpu);
	if (KVM_BUG_ON(err, vcpu)) {
		pr_tdx_error(TDH_VP_INIT, err);
		return -5;
	}
	vcpu->state = 1;
	return 0;
}
EOT
tdx=$(commit 'an older tdx.c')
git checkout -q upstream && git reset -q --hard "$base"
mkdir -p arch/x86/kvm/vmx
sed -e '/pr_tdx_error(TDH/d' -e 's/KVM_BUG_ON(err, vcpu)) {/TDX_BUG_ON(err, TDH_VP_INIT, vcpu))/' \
	-e '/^	}$/d' -e 's/define pr_tdx_error.*/define TDX_BUG_ON(e, f, k) (e)/' \
	-e '/KVM_BUG_ON/d' <<EOT >arch/x86/kvm/vmx/tdx.c
$(git show "$tdx":arch/x86/kvm/vmx/tdx.c)
EOT
commit 'upstream tdx.c' >/dev/null
python3 - <<'EOT'
path = "arch/x86/kvm/vmx/tdx.c"
text = open(path).read()
text = text.replace("""	err = tdh_vp_init(vcpu);
	if (TDX_BUG_ON(err, TDH_VP_INIT, vcpu))
		return -5;
""", """	/* why the lock is taken */
	scoped_guard(write_lock, &vcpu->rw) {
		err = tdh_vp_init(vcpu);
		if (TDX_BUG_ON(err, TDH_VP_INIT, vcpu))
			return -5;
	}
""")
open(path, "w").write(text)
EOT
fix=$(commit 'take the lock')
git checkout -q "$tdx"
pick "$tdx" "$fix"
# KVM_BUG_ON() is a macro, which could set vcpu: the lock is kept in a variable, as a guard does
cat >../expect <<'EOT'
int tdx_td_vcpu_init(struct dev *vcpu)
{
	int err;

	/* why the lock is taken */
	{
		rwlock_t *guarded;

		guarded = &vcpu->rw;
		write_lock(guarded);
		{
			err = tdh_vp_init(vcpu);
			if (KVM_BUG_ON(err, vcpu)) {
				pr_tdx_error(TDH_VP_INIT, err);
				write_unlock(guarded);
				return -5;
			}
		}
		write_unlock(guarded);
	}
	vcpu->state = 1;
	return 0;
}
EOT
is "$(field rung)" dialect 'a check and a guard, both spelled otherwise'
is "$(file arch/x86/kvm/vmx/tdx.c | sed -n '/^int tdx_td/,$p')" "$(cat ../expect)" \
	'the result is the hand-written one'
ok 'it compiles' compiles "$(file arch/x86/kvm/vmx/tdx.c)"
like "$(field reason)" "in this tree's words.*; 'dialect' on such grounds was not measured" \
	'with what was done, and why it is only proposed'
run "$BACKSTITCH" pick --format=text --repo . --onto "$tdx" "$fix"
like "$(cat "$out")" '^ *state +\? proposed' 'as text: proposed'
like "$(cat "$out")" '^ *rung +dialect: ' 'as text: by which rung'
like "$(tr -s '\n ' ' ' <"$out")" "reason .*'dialect' on such grounds was not measured on past" \
	'as text: and why it is only proposed'

# both insert at one place: what the rungs below make of it rests on the dialect all the same
change both sed -i -e 's/^\tdev->state = 0;/\tdev->state = 0;\n\tdev->n = 0;/' \
	-e '/timer_delete_sync/i \	if (dev->state)' -e 's/^\(\ttimer_delete_sync\)/\t\1/' \
	drivers/dev.c
git checkout -q -b here "$old"
sed -i 's/^\tdev->state = 0;/&\n\tsay("ours");/' drivers/dev.c
here=$(commit 'ours: say it')
pick "$here" "$(cat ../id)"
is "$(field outcome) $(field precision) $(field files.0.precision)" 'proposed None None' \
	'a conflict in other words: for a person, and no figure of results that are like it'
like "$(field reason)" "in this tree's words: timer/timer_delete_sync" 'and it says so'
unlike "$(file drivers/dev.c)" 'timer_delete_sync' 'nothing of upstream'"'"'s words is left'
finish
