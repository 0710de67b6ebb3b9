import fs from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type InitOptions = Parameters<NodeFS['init']>[1];

interface NodeStream {
  nfd?: number;
}

interface EmscriptenFilesystem {
  filesystems: { NODEFS: { stream_ops: Record<string, unknown> } };
}

/**
 * PGlite's files on disk, really synced: emscripten's NODEFS has no `fsync` of its own, so that the stock
 * file system acknowledges what only the page cache holds. `onSync` is told of each synced file descriptor;
 * the power-loss test keeps only what it was told.
 */
export class SyncedNodeFS extends NodeFS {
  constructor(
    dataFolder: string,
    private readonly onSync?: (descriptor: number) => void,
  ) {
    super(dataFolder);
  }

  override async init(pg: PGlite, options: InitOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const onSync = this.onSync;
    const addSync = (module: { FS: unknown }) => {
      const { stream_ops: operations } = (module.FS as EmscriptenFilesystem).filesystems.NODEFS;
      operations.fsync = (stream: NodeStream) => {
        if (stream.nfd === undefined) return 0;
        fs.fsyncSync(stream.nfd);
        onSync?.(stream.nfd);
        return 0;
      };
    };
    const preRun = emscriptenOpts.preRun as ((module: { FS: unknown }) => void)[];
    return {
      emscriptenOpts: { ...emscriptenOpts, preRun: [...preRun, addSync] as typeof emscriptenOpts.preRun },
    };
  }
}

/** PGlite's start parameters without `-F`, which switches fsync off. */
export const syncedStartParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
];
