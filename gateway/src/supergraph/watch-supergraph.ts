import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '@ketqua/platform';

/** A file that is being written is read when it has been left alone for this long, in milliseconds. */
const settling = 100;

/**
 * Hands on the text of a supergraph's file whenever it may have changed. Its directory is watched: a file that is
 * exchanged by renaming, as deployments do, is another file. Returns the end.
 */
export function watchSupergraph(file: string, load: (sdl: string) => unknown, log: Logger): () => void {
  let timer: NodeJS.Timeout | undefined;
  const read = async () => {
    try {
      load(await readFile(file, 'utf8'));
    } catch (error) {
      log.error({ error }, 'the supergraph cannot be read: the running one stays');
    }
  };
  const watcher = watch(dirname(file), { persistent: false }, () => {
    clearTimeout(timer);
    timer = setTimeout(read, settling);
  });
  watcher.on('error', (error) => log.error({ error }, 'the supergraph is no longer watched'));
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
