// SPDX-License-Identifier: GPL-2.0-only
/* a macro body is nobody's function */
#define INIT_ONE(vcpu, tdx, rcx)					\
do {								\
	u64 err;						\
								\
	err = tdh_vp_init(&(tdx)->vp, rcx, (vcpu)->vcpu_id);	\
	if (KVM_BUG_ON(err, (vcpu)->kvm))			\
		return -EIO;					\
} while (0)
