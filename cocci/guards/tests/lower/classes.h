/* SPDX-License-Identifier: GPL-2.0-only */
/* the classes of the fixtures; compiled for the original, read by the lowering */
DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
DEFINE_GUARD_COND(mutex, _try, mutex_trylock(_T), _RET)
DEFINE_GUARD_COND(mutex, _intr, mutex_lock_interruptible(_T), _RET == 0)
DEFINE_GUARD(dev, struct dev *, dev_lock(_T), dev_unlock(_T))
DEFINE_GUARD(dev_mutex, struct dev *, mutex_lock(&_T->lock), mutex_unlock(&_T->lock))
DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
DEFINE_LOCK_GUARD_1(write_lock, rwlock_t, write_lock(_T->lock), write_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(srcu, struct dev, _T->idx = srcu_lock(_T->lock),
		    srcu_unlock(_T->lock, _T->idx), int idx)
DEFINE_LOCK_GUARD_0(rcu, do { rcu_read_lock(); /* as the kernel's */ } while (0),
		    rcu_read_unlock())
DEFINE_FREE(kfree, void *, if (_T) kfree(_T))
DEFINE_FREE(put, void *, if (!IS_ERR_OR_NULL(_T)) put(_T))
DEFINE_FREE(kfree_always, void *, kfree(_T))
DEFINE_CLASS(fd, int, if (_T >= 0) close_fd(_T), open_fd(name), const char *name)
