import { randomBytes } from 'node:crypto';
import {
  buildClientSchema,
  type GraphQLInputType,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Cast } from './attack-cast.js';

const marker = 'Zq7Xk';

/** What is typed where a text is expected. Each holds the marker, which no error may repeat. */
const hostileTexts: Readonly<Record<string, string>> = {
  sql: `${marker}' OR 1=1; DROP TABLE results.person; --`,
  nul: `${marker}\u0000`,
  controls: `\u0001\u001b[31m${marker}\u202e\u2028`,
  surrogate: `\ud800${marker}`,
  path: `../../../../${marker}`,
  markup: `<script>${marker}</script>{{${marker}}}\${${marker}}`,
  dashes: '-'.repeat(36),
  almostCursor: `9999-99-99T00:00:00Z_${'-'.repeat(36)}`,
  futureCursor: `+275760-09-13T00:00:00.000Z_01890000-0000-7000-8000-000000000000`,
  encodedNul: Buffer.from(`\u0000${marker}`).toString('base64url'),
  /** More than an index takes, also when it is compressed. */
  huge: marker + randomBytes(45_000).toString('base64'),
};

/** Texts in order, by the name of their field: an attack alters one of them. */
function textsInOrder(cast: Cast): Readonly<Record<string, string>> {
  const { victim, labIds, platform } = cast;
  return {
    id: victim.submissionId,
    labId: labIds[0]!,
    checkpointId: platform.credentials.checkpointId,
    checkpointIds: platform.credentials.checkpointId,
    personId: victim.personId,
    resultId: victim.resultId,
    phone: '+84901112223',
    challengeId: victim.submissionId,
    code: '94500-6',
    expiresAt: '2099-01-01T00:00:00Z',
    dateOfBirth: '1990-03-14',
    dateFormat: 'YYYY-MM-DD',
    timeZone: 'Asia/Ho_Chi_Minh',
    country: 'VN',
    specimenCollectedAt: '2021-07-08T08:00:00+07:00',
    content: 'accessionNumber,patient.fullName\nA,B',
    field: 'accessionNumber',
    outcome: 'NOT_DETECTED',
  };
}

/** A place in an operation's variables where a text stands. */
type Path = readonly (string | number)[];

interface AttackedField {
  readonly query: string;
  readonly name: string;
  readonly variables: Record<string, unknown>;
  readonly texts: readonly Path[];
}

