// SPDX-License-Identifier: GPL-2.0-only
/* nothing can contend */
static int __tdx_td_init(struct kvm *kvm)
{
	struct kvm_tdx *kvm_tdx = to_kvm_tdx(kvm);
	u64 err;

	mutex_lock(&tdx_lock);
	err = tdh_mng_create(&kvm_tdx->td, kvm_tdx->hkid);
	mutex_unlock(&tdx_lock);
	return err ? -EIO : 0;
}
