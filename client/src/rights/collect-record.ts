import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import {
  RecordAccessesDocument,
  type RecordAccessFactsFragment,
  RecordAccountDocument,
  type RecordAccountFactsFragment,
  RecordDisputesDocument,
  type RecordDisputesQuery,
  RecordPeopleDocument,
  type RecordPersonFactsFragment,
  type RecordResultFactsFragment,
  RecordResultsDocument,
} from '../schema/rights-operations.ts';

type DisputePage = NonNullable<
  NonNullable<NonNullable<NonNullable<RecordDisputesQuery['me']>['citizen']>['record']>['person']
>['disputes'];

/** A person with everything that is held of them. */
export interface CollectedPerson extends RecordPersonFactsFragment {
  readonly results: readonly RecordResultFactsFragment[];
  readonly accesses: readonly RecordAccessFactsFragment[];
  readonly disputes: readonly DisputePage['edges'][number]['node'][];
}

/** What is saved: docs/rights.md describes it. */
export interface CollectedRecord {
  readonly format: 'ketqua-record';
  readonly formatVersion: number;
  readonly generatedAt: string;
  readonly account: RecordAccountFactsFragment;
  readonly people: readonly CollectedPerson[];
}

/** Asks the API; throws what it fails with. */
export type Ask = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** How far the collection is. */
export interface Progress {
  readonly people: number;
  readonly results: number;
}

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** What is no longer to be had in the middle of a collection: the claim was suspended, or the session is another's. */
export class RecordGoneError extends Error {}

/** Collects everything by following every cursor to its end: a large family is told as wholly as a single person. */
export async function collectRecord(
  ask: Ask,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<CollectedRecord> {
  const { me: holder } = await ask(RecordAccountDocument, {});
  const account = holder?.citizen?.account;
  if (!account) throw new RecordGoneError();
  let head = { formatVersion: 0, generatedAt: '' };
  const facts = await allOf(async (after) => {
    const { me } = await ask(RecordPeopleDocument, { after });
    const record = me?.citizen?.record;
    if (!record) throw new RecordGoneError();
    if (after === null) head = record;
    return record.people;
  });
  const people: CollectedPerson[] = [];
  let results = 0;
  for (const person of facts) {
    const collected = await collectPerson(ask, person);
    people.push(collected);
    results += collected.results.length;
    onProgress({ people: people.length, results });
  }
  const { formatVersion, generatedAt } = head;
  return { format: 'ketqua-record', formatVersion, generatedAt, account, people };
}

async function collectPerson(ask: Ask, person: RecordPersonFactsFragment): Promise<CollectedPerson> {
  const personId = person.id;
  const there = <Value>(value: Value | null | undefined): Value => {
    if (!value) throw new RecordGoneError();
    return value;
  };
  const results = await allOf(async (after) => {
    const { me } = await ask(RecordResultsDocument, { personId, after });
    return there(me?.citizen?.record?.person).results;
  });
  const accesses = await allOf(async (after) => {
    const { me } = await ask(RecordAccessesDocument, { personId, after });
    return there(me?.citizen?.record?.person).accesses;
  });
  const disputes = await allOf(async (after) => {
    const { me } = await ask(RecordDisputesDocument, { personId, after });
    return there(me?.citizen?.record?.person).disputes;
  });
  return { ...person, results, accesses, disputes };
}

async function allOf<Node>(pageAfter: (after: string | null) => Promise<Page<Node>>): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo } = await pageAfter(after);
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return nodes;
    after = pageInfo.endCursor;
  }
}

/** What is only for the page. */
const unsaved: ReadonlySet<string> = new Set(['__typename', 'viewerCanWithdraw']);

/** The file's text: JSON. */
export function recordAsJson(record: CollectedRecord): string {
  return JSON.stringify(record, (key, value) => (unsaved.has(key) ? undefined : value), 2);
}
