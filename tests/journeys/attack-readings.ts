import { astFromValue, type GraphQLField, getNamedType, isRequiredArgument, print } from 'graphql';
import { Chance } from './attack-chance.js';
import type { Identifier } from './attack-disguises.js';
import type { Door } from './attack-door.js';
import { valueInOrder, type WalkedSchema } from './attack-schema.js';

type Own = Record<string, Record<string, string>>;

/** Names of fields whose values name something: to be tried wherever a text is taken. */
const naming = /(^|[a-z])(id|Id|cursor|Cursor|code|payload|hash|Hash|key|Key|token|phone|Phone|Number)$/;

/** What changes though nobody does anything. */
const issuedByTheClock: ReadonlySet<string> = new Set(['trustBundle']);

/** What somebody can read of the platform through the public schema: every text, and where it stood. */
export class Readings {
  /** Values by `Type.field`. */
  readonly texts = new Map<string, Set<string>>();
  /** What a root field that needs arguments answered to. */
  readonly own: Own = {};
  /** The answers in their order: the same again where nothing changed. */
  readonly answers: { query: string; data: unknown }[] = [];

  private constructor(
    private readonly door: Door,
    private readonly walked: WalkedSchema,
    private readonly token: string | undefined,
  ) {}

  /** Asks for everything that a token may read, in so many selections by chance. */
  static async of(
    door: Door,
    walked: WalkedSchema,
    token: string | undefined,
    { seed = 1, rounds = 6, own }: { seed?: number; rounds?: number; own?: Own } = {},
  ): Promise<Readings> {
    const readings = new Readings(door, walked, token);
    const chance = new Chance(seed);
    const roots = walked.roots('query');
    const isOpen = (field: (typeof roots)[number]) => !field.args.some(isRequiredArgument);
    for (const root of roots.filter(isOpen)) await readings.#ask(root, {}, chance, rounds);
    for (const root of roots.filter((field) => !isOpen(field))) {
      const given = own?.[root.name] ?? (own ? undefined : await readings.#argumentsFor(root));
      if (!given) continue;
      readings.own[root.name] = given;
      await readings.#ask(root, given, chance, rounds);
    }
    return readings;
  }

  /** Each text that names something. */
  identifiers(): Identifier[] {
    return [...this.texts].flatMap(([kind, values]) =>
      naming.test(kind.split('.')[1]!) ? [...values].map((value) => ({ kind, value })) : [],
    );
  }

  /** Takes every text of an answer. */
  note(data: unknown, type = ''): void {
    if (Array.isArray(data)) for (const item of data) this.note(item, type);
    if (typeof data !== 'object' || data === null) return;
    const name = '__typename' in data ? String(data.__typename) : type;
    for (const [field, value] of Object.entries(data)) {
      if (typeof value === 'string' && field !== '__typename') {
        const kind = `${name}.${field.replace(/Of[A-Z]\w*$/, '')}`;
        this.texts.set(kind, (this.texts.get(kind) ?? new Set()).add(value));
      } else if (Array.isArray(value) && typeof value[0] === 'string') {
        for (const text of value) this.note({ [field]: text }, name);
      } else this.note(value);
    }
  }

  /** Every text that was read, at least so long. */
  all(length: number): Set<string> {
    return new Set(
      [...this.texts.values()].flatMap((values) => [...values]).filter((text) => text.length >= length),
    );
  }

  async #ask(
    root: GraphQLField<unknown, unknown>,
    given: Readonly<Record<string, string>>,
    chance: Chance,
    rounds: number,
  ): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const selection = this.walked.selection(root.type, chance, { fields: 150, drawings: round % 3 });
      const query = `{ ${rootWith(root, given)} ${selection} }`;
      const { data, codes } = await this.door.ask(query, { token: this.token });
      if (codes.includes('INTERNAL_SERVER_ERROR')) throw new Error(`A reading failed: ${query}`);
      if (codes.length) return;
      this.note(data, 'Query');
      if (!issuedByTheClock.has(root.name)) this.answers.push({ query, data });
      if (getNamedType(root.type).name === 'String') return;
    }
  }

  /** Tries what was read so far, until a root field answers. */
  async #argumentsFor(root: GraphQLField<unknown, unknown>): Promise<Record<string, string> | undefined> {
    const { name } = root.args.find(isRequiredArgument)!;
    for (const { value, kind } of this.identifiers()) {
      if (name.toLowerCase().endsWith('id') !== /\.\w*[iI]d$/.test(kind)) continue;
      const query = `{ ${rootWith(root, { [name]: value })} { __typename } }`;
      const { data } = await this.door.ask(query, { token: this.token });
      if (data?.[root.name]) return { [name]: value };
    }
    return undefined;
  }
}

function rootWith(root: GraphQLField<unknown, unknown>, given: Readonly<Record<string, string>>): string {
  const needed = root.args.filter((argument) => isRequiredArgument(argument));
  const texts = needed.map(
    ({ name, type }) => `${name}: ${print(astFromValue(valueInOrder(type, name, given), type)!)}`,
  );
  return `${root.name}${texts.length ? `(${texts.join(', ')})` : ''}`;
}
