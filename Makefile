# SPDX-License-Identifier: GPL-2.0-only
#
#   make                 build build/backstitch and the manual pages
#   make setup           install what building and running needs, through apt
#   make demo            set up, build, run the main job on the miniature trees
#   make test            set up, build, run every test that needs no network
#   make check           layers, style, documentation, sanitizer build, our own commits
#   make test-kernels KERNELS=DIR   the main job on real kernel sources
#   make test-corpus CORPUS=DIR     inspect against git, on mailboxes and list archives in git
#                   [EVERY=50]      on one mail of 50 (git takes 10 ms and more a mail)
#   make bench KERNELS=DIR  speed and memory, measured
#   make bench-scan KERNELS=DIR  scans against plain spatch, measured
#   make bench-inspect CORPUS=DIR  reading mails, against git: a mailbox or a list archive in git
#   make bench-replay REPO=DIR BRANCHES="A B"  past backports made again, against git
#   make fuzz TIME=60 [TARGET=diff]  feed the readers broken input
#   make install DESTDIR= PREFIX=/usr/local
#
# V=1 shows the commands.

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
ifeq ($(origin CC),default)
CC := gcc
endif
PROVE ?= prove
PROVE_FLAGS ?= --directives --failures
INSTALL ?= install
MAKEFLAGS += --no-print-directory

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-8s%s\n' $(1) $(2))

PACKAGES := glib-2.0 gio-2.0 gio-unix-2.0 gmime-3.0 libgit2 sqlite3 jansson
WARN := -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wold-style-definition -Wno-unused-parameter -Wno-missing-field-initializers
CFLAGS ?= -O2 -g

