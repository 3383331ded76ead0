// SPDX-License-Identifier: GPL-2.0-only
/* a prototype and an export are no calls */
u64 tdh_vp_init(struct tdx_vp *vp, u64 rcx, u32 id);
EXPORT_SYMBOL_GPL(tdh_vp_init);
/* tdh_vp_init() in a comment */
static const char name[] = "tdh_vp_init";
