import type { KeptTrustBundle } from '@ketqua/health-cert';
import { createStore, get, set, update } from 'idb-keyval';

/** A checkpoint as an officer's phone keeps it, to go on without a network. */
export interface KeptCheckpoint {
  id: string;
  name: string | null;
  /** The code of the rules that it goes by. */
  ruleSet: string | null;
  /** JSON Web Key that the queue is sealed to. */
  queueKey: string | null;
  isOnDuty: boolean | null;
  shiftEndsAt: string | null;
  nextShiftAt: string | null;
}

/** Where an officer may stand, as it was when the phone had a network last. */
export interface KeptDesk {
  viewerId: string;
  checkpoints: KeptCheckpoint[];
  /** By the server's clock, ISO 8601. */
  keptAt: string;
}

/** A verification that waits to be handed in: sealed to the authority's key, so that nobody reads it here. */
export interface QueuedVerification {
  checkpointId: string;
  sealed: string;
}

/** What is being handed in: under one key, however often it takes. */
export interface Batch {
  idempotencyKey: string;
  checkpointId: string;
  sealed: string[];
}

let place: ReturnType<typeof createStore> | undefined;
const store = () => {
  place ??= createStore('ketqua-officer', 'desk');
  return place;
};

/** What a browser that keeps nothing (a private window) answers. */
async function read<Value>(key: string): Promise<Value | undefined> {
  try {
    return await get<Value>(key, store());
  } catch {
    return undefined;
  }
}

async function write(key: string, value: unknown): Promise<void> {
  try {
    await set(key, value, store());
  } catch {
    // Kept nowhere: the page goes on with what it has.
  }
}

export const keptBundle = () => read<KeptTrustBundle>('bundle');
export const keepBundle = (bundle: KeptTrustBundle) => write('bundle', bundle);
export const keptDesk = () => read<KeptDesk>('desk');
export const keepDesk = (desk: KeptDesk) => write('desk', desk);
export const keptQueue = async () => (await read<QueuedVerification[]>('queue')) ?? [];
export const keptBatch = () => read<Batch>('batch');

/** Puts a verification at the queue's end; it outlives the page. */
export async function enqueue(entry: QueuedVerification): Promise<void> {
  await update<QueuedVerification[]>('queue', (queue = []) => [...queue, entry], store());
}

const mostAtOnce = 500;

/** Takes the next batch out of the queue, or gives the one that is under way: it goes under the same key again. */
export async function nextBatch(): Promise<Batch | null> {
  const under = await keptBatch();
  if (under) return under;
  let taken: QueuedVerification[] = [];
  await update<QueuedVerification[]>(
    'queue',
    (queue = []) => {
      const [first] = queue;
      const isTaken = (entry: QueuedVerification) => entry.checkpointId === first?.checkpointId;
      taken = queue.filter(isTaken).slice(0, mostAtOnce);
      const gone = new Set(taken);
      return queue.filter((entry) => !gone.has(entry));
    },
    store(),
  );
  const [first] = taken;
  if (!first) return null;
  const batch = {
    idempotencyKey: crypto.randomUUID(),
    checkpointId: first.checkpointId,
    sealed: taken.map(({ sealed }) => sealed),
  };
  await set('batch', batch, store());
  return batch;
}

/** A batch was taken. */
export async function batchDone(): Promise<void> {
  await update<Batch | undefined>('batch', () => undefined, store());
}

/** After a sign-out: where the officer stood is forgotten. What waits in the queue is sealed and stays to be handed in. */
export async function forgetDesk(): Promise<void> {
  await write('desk', undefined);
}
