#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What maintainers made of a conflict on one branch, held against what they made of it on the next.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
git_user
git init -q -b main "$repo"
cd "$repo" || exit 1
clock=1600000000

# commit MESSAGE...: all there is in the work tree, a minute after the last one
commit() {
	[ -n "$same_moment" ] || clock=$((clock + 60))
	git add -A
	GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" git commit -q -m "$@"
}

for name in one two three four; do
	printf 'int %s(struct device *dev, int a)\n{\n\tint r = call_%s(dev, a);\n\n' $name $name
	printf '\treturn r ? r : %s_of(dev, 1);\n}\n\n' $name
done >f.c
commit start
git tag v1
for name in one two three four; do
	sed -i "s/${name}_of(dev, 1)/${name}_of(dev, 10)/" f.c
	commit "fix $name" -m 'Why it was wrong.'
	git tag $name
done

for branch in first second third; do
	git checkout -q -b $branch v1
	sed -i 's/_of(dev, 1)/_of(dev->parent, 1, a)/' f.c
	commit "parents on $branch"
done

# maintain BRANCH NAME TEXT: what a maintainer made of that fix there
maintain() {
	git checkout -q "$1"
	sed -i "s/$2_of(dev->parent, 1, a)/$2_of($3)/" f.c
	commit "fix $2" -m "[ upstream commit $(git rev-parse "$2") ]"
}

# recorded WANTED NAME: resolutions, those known before, right ones
recorded() {
	run "$BACKSTITCH" replay --repo "$repo" --format=json first second third
	is "$(jq -r '[.resolutions, .recorded.claims, .recorded.right, .recorded.differs] |
		map(tostring) | join(" ")' "$out")" "$1" "$2"
}

maintain first one 'dev->parent, 10, a'
maintain second one 'dev->parent, 10, a'
recorded '2 1 1 0' 'the second branch has the conflict of the first, made the same of'
maintain first two 'dev->parent, 10, a'
maintain second two 'dev->parent, 11, a'
recorded '4 2 1 1' 'and another one, made otherwise of'
maintain third two 'dev->parent, 11, a'
recorded '5 3 2 1' 'of two that differ, the newest counts'
same_moment=yes
clock=$((clock + 60))
maintain first three 'dev->parent, 10, a'
maintain second three 'dev->parent, 10, a'
recorded '7 3 2 1' 'of one moment none knows the other'
same_moment=
git checkout -q first
sed -i 's/int r = call_four/int r = own_four/' f.c
maintain first four 'dev->parent, 10, a'
maintain second four 'dev->parent, 10, a'
recorded '8 3 2 1' 'a commit that changes more tells of no conflict'

run "$BACKSTITCH" replay --repo "$repo" first second third
like "$(cat "$out")" '^of 8 conflicts that maintainers resolved, 3 were resolved in an earlier' \
	'the table says so'
like "$(cat "$out")" 'as well: 2 the same way, 0 but for white space, 1 otherwise; 0.667' \
	'with what they were worth'
finish
