import { type DocumentNode, Kind, parse, visit } from 'graphql';

/** The directives of a supergraph, and their arguments, that hold selections which plans make of their own (join v0.1 to v0.5). */
const selecting: Readonly<Record<string, readonly string[]>> = {
  join__type: ['key'],
  join__field: ['requires'],
};

export type ReservedNames = ReadonlyMap<string, boolean>;

/**
 * The names of all fields that a plan may select without having been asked: those of keys and of `@requires`, and `__typename`;
 * true where it may give them arguments.
 * @param supergraph the supergraph's own definition
 */
export function reservedNames(supergraph: DocumentNode): ReservedNames {
  const names = new Map([['__typename', false]]);
  const add = (selection: string) => {
    visit(parse(`{ ${selection} }`, { noLocation: true }), {
      Field({ name, arguments: given = [] }) {
        names.set(name.value, given.length > 0 || names.get(name.value) === true);
      },
    });
  };
  visit(supergraph, {
    Directive({ name, arguments: given = [] }) {
      const known = selecting[name.value];
      for (const { name: argument, value } of given) {
        if (known?.includes(argument.value) && value.kind === Kind.STRING) add(value.value);
      }
    },
  });
  return names;
}
