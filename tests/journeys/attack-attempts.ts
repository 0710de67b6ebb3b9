import { getNamedType } from 'graphql';
import type { Chance } from './attack-chance.js';
import { disguises, type Identifier, nobodys, shapes } from './attack-disguises.js';
import { anyForm, documentOf, type Form, type Put } from './attack-document.js';
import type { Answer, Door } from './attack-door.js';
import { type Place, typeAt, type WalkedSchema } from './attack-schema.js';

/** Somebody who attacks, with what is their own. */
export interface Attacker {
  readonly name: string;
  readonly token: string | undefined;
  readonly own: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What of the victim they may know: whoever shares a phone with the victim sees an initial. */
  readonly knows: ReadonlySet<string>;
  /** Whether the victim's things are to look to them as if there were none. */
  readonly isStranger: boolean;
  /** Which mutations they try: a laboratory may well store a result for the victim's phone. */
  readonly mutates: boolean;
}

/** One try to read or change a thing of the victim's. */
export interface Attempt extends Put {
  readonly attacker: Attacker;
  readonly identifier: Identifier;
  readonly disguise: string;
}

/** A document of attempts, as it was sent, with its answer. */
export interface Sent {
  readonly attempts: readonly Attempt[];
  readonly form: Form;
  readonly query: string;
  readonly variables: object;
  readonly answer: Answer;
  readonly milliseconds: number;
  /** Pairs of aliases: what was tried, and the same for what nobody has. */
  readonly pairs: readonly (readonly [string, string])[];
}

/** What is known of the victim by whoever attacks: as texts beside the one that is tried, by the name of a field. */
export type Beside = Readonly<Record<string, string>>;

/**
 * The attempts: places with identifiers as they are, then places, identifiers and disguises by chance, as many as
 * asked for. Where an attacker is refused by their role, few are enough.
 */
export function planned(
  walked: WalkedSchema,
  attackers: readonly Attacker[],
  identifiers: readonly Identifier[],
  { beside, count, chance, refused }: { beside: Beside; count: number; chance: Chance; refused: Refused },
): Attempt[] {
  const places = walked.places().filter(({ kind }) => kind !== 'subscription');
  const attempts: Attempt[] = [];
  const add = (attacker: Attacker, place: Place, identifier: Identifier, disguise: string) => {
    const value = disguises[disguise]!(identifier.value, chance);
    attempts.push({ attacker, place, identifier, disguise, value, beside: some(beside, chance) });
  };
  const [main, ...others] = attackers as [Attacker, ...Attacker[]];
  const open = (attacker: Attacker) =>
    places.filter((place) => !refused.has(attacker, place) && (place.kind === 'query' || attacker.mutates));
  const pairs = open(main).flatMap((place) => identifiers.map((identifier) => ({ place, identifier })));
  const most = Math.ceil(count * 0.7);
  for (const { place, identifier } of chance.shuffled(pairs).slice(0, most))
    add(main, place, identifier, 'none');
  for (const attacker of attackers) {
    for (const place of places) {
      if (refused.has(attacker, place)) add(attacker, place, chance.one(identifiers), 'none');
    }
  }
  const ways = Object.keys(disguises);
  const openTo = new Map(attackers.map((attacker) => [attacker, open(attacker)]));
  while (attempts.length < count) {
    const attacker = others.length && chance.is(0.35) ? chance.one(others) : main;
    add(attacker, chance.one(openTo.get(attacker)!), chance.one(identifiers), chance.one(ways));
  }
  return attempts;
}

/** Most of what stands beside, so that optional fields are given and left out. */
function some(beside: Beside, chance: Chance): Beside {
  return chance.is(0.6) ? beside : Object.fromEntries(Object.entries(beside).filter(() => chance.is(0.7)));
}

/** Which root fields an attacker's role keeps them from, whatever they ask for. */
export class Refused {
  readonly #refused = new Set<string>();

