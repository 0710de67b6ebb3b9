import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { type Failure, failureOf } from '../network/failure.ts';

/** Pages of a list, one below the other. */
export interface Pages<Node> {
  readonly nodes: readonly Node[] | null;
  readonly failure: Failure | null;
  readonly hasMore: boolean;
  more(): void;
}

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Loads the pages of a connection, the next one when it is asked for. */
export function usePages<Data, Variables extends AnyVariables, Node>(
  document: TypedDocumentNode<Data, Variables>,
  variablesAfter: (after: string | null) => Variables,
  pageOf: (data: Data) => Page<Node> | null | undefined,
): Pages<Node> {
  const client = useClient();
  const [nodes, setNodes] = useState<readonly Node[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async (after: string | null, before: readonly Node[]) => {
    setFailure(null);
    const { data, error } = await client
      .query(document, variablesAfter(after), { requestPolicy: 'network-only' })
      .toPromise();
    if (!data) return setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
    const page = pageOf(data);
    setNodes([...before, ...(page?.edges.map(({ node }) => node) ?? [])]);
    setNext(page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first page is asked for once.
  useEffect(() => {
    void load(null, []);
  }, []);
  return { nodes, failure, hasMore: next !== null, more: () => void load(next, nodes ?? []) };
}
