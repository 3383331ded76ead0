/* SPDX-License-Identifier: GPL-2.0-only */
/* How people write the id of a commit. */
#ifndef BASE_COMMITID_H
#define BASE_COMMITID_H

/** COMMIT_ID_MIN - digits that name a commit, at least: as many as git itself abbreviates to */
#define COMMIT_ID_MIN 7

#endif /* BASE_COMMITID_H */
