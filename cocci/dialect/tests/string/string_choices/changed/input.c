// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string_choices.h>
