import { useEffect, useState } from 'react';
import { type Client, useClient } from 'urql';
import { ReportVerificationsDocument } from '../../schema/operations.ts';
import { batchDone, keptBatch, keptQueue, nextBatch } from '../desk/officer-store.ts';

const tryAgainAfter = 20_000;
let running = false;

/** Hands in what waits, batch by batch, in one tab at a time; stops at the first that does not get through. */
async function handIn(client: Client): Promise<void> {
  if (running) return;
  running = true;
  try {
    await navigator.locks.request('ketqua-officer-queue', { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      for (let batch = await nextBatch(); batch; batch = await nextBatch()) {
        const { data, error } = await client
          .mutation(ReportVerificationsDocument, { input: batch })
          .toPromise();
        // Refused for good (another officer's place, another body): it would stand in the way of all others for ever.
        if (error || !data) return;
        await batchDone();
      }
    });
  } finally {
    running = false;
  }
}

async function countWaiting(): Promise<number> {
  return (await keptQueue()).length + ((await keptBatch())?.sealed.length ?? 0);
}

/** How many verifications wait to be handed in; hands them in whenever there is a network. */
export function useQueue(isOnline: boolean): { waiting: number; refresh(): void } {
  const client = useClient();
  const [waiting, setWaiting] = useState(0);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again on every turn.
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      const count = async () => {
        const found = await countWaiting();
        if (isCurrent) setWaiting(found);
      };
      await count();
      if (isOnline) await handIn(client).catch(() => undefined);
      await count();
    };
    void look();
    const again = () => void look();
    const timer = setInterval(again, tryAgainAfter);
    window.addEventListener('online', again);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [client, isOnline, turn]);
  return { waiting, refresh: () => setTurn((previous) => previous + 1) };
}
