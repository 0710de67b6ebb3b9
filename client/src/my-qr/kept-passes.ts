import { clear, createStore, get, setMany, update } from 'idb-keyval';
import { type KnownClock, knownClock } from '../network/server-clock.ts';
import type { Pass } from './pass.ts';

/** What the browser's store holds of the passes: sealed, with the vector that they were sealed with. */
interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  text: ArrayBuffer;
}

let place: ReturnType<typeof createStore> | undefined;
const store = () => {
  place ??= createStore('ketqua', 'passes');
  return place;
};

/** The key lies beside what it seals, but no script and no copy of a file can take it out of this browser. */
async function keyIn(place: ReturnType<typeof store>): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  await update<CryptoKey>('key', (kept) => kept ?? made, place);
  return (await get<CryptoKey>('key', place))!;
}

/** The codes that a viewer opened on this device; none where they cannot be read. */
export async function keptPasses(): Promise<Pass[]> {
  try {
    const place = store();
    const sealed = await get<Sealed>('passes', place);
    if (!sealed) return [];
    const key = await keyIn(place);
    const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.text);
    return JSON.parse(new TextDecoder().decode(text)) as Pass[];
  } catch {
    return [];
  }
}

/** What was known of the phone's clock when the passes were kept: without a network, they are judged by it. */
export async function keptClock(): Promise<KnownClock | null> {
  try {
    return (await get<KnownClock>('clock', store())) ?? null;
  } catch {
    return null;
  }
}

async function write(passes: readonly Pass[]): Promise<void> {
  const place = store();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    await keyIn(place),
    new TextEncoder().encode(JSON.stringify(passes)),
  );
  const clock = knownClock();
  await setMany(
    [['passes', { iv, text } satisfies Sealed], ...(clock ? [['clock', clock] as [string, KnownClock]] : [])],
    place,
  );
}

let turn: Promise<unknown> = Promise.resolve();
/** How often the passes were forgotten: what was under way then is not written after it. */
let forgotten = 0;

/** Changes what is kept, one change after the other. A browser that keeps nothing (a private window) is let be. */
export function changePasses(change: (passes: Pass[]) => Pass[]): Promise<void> {
  const era = forgotten;
  const changed = turn.then(async () => {
    const before = await keptPasses();
    const after = change(before);
    if (era !== forgotten || (!before.length && !after.length)) return;
    await write(after);
  });
  turn = changed.catch(() => undefined);
  return turn as Promise<void>;
}

/** Keeps one pass, in place of an earlier one of the same result and of another viewer's. */
export function keepPass(pass: Pass): Promise<void> {
  return changePasses((passes) => [
    pass,
    ...passes.filter(({ viewerId, result }) => viewerId === pass.viewerId && result.id !== pass.result.id),
  ]);
}

/** Leaves nothing behind, the key included. */
export function forgetPasses(): Promise<void> {
  forgotten += 1;
  turn = turn.then(() => clear(store())).catch(() => undefined);
  return turn as Promise<void>;
}
