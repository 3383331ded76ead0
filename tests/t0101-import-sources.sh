#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every kind of source, from one repository made here; git is the oracle.
. "$(dirname "$0")/lib.sh"
have git quilt || skip_all 'git and quilt are needed'
workspace

# commit N AUTHOR MESSAGE
commit() {
	seq 1 $((10 + $1)) >"$repo/file.c"
	git -C "$repo" add -A
	GIT_AUTHOR_DATE="2025-10-0${1}T10:00:00+0200" \
		git -C "$repo" -c user.name=T -c user.email=t@e commit -q --author="$2" -m "$3"
}

git init -q "$repo"
commit 1 'A B <a@b.org>' 'start'
commit 2 'A B <a@b.org>' 'file: first change

Text with — a dash.

Signed-off-by: A B <a@b.org>'
commit 3 'Björn Töpel <b@k.org>' \
	'file: second change, with a title that is so long that git folds it in two'
commit 4 'C D <c@d.org>' 'file: third change'
range=HEAD~3..HEAD
git -C "$repo" format-patch -q -o "$scratch/files" "$range"
git -C "$repo" format-patch --stdout "$range" >"$scratch/all.mbox"

# applies NAME: git am of the series folder gives the commits of the range
applies() {
	rm -rf "$scratch/am"
	git clone -q "$repo" "$scratch/am" 2>/dev/null
	(cd "$scratch/am" && git reset -q --hard HEAD~3 &&
		sed "s,^,$work/patches/$1/," "$work/patches/$1/series" |
		xargs git -c user.name=T -c user.email=t@e am -q) >"$scratch/said" 2>&1
	git -C "$repo" log --format='%an%n%ae%n%ad%n%B%T' "$range" >"$scratch/expected"
	git -C "$scratch/am" log --format='%an%n%ae%n%ad%n%B%T' "$range" >"$scratch/got"
	same_file "$scratch/got" "$scratch/expected" "$2"
}

# source NAME WHAT ARGUMENT...
source_gives() {
	source_name=$1 source_what=$2
	shift 2
	run "$BACKSTITCH" import --name "$source_name" "$@"
	is "$status" 0 "$source_what is imported"
	like "$(cat "$out")" '3 of 3 patches, 3 new' "$source_what: three patches"
	applies "$source_name" "$source_what: git am gives the same commits"
	rm -rf "patches/$source_name"
}

source_gives from-range 'a range of another repository' "$repo:$range"
(cd "$repo" && git config format.signOff true && git config format.attach true &&
	git config diff.noprefix true && git config format.subjectPrefix XYZ)
source_gives from-config 'a range where git is set up oddly' "$repo:$range"
git -C "$repo" config --remove-section format
git -C "$repo" config --remove-section diff
source_gives from-mbox 'an mbox of git format-patch' "$scratch/all.mbox"
source_gives from-folder 'a folder of patches' "$scratch/files"
git -C "$repo" format-patch -q --no-prefix -o "$scratch/bare" "$range"
source_gives from-bare 'patches without a/ and b/' "$scratch/bare"
source_gives from-files 'patch files, out of order' "$scratch/files/0003"* "$scratch/files/0001"* \
	"$scratch/files/0002"*
sed 's/$/\r/' "$scratch/all.mbox" >"$scratch/crlf.mbox"
run "$BACKSTITCH" import --name crlf "$scratch/crlf.mbox"
like "$(cat "$out")" 'note: .*CR LF' 'CR LF is told of'
applies crlf 'CR LF: git am gives the same commits'
rm -rf patches/crlf
run sh -c '"$1" import --name stdin - <"$2"' sh "$BACKSTITCH" "$scratch/all.mbox"
is "$status" 0 'standard input is read'
rm -rf patches/stdin

mkdir -p "$scratch/maildir/cur" "$scratch/maildir/new" "$scratch/maildir/tmp"
for i in 1 2 3; do
	sed 1d "$scratch/files/000$i"* >"$scratch/maildir/cur/$i.mail:2,S"
done
source_gives from-maildir 'a maildir' "$scratch/maildir"

# quilt keeps what it likes above the diff
mkdir -p "$scratch/quilt/sub"
for i in 1 2 3; do
	{
		git -C "$repo" log -1 --format="%s%n%nText.%n%nSigned-off-by: %an <%ae>" \
			HEAD~$((3 - i))
		git -C "$repo" diff HEAD~$((4 - i)) HEAD~$((3 - i))
	} >"$scratch/quilt/sub/p$i.diff"
done
printf '# ours\nsub/p1.diff\n\nsub/p2.diff -p1\nsub/p3.diff # last\n' >"$scratch/quilt/series"
run "$BACKSTITCH" import --name quilt "$scratch/quilt"
is "$status" 0 'a quilt folder is imported'
is "$(wc -l <patches/quilt/series)" 3 'with its three patches, in order'
like "$(cat patches/quilt/0002*)" '^Subject: \[PATCH 2/3\] file: second change' 'and their titles'
like "$(cat patches/quilt/0003*)" '^From: C D <c@d.org>$' 'and the author who signed off'
rm -rf patches/quilt

# parts of one series in two imports
run "$BACKSTITCH" import "$scratch/files/0001"*
is "$status" 1 'one of three patches: a person is needed'
like "$(cat "$out")" '^  missing: 2-3/3$' 'and the missing ones are named'
run "$BACKSTITCH" import "$scratch/files/0002"* "$scratch/files/0003"*
is "$status" 0 'the others complete it'
is "$(ls patches | wc -l)" 1 'in the same folder'
applies "$(ls patches)" 'git am gives the same commits'

# a newer version takes the folder over
before=$(ls patches)
git -C "$repo" format-patch -q -v2 -o "$scratch/v2" "$range"
run "$BACKSTITCH" import "$scratch/v2"
is "$status" 0 'version 2 is imported'
is "$(ls patches)" "$before" 'into the same folder'
like "$(cat "patches/$before/series.ini")" '^version=2$' 'which is version 2 now'
run "$BACKSTITCH" import "$scratch/files"
like "$(cat "$out")" 'v1 was left out' 'version 1 does not come back'
like "$(cat "patches/$before/series.ini")" '^version=2$' 'it stays version 2'

# a message-id goes through b4; a stand-in plays the network
mkdir "$scratch/bin"
cat >"$scratch/bin/b4" <<END
#!/bin/sh
[ "\$1 \$2" = "mbox -o" ] || exit 2
case \$4 in
20251028002824.*) ;;
*) echo 'no such host' >&2; exit 1 ;;
esac
cp "$root/tests/cases/import/tdh-vp-init-thread.mbox" "\$3/x.mbx"
END
chmod +x "$scratch/bin/b4"
PATH=$scratch/bin:$PATH
run "$BACKSTITCH" import 20251028002824.1470939-1-rick.p.edgecombe@intel.com
is "$status" 0 'a message-id is imported through b4'
fails_with 128 'other@example.org.*without network, save the thread' 'b4 without network says so' \
	"$BACKSTITCH" import other@example.org
finish
