// SPDX-License-Identifier: GPL-2.0-only
/* stored, who calls it is not known */
static u64 (*init)(struct tdx_vp *vp, u64 rcx, u32 id) = tdh_vp_init;
