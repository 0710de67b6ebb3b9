import {
  buildASTSchema,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  TypeInfo,
  type TypeNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { argumentsOf, eachType, place, selectionOn, type TypeWithFields } from './supergraph-definition.js';

/**
 * A supergraph without fields of some names in the subgraphs to which they are external and that name them nowhere: Apollo's planner
 * takes no such supergraph.
 */
export function withoutUnusedExternals(supergraph: DocumentNode, names: ReadonlySet<string>): DocumentNode {
  const used = usedFields(supergraph);
  return eachType(supergraph, (type) => {
    const above = [type, ...(type.interfaces ?? [])].map(({ name }) => name.value);
    const isUnused = (directive: DirectiveNode, field: string) => {
      const { graph, external } = argumentsOf(directive, 'join__field');
      return graph && external && !above.some((name) => used.has(`${place(name, graph)} ${field}`));
    };
    return {
      ...type,
      fields: type.fields?.map((field) => {
        const name = field.name.value;
        if (!names.has(name) || isOfInterface(supergraph, type, name)) return field;
        return { ...field, directives: field.directives?.filter((one) => !isUnused(one, name)) };
      }),
    };
  });
}

function isOfInterface(
  supergraph: DocumentNode,
  { interfaces = [] }: TypeWithFields,
  field: string,
): boolean {
  const above = new Set(interfaces.map(({ name }) => name.value));
  return supergraph.definitions.some(
    (type) =>
      type.kind === Kind.INTERFACE_TYPE_DEFINITION &&
      above.has(type.name.value) &&
      type.fields?.some(({ name }) => name.value === field),
  );
}

/** The fields that keys, `@requires` and `@provides` name: type, subgraph and field. */
function usedFields(supergraph: DocumentNode): ReadonlySet<string> {
  const schema = buildASTSchema(supergraph, { assumeValid: true });
  const used = new Set<string>();
  const use = (type: string, graph: string | undefined, fields: string | undefined) => {
    if (!graph || !fields) return;
    const typeInfo = new TypeInfo(schema);
    visit(
      selectionOn(type, fields),
      visitWithTypeInfo(typeInfo, {
        Field({ name }) {
          used.add(`${place(typeInfo.getParentType()!.name, graph)} ${name.value}`);
        },
      }),
    );
  };
  eachType(supergraph, (type) => {
    const owner = type.name.value;
    for (const directive of type.directives ?? []) {
      const { graph, key } = argumentsOf(directive, 'join__type');
      use(owner, graph, key);
    }
    for (const field of type.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const { graph, requires, provides } = argumentsOf(directive, 'join__field');
        use(owner, graph, requires);
        use(namedTypeOf(field.type), graph, provides);
      }
    }
    return type;
  });
  return used;
}

function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}