/** Attacks with texts that no person types, in every argument of every operation. */
export function attacksWithTexts(cast: () => Cast): void {
  describe('a text that no person types', () => {
    it('is judged in every argument of every operation: no failure on our side, and never repeated in an error', async () => {
      const { door, platform, labIds } = cast();
      const { checkpointId } = platform.credentials;
      const { phone } = await cast().newPerson('LAB_STAFF', { labId: labIds[0] });
      const grant = (role: string, more: object = {}) =>
        door.call('grantRole', '... on RoleGrant { id }', { phone, role, ...more }, cast().admin.token);
      await grant('ADMIN');
      await grant('OFFICER', { checkpointIds: [checkpointId] });
      // Somebody who may do everything: no permission stands before what is judged.
      const { token } = await cast().signIn(phone);
      const { data } = await door.ask(getIntrospectionQuery());
      const fields = attackedFields(data as unknown as IntrospectionQuery, textsInOrder(cast()));
      expect(fields.flatMap(({ texts }) => texts).length).toBeGreaterThan(50);
      const attacks = fields.flatMap((field) =>
        field.texts.flatMap((path) => Object.keys(hostileTexts).map((kind) => ({ field, path, kind }))),
      );
      const failures: string[] = [];
      let next = 0;
      const attack = async () => {
        for (let at = next++; at < attacks.length; at = next++) {
          const { field, path, kind } = attacks[at]!;
          const variables = withText(field.variables, path, hostileTexts[kind]!);
          const { status, codes, text } = await door.ask(field.query, { variables, token });
          const errors = JSON.stringify((JSON.parse(text) as { errors?: unknown }).errors ?? []);
          const isBroken =
            status >= 500 || codes.includes('INTERNAL_SERVER_ERROR') || errors.includes(marker);
          if (isBroken)
            failures.push(`${field.name} ${path.join('.')} ${kind}: ${status} ${errors.slice(0, 200)}`);
        }
      };
      await Promise.all(Array.from({ length: 6 }, attack));
      expect(failures).toEqual([]);
      expect((await door.ask('{ me { roles } }', { token })).codes).toEqual([]);
    }, 240_000);

    it('is judged in the arguments below the root, numbers included', async () => {
      const { door, victim, labs } = cast();
      const results =
        'query ($a: String, $n: Int!) { me { citizen { people { results(after: $a, first: $n) { edges { cursor } } } } } }';
      const rows = `query ($n: Int!) { submission(id: "${victim.submissionId}") { rows(from: $n, count: $n) { index } } submissions(first: $n) { edges { cursor } } }`;
      for (const a of Object.values(hostileTexts)) {
        const { codes, text } = await door.ask(results, { variables: { a, n: 5 }, token: victim.token });
        expect(codes.filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
        if (codes.length) expect(text).not.toContain(marker);
      }
      for (const n of [-1, 0, 2_147_483_647, -2_147_483_648]) {
        expect((await door.ask(results, { variables: { n }, token: victim.token })).codes).toEqual([]);
        expect((await door.ask(rows, { variables: { n }, token: labs[0] })).codes).toEqual([]);
      }
      for (const n of [1e20, 0.5, '7', null, [1, 2]]) {
        expect((await door.ask(rows, { variables: { n }, token: labs[0] })).codes).toEqual([
          'BAD_USER_INPUT',
        ]);
      }
    });

    it('is judged in the arguments of subscriptions', async () => {
      const { door, officer } = cast();
      const socket = await door.socket({ init: { authorization: `Bearer ${officer.token}` } }).ready();
      for (const [kind, text] of Object.entries(hostileTexts).filter(([name]) => name !== 'huge')) {
        const [results, feed] = [`results-${kind}`, `feed-${kind}`];
        socket.subscribe(results, 'subscription ($a: String) { resultReleased(after: $a) { id } }', {
          a: text,
        });
        await expect.poll(() => socket.codes(results), { timeout: 5_000 }).toEqual(['CURSOR_EXPIRED']);
        const query = 'subscription ($ids: [ID!]!) { verificationFeed(checkpointIds: $ids) { id } }';
        socket.subscribe(feed, query, { ids: [text] });
        socket.say({ id: feed, type: 'complete' });
        expect(socket.codes(feed)).toEqual([]);
      }
      expect(socket.socket.readyState).toBe(socket.socket.OPEN);
      socket.close();
    });

    it('is not repeated where it stands in the document itself', async () => {
      const { door } = cast();
      for (const document of [
        `mutation { requestOtp(input: { phone: 0901${'1'.repeat(9)} }) { __typename } }`,
        `mutation { requestOtp(input: { phone: ${marker} }) { __typename } }`,
        `mutation { requestOtp(input: { phone: "${marker}", channel: "${marker}" }) { __typename } }`,
        `mutation { requestOtp(input: { phone: ["${marker}"] }) { __typename } }`,
        `mutation { requestOtp(input: "${marker}") { __typename } }`,
        `mutation { requestOtp(input: { phone: "${marker} }) { __typename } }`,
        `mutation { requestOtp(input: { phone: """${marker} }) { __typename } }`,
        `mutation { requestOtp(input: { phone: "a" "${marker}" }) { __typename } }`,
        `"${marker}" { me { id } }`,
        `{ me { id } } ${marker}`,
        `{ lab(id: { ${marker}: 1 }) { id } }`,
        `{ labs(first: "${marker}") { edges { cursor } } }`,
      ]) {
        const { status, codes, text } = await door.ask(document);
        expect(status, document).toBeLessThan(500);
        expect(codes.length, document).toBeGreaterThan(0);
        expect(codes, document).not.toContain('INTERNAL_SERVER_ERROR');
        expect(text, document).not.toContain(marker);
        expect(text, document).not.toContain('0901');
      }
    });
  });
}

/** Every query and mutation that takes a text, with variables in order. */
function attackedFields(
  introspection: IntrospectionQuery,
  texts: Readonly<Record<string, string>>,
): AttackedField[] {
  const schema = buildClientSchema(introspection);
  const kinds = [
    ['query', schema.getQueryType()!],
    ['mutation', schema.getMutationType()!],
  ] as const;
  return kinds.flatMap(([kind, type]) =>
    Object.values(type.getFields())
      .filter(({ name, args }) => args.length > 0 && name !== 'signOut')
      .map(({ name, args, type: result }): AttackedField => {
        const declared = args.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
        const passed = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
        const selection = isScalarType(getNamedType(result)) ? '' : '{ __typename }';
        const found: Path[] = [];
        const variables = Object.fromEntries(
          args.map((argument) => [argument.name, sample(argument.type, [argument.name], texts, found)]),
        );
        return {
          name,
          query: `${kind} (${declared}) { ${name}(${passed}) ${selection} }`,
          variables,
          texts: found,
        };
      }),
  );
}

/** A value in order; where texts stand in it is added to `found`. */
function sample(
  type: GraphQLInputType,
  path: Path,
  texts: Readonly<Record<string, string>>,
  found: Path[],
): unknown {
  if (isNonNullType(type)) return sample(type.ofType, path, texts, found);
  if (isListType(type)) return [sample(type.ofType, [...path, 0], texts, found)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return Object.fromEntries(
      fields.map((field) => [field.name, sample(field.type, [...path, field.name], texts, found)]),
    );
  }
  if (type.name === 'Int') return 1;
  if (type.name === 'Boolean') return false;
  found.push(path);
  const name = path.findLast((step) => typeof step === 'string')!;
  return texts[name] ?? `attack-${crypto.randomUUID()}`;
}

function withText(variables: Record<string, unknown>, path: Path, text: string): Record<string, unknown> {
  const copy = structuredClone(variables);
  let place = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  place[path.at(-1)!] = text;
  // Two submissions with one key would be a conflict, not a judgement.
  if (path.at(-1) !== 'idempotencyKey') renew(copy);
  return copy;
}

function renew(variables: Record<string, unknown>): void {
  const input = variables.input as Record<string, unknown> | undefined;
  if (input && 'idempotencyKey' in input) input.idempotencyKey = crypto.randomUUID();
}
