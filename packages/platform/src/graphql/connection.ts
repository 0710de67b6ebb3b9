import { Directive, Field, ObjectType } from 'type-graphql';

/** Relay's page information (GraphQL Cursor Connections Specification). */
@Directive('@shareable')
@ObjectType({ description: 'Whether more follows, and the cursor to ask for it.' })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** What a page of `first` rows needs to fetch: one more tells whether another page follows. */
export function pageSize(first: number): number {
  return Math.min(Math.max(Math.trunc(first), 1), 100);
}

/** Makes a Relay connection of up to `first` + 1 rows. */
export function connectionOf<Node>(rows: readonly Node[], first: number, cursorOf: (node: Node) => string) {
  const nodes = rows.slice(0, pageSize(first));
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    pageInfo: { hasNextPage: rows.length > nodes.length, endCursor: edges.at(-1)?.cursor ?? null },
  };
}
