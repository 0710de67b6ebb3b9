import { mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Thrown when another process runs on the same data folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/**
 * Holds a data folder for this process by a kernel lock, which ends with the process however it ends: two
 * processes on one embedded database lose data silently. Returns the release.
 * @throws FolderInUseError
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(`${folder}.lock`);
  try {
    lock.exec('pragma locking_mode=exclusive; begin exclusive');
  } catch {
    lock.close();
    throw new FolderInUseError(
      `The data folder ${folder} is in use by another process: stop that one, or set KETQUA_HOME to another folder`,
    );
  }
  return () => lock.close();
}
