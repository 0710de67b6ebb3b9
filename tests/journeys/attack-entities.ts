import { readFileSync } from 'node:fs';
import { type DirectiveNode, Kind, parse } from 'graphql';
import type { Chance } from './attack-chance.js';
import { disguises, type Identifier, shapes } from './attack-disguises.js';
import { WalkedSchema } from './attack-schema.js';

export const rooms = ['citizens', 'labs', 'results'] as const;
export type Room = (typeof rooms)[number];

/** A type that a subgraph resolves by its key. */
interface Entity {
  readonly name: string;
  readonly keys: readonly string[];
}

/** A question for entities, as the gateway puts it to a subgraph. */
export interface EntityQuestion {
  readonly query: string;
  readonly variables: { readonly r: readonly object[] };
}

/** The entities of a subgraph, as its printed schema declares them, and questions for them. */
export class EntitiesOf {
  readonly entities: readonly Entity[];
  readonly #walked: WalkedSchema;

  constructor(readonly room: Room) {
    const text = readFileSync(new URL(`../../schema/${room}.graphql`, import.meta.url), 'utf8');
    this.#walked = WalkedSchema.printed(text);
    this.entities = parse(text).definitions.flatMap((definition) => {
      const isObject =
        definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
      const keys = isObject ? definition.directives!.filter(({ name }) => name.value === 'key') : [];
      return keys.length && isObject
        ? [{ name: definition.name.value, keys: keys.flatMap(fieldsOfKey) }]
        : [];
    });
  }

  /** Asks for one type with so many identifiers at once, most of them as they are. */
  question(entity: Entity, identifiers: readonly Identifier[], chance: Chance): EntityQuestion {
    const ways = Object.keys(disguises).filter((way) => !shapes.has(way));
    const r = identifiers.map(({ value }) => {
      const key = disguises[chance.is(0.6) ? 'none' : chance.one(ways)]!(value, chance);
      return { __typename: entity.name, ...Object.fromEntries(entity.keys.map((name) => [name, key])) };
    });
    const selection = this.#walked.selection(this.#walked.typeNamed(entity.name), chance, {
      fields: 60,
      drawings: 1,
    });
    return {
      query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${entity.name} ${selection} } }`,
      variables: { r },
    };
  }
}

function fieldsOfKey(key: DirectiveNode): readonly string[] {
  const fields = key.arguments?.find(({ name }) => name.value === 'fields')?.value;
  return fields?.kind === Kind.STRING ? fields.value.split(/\s+/).filter((name) => /^\w+$/.test(name)) : [];
}
