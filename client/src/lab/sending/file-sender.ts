import type { ImportResultsInput, ReceiptFactsFragment } from '../../schema/lab-operations.ts';
import { contentHash } from './content-hash.ts';
import type { FileFailure, SendingEnd } from './send-file.ts';
import type { SubmissionKeys } from './submission-keys.ts';

/** What is sent: everything but the key, which follows from it. */
export type Parcel = Omit<ImportResultsInput, 'idempotencyKey'>;

/** Where the sending of a file stands. */
export type SendingState =
  | { kind: 'idle' }
  | { kind: 'under-way'; receipt: ReceiptFactsFragment | null; isLost: boolean }
  | { kind: 'received'; receipt: ReceiptFactsFragment }
  | { kind: 'refused'; failure: FileFailure }
  | { kind: 'stalled' }
  | { kind: 'never-arrived' };

/** What a sender needs. */
export interface SenderMeans {
  keys: SubmissionKeys;
  send(input: ImportResultsInput, onLost: (isLost: boolean) => void): Promise<SendingEnd>;
  /** Null where nothing arrived under the key; undefined while the platform is out of reach. */
  progress(key: string): Promise<ReceiptFactsFragment | null | undefined>;
  wait(milliseconds: number): Promise<void>;
  onSettled(): void;
}

/** Sends one file at a time, and tells how far it is. */
export interface FileSender {
  read(): SendingState;
  subscribe(listener: () => void): () => void;
  send(parcel: Parcel): Promise<void>;
  /** Goes on watching what was being sent when the page was loaded anew. */
  resume(): Promise<void>;
  dismiss(): void;
  stop(): void;
}

const pollEvery = 700;
/** After a reload nobody sends any more: what has not moved for so many polls has stopped. */
const stalledAfter = 40;

function judged({ accepted, duplicates, rejected }: ReceiptFactsFragment): number {
  return accepted + duplicates + rejected;
}

/** Makes the sender of a page; it lives above the page's parts, so that these can be left while it goes on. */
export function createFileSender(means: SenderMeans): FileSender {
  const listeners = new Set<() => void>();
  let state: SendingState = { kind: 'idle' };
  let isStopped = false;
  const become = (next: SendingState) => {
    if (isStopped) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const isUnderWay = () => state.kind === 'under-way' && !isStopped;
  const update = (change: Partial<Extract<SendingState, { kind: 'under-way' }>>) => {
    if (state.kind === 'under-way') become({ ...state, ...change });
  };
  const begin = () => become({ kind: 'under-way', receipt: null, isLost: false });
  const settle = (key: string, end: SendingState) => {
    if (!isUnderWay()) return;
    means.keys.mark(key, false);
    become(end);
    means.onSettled();
  };

  const showProgress = async (key: string) => {
    for (await means.wait(pollEvery); isUnderWay(); await means.wait(pollEvery)) {
      const receipt = await means.progress(key);
      if (receipt) update({ receipt });
    }
  };
  const send = async (parcel: Parcel) => {
    if (isUnderWay()) return;
    begin();
    const key = means.keys.keyFor(await contentHash([parcel.format, parcel.options ?? null, parcel.content]));
    means.keys.mark(key, true);
    void showProgress(key);
    settle(key, await means.send({ ...parcel, idempotencyKey: key }, (isLost) => update({ isLost })));
  };
  const resume = async () => {
    const key = means.keys.underWay();
    if (key === null || isUnderWay()) return;
    begin();
    let before = -1;
    for (let still = 0; isUnderWay(); await means.wait(pollEvery)) {
      const receipt = await means.progress(key);
      if (receipt === undefined) continue;
      if (receipt === null) return settle(key, { kind: 'never-arrived' });
      if (receipt.state === 'COMPLETE') return settle(key, { kind: 'received', receipt });
      still = judged(receipt) === before ? still + 1 : 0;
      before = judged(receipt);
      if (still === stalledAfter) return settle(key, { kind: 'stalled' });
      update({ receipt });
    }
  };
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send,
    resume,
    dismiss: () => become({ kind: 'idle' }),
    stop: () => {
      isStopped = true;
    },
  };
}
