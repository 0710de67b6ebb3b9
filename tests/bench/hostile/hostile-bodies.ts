import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { asking, type HostileRequest, tooLarge, unreadable } from './hostile-request.js';

const megabyte = 1024 * 1024;
const good = JSON.stringify({ query: '{ eventCursor }' });

/** Bodies that would fill a gateway's memory, or are none of GraphQL's. */
export function hostileBodies(): HostileRequest[] {
  return [...bombs(), ...encodings(), ...variables(), ...batches()];
}

/** Few bytes that become many: a gateway must stop at the first too many. */
function bombs(): HostileRequest[] {
  const ways = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  return [1, 5, 20, 50].flatMap((megabytes) => {
    const text = JSON.stringify({
      query: '{ eventCursor }',
      variables: { a: 'x'.repeat(megabytes * megabyte) },
    });
    return Object.entries(ways).map(([encoding, compress]) => ({
      name: `${megabytes} MB in ${encoding}`,
      codes: tooLarge,
      headers: { 'content-encoding': encoding },
      body: compress(text),
    }));
  });
}

function encodings(): HostileRequest[] {
  const compressed = gzipSync(good);
  const as = (encoding: string, body: Buffer) => ({
    name: `encoding ${encoding}`,
    codes: unreadable,
    headers: { 'content-encoding': encoding },
    body,
  });
  return [
    as('gzip, gzip', gzipSync(compressed)),
    as('zstd', Buffer.from(good)),
    as('gzip', compressed.subarray(0, 20)),
    as('gzip', Buffer.from(good)),
    as('br', Buffer.alloc(2_000, 0xff)),
    { name: 'a form', codes: unreadable, headers: { 'content-type': 'text/plain' }, body: good },
    { name: 'a query in the address', codes: unreadable, method: 'GET', body: '' },
    asking('a subscription by POST', unreadable, 'subscription { trustBundleChanged { id } }'),
  ];
}

function variables(): HostileRequest[] {
  const query = 'query ($a: String) { resultReleased: eventCursor labs(after: $a) { edges { cursor } } }';
  const nested = (levels: number) =>
    `{"query":${JSON.stringify(query)},"variables":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
  return [
    ...[1, 2, 4, 8].map((times) =>
      asking(`variables of ${times}00 kB`, tooLarge, query, { a: 'x'.repeat(times * 100 * 1024) }),
    ),
    ...[100, 1_000, 10_000, 40_000].map((levels) => ({
      name: `variables ${levels} levels deep`,
      codes: [levels < 200 ? 'BAD_USER_INPUT' : 'BAD_REQUEST'],
      body: nested(levels),
    })),
  ];
}

function batches(): HostileRequest[] {
  return [2, 10, 100, 500, 1_000, 2_000].map((count) => ({
    name: `a batch of ${count}`,
    codes: unreadable,
    body: `[${Array.from({ length: count }, () => good).join(',')}]`,
  }));
}
