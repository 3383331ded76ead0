# SPDX-License-Identifier: GPL-2.0-only
#
#   make                 build build/backstitch
#   make demo            set up, build, run the main job on the miniature trees
#   make test            set up, build, run every test that needs no network
#   make check           layers, style, sanitizer build, our own lint
#   make test-kernels KERNELS=DIR   the main job on real kernel sources
#   make bench           speed and memory, measured
#   make install DESTDIR= PREFIX=/usr/local

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC ?= gcc

PACKAGES := glib-2.0 gio-2.0 gmime-3.0 libgit2 sqlite3 jansson
WARN := -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wold-style-definition -Wno-unused-parameter -Wno-missing-field-initializers
CFLAGS ?= -O2 -g
BASE_CFLAGS = -std=gnu11 $(WARN) -Isrc -MMD -MP $(shell pkg-config --cflags $(PACKAGES)) \
	-DBACKSTITCH_DATADIR='"$(PREFIX)/share/backstitch"'
LIBS = $(shell pkg-config --libs $(PACKAGES))

SRC := $(sort $(wildcard src/*/*.c))
OBJ := $(SRC:src/%.c=$(BUILD)/obj/%.o)
LIB_OBJ := $(filter-out $(BUILD)/obj/cmd/%,$(OBJ))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/*.c)))

all: $(BUILD)/backstitch

$(BUILD)/backstitch: $(filter $(BUILD)/obj/cmd/%,$(OBJ)) $(BUILD)/libbackstitch.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libbackstitch.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libbackstitch.a
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libbackstitch.a $(LIBS)

unit: $(UNIT)

clean:
	rm -rf $(BUILD)

-include $(OBJ:.o=.d)

.PHONY: all unit clean
