import type { Orm } from '@ketqua/platform';
import DataLoader from 'dataloader';
import { Certificate } from './modules/certificate/certificate.entity.js';
import { Checkpoint } from './modules/checkpoint/checkpoint.entity.js';
import { TestResultVersion } from './modules/test-result/test-result.entity.js';

/** Reads of one request that are asked node by node and answered page by page. */
export interface Loaders {
  readonly certificatesOf: DataLoader<string, Certificate[]>;
  readonly versionsOf: DataLoader<string, TestResultVersion[]>;
  readonly checkpoint: DataLoader<string, Checkpoint | null>;
}

/** Makes the loaders of one request. Nothing is remembered past a batch: a subscription lives for hours. */
export function loadersOn(em: Orm['em']): Loaders {
  const grouped = <Row>(ids: readonly string[], rows: readonly Row[], idOf: (row: Row) => string) => {
    const groups = Map.groupBy(rows, idOf);
    return ids.map((id) => groups.get(id) ?? []);
  };
  return {
    certificatesOf: new DataLoader(
      async (ids) => {
        const rows = await em.find(
          Certificate,
          { resultId: { $in: [...ids] } },
          { orderBy: { issuedAt: 'desc' } },
        );
        return grouped(ids, rows, ({ resultId }) => resultId);
      },
      { cache: false },
    ),
    versionsOf: new DataLoader(
      async (ids) => {
        const rows = await em.find(
          TestResultVersion,
          { resultId: { $in: [...ids] } },
          { orderBy: { version: 'desc' } },
        );
        return grouped(ids, rows, ({ resultId }) => resultId);
      },
      { cache: false },
    ),
    checkpoint: new DataLoader(
      async (ids) => {
        const rows = new Map(
          (await em.find(Checkpoint, { id: { $in: [...ids] } })).map((row) => [row.id, row]),
        );
        return ids.map((id) => rows.get(id) ?? null);
      },
      { cache: false },
    ),
  };
}
