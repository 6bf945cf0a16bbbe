import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} SmallDisk
 * @property {string} path
 * @property {boolean} isSmall Whether it is a file system of its own that can be filled.
 * @property {() => void} fill Leaves no room.
 * @property {() => void} makeRoom
 */

/**
 * A file system in memory that is small enough to be filled. Where this user may not mount one, it is
 * an ordinary folder, and `isSmall` says so.
 *
 * @param {string} path
 * @param {number} megabytes
 * @returns {SmallDisk & Disposable}
 */
export function mountSmallDisk(path, megabytes) {
  mkdirSync(path, { recursive: true });
  const { status } = spawnSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path],
    {
      stdio: 'ignore',
    },
  );
  const isSmall = status === 0;
  const ballast = join(path, 'ballast');
  return {
    path,
    isSmall,
    fill: () => {
      const { bavail, bsize } = statfsSync(path);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // The warehouse wrote something meanwhile: it is full all the same.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    },
    makeRoom: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]: () => {
      if (isSmall) execFileSync('umount', ['-l', path]);
    },
  };
}
