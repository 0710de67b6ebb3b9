import 'reflect-metadata';
import { buildSubgraphSchema as buildFederatedSchema, printSubgraphSchema } from '@apollo/subgraph';
import { getDirective, printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql';
import { buildSchema, createResolversMap, type NonEmptyArray } from 'type-graphql';
import type { Caller } from '../viewer/viewer.js';
import { authorize, type FieldPermission, permissionExtension } from './authorize.js';

/** How a subgraph answers for one of its entities, and who may ever ask. */
export interface EntityReference<Context> {
  readonly permission: FieldPermission;
  /** Resolves a representation `{__typename, …key fields}`; `null` where the viewer may not see it. */
  resolve(reference: Record<string, string>, context: Context): Promise<object | null> | object | null;
}

/** What a subgraph's schema is made of. Types are reached from the resolvers and the entities. */
export interface SubgraphSchemaDefinition<Context> {
  readonly resolvers: NonEmptyArray<new () => object>;
  readonly references?: Readonly<Record<string, EntityReference<Context>>>;
  /** Classes of types that no root field reaches, such as an entity of another subgraph extended here. */
  readonly orphanedTypes?: readonly (new () => object)[];
}

const federationLink = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag"]
)`;

const noPubSub = {
  publish(): never {
    throw new Error('Events go through the outbox');
  },
  subscribe(): never {
    throw new Error('A subscription names its own source of events');
  },
};

/**
 * Builds a Federation 2 subgraph schema from type-graphql classes. Every root field is wrapped with the check of
 * its permission, and every entity with that of its reference.
 * @throws Error naming the field that has neither a permission nor `@Public`, or the entity without a reference.
 */
export async function buildSubgraphSchema<Context extends Caller>(
  definition: SubgraphSchemaDefinition<Context>,
): Promise<GraphQLSchema> {
  const classes = await buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: [...(definition.orphanedTypes ?? [])],
    pubSub: noPubSub as never,
    validate: false,
    authChecker: undefined,
  });
  const resolvers = createResolversMap(classes) as Record<string, Record<string, unknown>>;
  for (const rootType of ['Query', 'Mutation', 'Subscription']) {
    guardRootFields(classes, rootType, resolvers[rootType] ?? {});
  }
  for (const typeName of resolvableEntities(classes)) {
    if (!definition.references?.[typeName]?.permission)
      throw new Error(`${typeName} is an entity whose reference names no permission`);
  }
  for (const [typeName, reference] of Object.entries(definition.references ?? {})) {
    resolvers[typeName] = { ...resolvers[typeName], __resolveReference: guardedReference(reference) };
  }
  const typeDefs = parse(`${printSchemaWithDirectives(classes)}\n${federationLink}`);
  return buildFederatedSchema([{ typeDefs, resolvers: resolvers as never }]);
}

/** The subgraph's schema as it is published: sorted by its classes, with descriptions and directives. */
export { printSubgraphSchema };

/** The types that the gateway may ask for by their key. */
function resolvableEntities(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) =>
      (getDirective(schema, type, 'key') ?? []).some(({ resolvable }) => resolvable !== false),
    )
    .map(({ name }) => name);
}

function guardRootFields(schema: GraphQLSchema, rootType: string, resolvers: Record<string, unknown>): void {
  const type = schema.getType(rootType);
  if (!type || !('getFields' in type)) return;
  for (const [name, field] of Object.entries(type.getFields())) {
    const permission = field.extensions[permissionExtension] as FieldPermission | undefined;
    if (!permission)
      throw new Error(`${rootType}.${name} names no permission: give it @Permission(…) or @Public()`);
    resolvers[name] = guarded(resolvers[name], permission);
  }
}

type Resolver = GraphQLFieldResolver<unknown, Caller>;

function guarded(resolver: unknown, permission: FieldPermission): unknown {
  if (typeof resolver === 'function') return guardedResolver(resolver as Resolver, permission);
  const { subscribe, resolve } = resolver as { subscribe: Resolver; resolve: Resolver };
  return { subscribe: guardedResolver(subscribe, permission), resolve };
}

function guardedResolver(resolver: Resolver, permission: FieldPermission): Resolver {
  return (source, input, context, info) => {
    authorize(context.viewer, permission);
    return resolver(source, input, context, info);
  };
}

/** A synchronous throw in a reference resolver would fail the whole batch of entities: it becomes a rejection. */
function guardedReference<Context extends Caller>({ permission, resolve }: EntityReference<Context>) {
  return async (reference: Record<string, string>, context: Context) => {
    authorize(context.viewer, permission);
    return resolve(reference, context);
  };
}