  /** Finds out by asking each root field once for nothing. */
  static async to(door: Door, walked: WalkedSchema, attackers: readonly Attacker[]): Promise<Refused> {
    const refused = new Refused();
    const roots = new Map<string, Place>();
    for (const place of walked.places()) {
      if (place.kind !== 'subscription' && !roots.has(rootOf(place))) roots.set(rootOf(place), place);
    }
    for (const attacker of attackers) {
      const pen = { walked, chance: neverChance, own: attacker.own, asked: new Set<string>() };
      for (const place of roots.values()) {
        if (place.kind === 'mutation' && !attacker.mutates) continue;
        const document = documentOf([{ place, value: 'x', beside: {} }], plain, pen);
        const { codes } = await door.send(JSON.stringify(document), { token: attacker.token });
        if (codes.includes('FORBIDDEN') || codes.includes('UNAUTHENTICATED')) {
          refused.#refused.add(`${attacker.name} ${rootOf(place)}`);
        }
      }
    }
    return refused;
  }

  has(attacker: Attacker, place: Place): boolean {
    return this.#refused.has(`${attacker.name} ${rootOf(place)}`);
  }
}

const plain: Form = {
  value: 'argument',
  selection: 'direct',
  root: 'direct',
  directive: 'none',
  operations: 'one',
};
const neverChance = {
  is: () => false,
  shuffled: () => [],
  one: ([first]: unknown[]) => first,
} as never as Chance;

export function rootOf({ kind, steps }: Place): string {
  return `${kind} ${steps[0]!.field.name}`;
}

/** Whether a whole document was refused for who asks: each of its attempts would have been. */
export function isRefusedAtAll({ answer: { codes } }: Sent): boolean {
  return codes.includes('FORBIDDEN') || codes.includes('UNAUTHENTICATED');
}

/** Attempts that can stand in one document: of one attacker at one root field; what has another shape stands alone. */
export function grouped(attempts: readonly Attempt[], chance: Chance): Attempt[][] {
  const groups = Map.groupBy(
    attempts.filter((attempt) => !standsAlone(attempt)),
    ({ attacker, place }) => `${attacker.name} ${rootOf(place)}`,
  );
  const alone = attempts.filter(standsAlone).map((attempt) => [attempt]);
  const together = [...groups.values()].flatMap((group) => {
    const largest = group[0]!.place.kind === 'mutation' ? 2 : 8;
    const mixed = chance.shuffled(group);
    const pieces: Attempt[][] = [];
    while (mixed.length) pieces.push(mixed.splice(0, 1 + chance.below(largest)));
    return pieces;
  });
  return chance.shuffled([...alone, ...together]);
}

function standsAlone({ disguise, place }: Attempt): boolean {
  const scalar = getNamedType(typeAt(place)).name;
  return shapes.has(disguise) || (scalar !== 'ID' && scalar !== 'String');
}

/** Sends attempts as one document; beside each that names a thing of the victim's, the same for what nobody has. */
export async function send(
  door: Door,
  walked: WalkedSchema,
  attempts: readonly Attempt[],
  { chance, asked, token }: { chance: Chance; asked: Set<string>; token?: string | undefined },
): Promise<Sent> {
  const [{ attacker }] = attempts as [Attempt];
  const form = anyForm(chance);
  const puts: Put[] = [...attempts];
  const pairs = attempts.flatMap((attempt, n) => {
    const nobody = attacker.isStranger && attempt.disguise === 'none' && nobodys(attempt.identifier, chance);
    if (!nobody) return [];
    return [[`a${n}`, `a${puts.push({ ...attempt, value: nobody }) - 1}`] as const];
  });
  const written = documentOf(puts, form, { walked, chance, own: attacker.own, asked });
  const began = performance.now();
  const answer = await door.send(JSON.stringify(written), { token: token ?? attacker.token });
  const { query, variables } = written;
  return { attempts, form, query, variables, answer, pairs, milliseconds: performance.now() - began };
}
