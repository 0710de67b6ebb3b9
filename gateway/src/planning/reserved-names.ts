import { type DocumentNode, Kind, parse, visit } from 'graphql';

/** The directives of a supergraph, and their arguments, that hold selections which plans make of their own (join v0.1 to v0.5). */
const selecting: Readonly<Record<string, readonly string[]>> = {
  join__type: ['key'],
  join__field: ['requires'],
};

/**
 * The names of all fields that a plan may select without having been asked: those of keys and of `@requires`, and `__typename`. It
 * gives them no arguments.
 * @param supergraph the planner's definition (`withFieldsForArguments`)
 */
export function reservedNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set(['__typename']);
  const add = (selection: string) => {
    visit(parse(`{ ${selection} }`, { noLocation: true }), {
      Field({ name }) {
        names.add(name.value);
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
