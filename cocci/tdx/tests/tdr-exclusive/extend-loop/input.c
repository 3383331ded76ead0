// SPDX-License-Identifier: GPL-2.0-only
/* contends in a loop, and upstream leaves it */
static int tdx_extend(struct kvm *kvm, gpa_t gpa)
{
	struct kvm_tdx *kvm_tdx = to_kvm_tdx(kvm);
	u64 err, entry, state;
	int i;

	for (i = 0; i < PAGE_SIZE; i += 256) {
		err = tdh_mr_extend(&kvm_tdx->td, gpa + i, &entry, &state);
		if (err)
			return -EIO;
	}
	return 0;
}