# These either set up first and come back through another make, or need no compiler.
NO_BUILD := setup demo test fuzz clean
ifneq ($(filter-out $(NO_BUILD),$(or $(MAKECMDGOALS),all)),)
PKG_CFLAGS := $(shell command -v $(CC) >/dev/null && pkg-config --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm
ifeq ($(PKG_CFLAGS),)
$(error cannot build, these packages are missing:$(shell scripts/setup --missing build); \
	"make setup" installs them)
endif
endif

BASE_CFLAGS = -std=gnu11 $(WARN) -Isrc -MMD -MP $(PKG_CFLAGS) \
	-DBACKSTITCH_DATADIR='"$(PREFIX)/share/backstitch"' -DBACKSTITCH_VERSION='"$(VERSION)"'

SRC := $(sort $(wildcard src/*/*.c src/*/*/*.c))
OBJ := $(SRC:src/%.c=$(BUILD)/obj/%.o)
LIB_OBJ := $(filter-out $(BUILD)/obj/cmd/%,$(OBJ))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/*.c)))
FUZZ := $(patsubst tests/fuzz/fuzz-%.c,%,$(wildcard tests/fuzz/fuzz-*.c))
REPLAY := $(FUZZ:%=$(BUILD)/unit/fuzz-%)
MAN := $(patsubst Documentation/%.rst,$(BUILD)/man/%,$(sort $(wildcard Documentation/*.1.rst)))

all: $(BUILD)/backstitch man

$(BUILD)/backstitch: $(filter $(BUILD)/obj/cmd/%,$(OBJ)) $(BUILD)/libbackstitch.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(BUILD)/libbackstitch.a: $(LIB_OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

$(BUILD)/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(BASE_CFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libbackstitch.a
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(BASE_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libbackstitch.a $(PKG_LIBS)

# a fuzz target with the cases in tests/fuzz/cases, as a test
FUZZ_COMMON := tests/fuzz/fuzz.c tests/fuzz/properties.c
$(BUILD)/unit/fuzz-%: tests/fuzz/fuzz-%.c $(FUZZ_COMMON) tests/fuzz/replay.c \
		$(BUILD)/libbackstitch.a
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(BASE_CFLAGS) -MF $@.d -DFUZZ_TARGET='"$*"' $(CFLAGS) $(LDFLAGS) -o $@ \
		$(filter %.c,$^) $(BUILD)/libbackstitch.a $(PKG_LIBS)

# what holds for every patch, asked of the mails of a list
$(BUILD)/corpus-properties: tests/corpus/properties.c $(FUZZ_COMMON) $(BUILD)/libbackstitch.a
	$(call say,CC,$@)
	$(Q)$(CC) $(BASE_CFLAGS) -Itests/fuzz -MF $@.d $(CFLAGS) $(LDFLAGS) -o $@ \
		$(filter %.c,$^) $(BUILD)/libbackstitch.a $(PKG_LIBS)

$(BUILD)/fuzz-%: tests/fuzz/fuzz-%.c $(FUZZ_COMMON) $(BUILD)/libbackstitch.a
	$(call say,CC,$@)
	$(Q)$(CC) $(BASE_CFLAGS) -MF $@.d $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ \
		$(filter %.c,$^) $(BUILD)/libbackstitch.a $(PKG_LIBS)

fuzzers: $(FUZZ:%=$(BUILD)/fuzz-%)

unit: $(UNIT) $(REPLAY)

man: $(MAN)

# the page, and the page as text for where there is no man(1)
$(BUILD)/man/%: Documentation/%.rst
	@mkdir -p $(@D)
	$(call say,MAN,$@)
	$(Q)rst2man --halt=2 $< $@.new
	$(Q)nroff -man -c -Tutf8 $@.new | col -bx >$(BUILD)/man/$(*:.1=).txt
	$(Q)mv $@.new $@

setup:
	$(Q)scripts/setup build run test

demo test:
	$(Q)scripts/setup build run test
	$(Q)$(MAKE) -j$$(nproc) $(if $(V),,-s) all $(if $(filter test,$@),unit)
	$(Q)$(MAKE) run-$@

run-demo:
	$(Q)scripts/demo $(BUILD)

run-test: all unit
	$(Q)BUILD=$(BUILD) $(PROVE) $(PROVE_FLAGS) --exec scripts/tap $(UNIT) $(REPLAY) \
		$(sort $(wildcard tests/t*.sh))

check:
	$(Q)scripts/setup build run test check
	$(Q)$(MAKE) -j$$(nproc) $(if $(V),,-s) all unit
	$(Q)BUILD=$(BUILD) MAKE='$(MAKE)' scripts/check

test-kernels: all $(BUILD)/unit/test-site $(BUILD)/unit/test-rules-kernel
	$(Q)test -n "$(KERNELS)" || { echo 'usage: make test-kernels KERNELS=DIR' >&2; exit 1; }
	$(Q)BUILD=$(BUILD) tests/kernels/run.sh "$(KERNELS)"
	$(Q)BUILD=$(BUILD) tests/kernels/scan.sh "$(KERNELS)"
	$(Q)BUILD=$(BUILD) tests/kernels/older.sh "$(KERNELS)"

CORPUS ?=
EVERY ?= 1
# mailboxes that are always looked at where they are at hand
MAILBOXES ?= ../shared/inputs
test-corpus: all $(BUILD)/corpus-properties
	$(Q)test -n "$(CORPUS)" || { echo 'usage: make test-corpus CORPUS=DIR' >&2; exit 1; }
	$(Q)test -d "$(MAILBOXES)" || \
		echo "skipped: there are no mailboxes in '$(MAILBOXES)' (MAILBOXES=DIR)"
	$(Q)$(BUILD)/corpus-properties $(CORPUS) $(wildcard $(MAILBOXES)/*.mbox)
	$(Q)tests/corpus/compare --every $(EVERY) $(BUILD)/backstitch $(CORPUS) \
		$(wildcard $(MAILBOXES)/*.mbox)

bench: all
	$(Q)test -n "$(KERNELS)" || { echo 'usage: make bench KERNELS=DIR' >&2; exit 1; }
	$(Q)BUILD=$(BUILD) scripts/bench "$(KERNELS)"

bench-scan: all
	$(Q)test -n "$(KERNELS)" || { echo 'usage: make bench-scan KERNELS=DIR' >&2; exit 1; }
	$(Q)BUILD=$(BUILD) scripts/bench-scan "$(KERNELS)" $(RULES)

bench-inspect: all
	$(Q)test -n "$(CORPUS)" || { echo 'usage: make bench-inspect CORPUS=DIR' >&2; exit 1; }
	$(Q)scripts/bench-inspect $(BENCH_FLAGS) $(BUILD)/backstitch "$(CORPUS)"

bench-replay: all
	$(Q)test -n "$(REPO)" -a -n "$(BRANCHES)" || \
		{ echo 'usage: make bench-replay REPO=DIR BRANCHES="BRANCH..."' >&2; exit 1; }
	$(Q)BUILD=$(BUILD) scripts/bench-replay $(BENCH_FLAGS) "$(REPO)" $(BRANCHES)

FUZZ_FLAGS := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined -fsanitize=fuzzer-no-link
TIME ?= 60

fuzz:
	$(Q)scripts/setup build fuzz
	$(Q)$(MAKE) -j$$(nproc) $(if $(V),,-s) BUILD=$(BUILD)/fuzz CC=clang-14 \
		CFLAGS='$(FUZZ_FLAGS)' fuzzers
	$(Q)scripts/fuzz $(BUILD)/fuzz $(TIME) $(TARGET)

DATA := $(DESTDIR)$(PREFIX)/share/backstitch

install: all
	$(Q)$(INSTALL) -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/man/man1' \
		'$(DESTDIR)$(PREFIX)/share/doc/backstitch' '$(DATA)'
	$(Q)$(INSTALL) $(BUILD)/backstitch '$(DESTDIR)$(PREFIX)/bin/backstitch'
	$(Q)$(INSTALL) -m 644 $(MAN) '$(DESTDIR)$(PREFIX)/share/man/man1'
	$(Q)$(INSTALL) -m 644 $(MAN:.1=.txt) README.md COPYING \
		'$(DESTDIR)$(PREFIX)/share/doc/backstitch'
	$(Q)scripts/install-data '$(DATA)'

clean:
	rm -rf $(BUILD) $(BUILD)-asan

-include $(OBJ:.o=.d) $(UNIT:=.d) $(REPLAY:=.d) $(FUZZ:%=$(BUILD)/fuzz-%.d)

.DELETE_ON_ERROR:
.PHONY: all unit man setup demo test check run-demo run-test test-kernels test-corpus fuzz fuzzers \
	bench bench-scan bench-inspect bench-replay install clean
