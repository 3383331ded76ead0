// SPDX-License-Identifier: GPL-2.0-only
#include <asm/unaligned.h>
#include "linux/unaligned.h"
