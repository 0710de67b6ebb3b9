import { setTimeout as pause } from 'node:timers/promises';
import { getNamedType, isRequiredArgument } from 'graphql';
import type { Attacker } from './attack-attempts.js';
import type { Chance } from './attack-chance.js';
import { disguises, type Identifier } from './attack-disguises.js';
import { anyForm, documentOf } from './attack-document.js';
import type { AttackSocket, Door } from './attack-door.js';
import { type Place, typeAt, type WalkedSchema } from './attack-schema.js';

const subscriptionsOfSocket = 5;

/** One stream that an attacker opened, or was refused. */
export interface Stream {
  readonly socket: AttackSocket;
  readonly id: string;
  readonly place: Place;
  readonly query: string;
}

/** Every place of a subscription where a text can be given. */
export function placesOfStreams(walked: WalkedSchema): readonly Place[] {
  return walked.places().filter(({ kind }) => kind === 'subscription');
}

/** What has been heard on a stream, as text. */
export function heardOn({ socket, id }: Stream): string {
  return JSON.stringify(socket.heard(id).map(({ payload }) => payload));
}

/** Whether an event came, and not only a refusal. */
export function isTold({ socket, id }: Stream): boolean {
  return socket.heard(id).some(({ type }) => type === 'next') && socket.codes(id).length === 0;
}

/** Opens every subscription of the schema behind a cursor, and gives what is heard of each until it is quiet. */
export async function listenToAll(
  door: Door,
  walked: WalkedSchema,
  token: string,
  after: string,
  chance: Chance,
): Promise<unknown[]> {
  const places = placesOfStreams(walked).filter(
    ({ steps, argument }) => argument.name === 'after' && !steps[0]!.field.args.some(isRequiredArgument),
  );
  // In several selections, since each leaves some fields out.
  const listened = [...places, ...places, ...places, ...places];
  const sockets: AttackSocket[] = [];
  const form = {
    value: 'leaf',
    selection: 'direct',
    root: 'direct',
    directive: 'none',
    operations: 'one',
  } as const;
  for (const [n, place] of listened.entries()) {
    if (n % subscriptionsOfSocket === 0) {
      sockets.push(await door.socket({ init: { authorization: `Bearer ${token}` } }).ready());
    }
    const pen = { walked, chance, own: {}, asked: new Set<string>() };
    const { query, variables } = documentOf([{ place, value: after, beside: {} }], form, pen);
    sockets.at(-1)!.subscribe(String(n), query, variables);
  }
  const frames = () => sockets.flatMap((socket) => socket.frames.filter(({ type }) => type === 'next'));
  for (let quiet = 0, known = -1; quiet < 10; quiet = frames().length === known ? quiet + 1 : 0) {
    known = frames().length;
    await pause(50);
  }
  for (const socket of sockets) socket.close();
  return frames().map(({ payload }) => (payload as { data?: unknown }).data);
}

/** Opens so many streams for an attacker, with identifiers and cursors of the victim's: of each kind as many. */
export async function streamsOf(
  door: Door,
  walked: WalkedSchema,
  { token, own }: Attacker,
  identifiers: readonly (readonly Identifier[])[],
  { chance, count }: { chance: Chance; count: number },
): Promise<Stream[]> {
  const places = placesOfStreams(walked);
  const ways = Object.keys(disguises);
  const streams: Stream[] = [];
  let socket!: AttackSocket;
  for (let n = 0; n < count; n++) {
    if (n % subscriptionsOfSocket === 0) {
      socket = await door.socket({ init: token ? { authorization: `Bearer ${token}` } : {} }).ready();
    }
    const place = chance.one(places);
    const identifier = chance.one(chance.one(identifiers));
    const value = disguises[chance.is(0.5) ? 'none' : chance.one(ways)]!(identifier.value, chance);
    const pen = { walked, chance, own, asked: new Set<string>() };
    const isText = getNamedType(typeAt(place)).name === 'String';
    const form = {
      ...anyForm(chance),
      directive: 'none',
      ...(isText ? {} : { value: 'argument' as const }),
    } as const;
    const document = documentOf([{ place, value, beside: {} }], form, pen);
    socket.say({ id: String(n), type: 'subscribe', payload: document });
    streams.push({ socket, id: String(n), place, query: document.query });
  }
  return streams;
}
