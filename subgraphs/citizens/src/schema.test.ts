import { printSubgraphSchema } from '@ketqua/platform';
import { refusalsOfNobody } from '@ketqua/platform/testing';
import { type GraphQLObjectType, isUnionType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildCitizensSchema } from './schema.js';
import { CitizensBench } from './testing/citizens-bench.js';

describe('the schema of citizens', () => {
  it('gives every mutation a union with at least one named error', async () => {
    const schema = await buildCitizensSchema();
    // What only the gateway asks is no part of the public API.
    const mutations = Object.values(schema.getMutationType()!.getFields()).filter(
      ({ name }) => name !== 'receiveWebhook',
    );
    expect(mutations.map(({ name }) => name).sort()).toEqual([
      'endAccount',
      'endSession',
      'grantRole',
      'refreshSession',
      'requestOtp',
      'revokeRole',
      'setLocale',
      'signOut',
      'subscribeToPush',
      'unsubscribeFromPush',
      'verifyOtp',
    ]);
    for (const { name, type } of mutations) {
      const union = schema.getType(String(type).replace('!', ''));
      if (!isUnionType(union)) throw new Error(`${name} returns no union`);
      const errors = union.getTypes().filter((member) => implementsUserError(member));
      expect(errors.length, name).toBeGreaterThan(0);
      expect(errors.length, name).toBeLessThan(union.getTypes().length);
    }
  });

  it('answers nobody who is not signed in, but lets them sign in', async () => {
    const open: readonly string[] = [
      'Query.me',
      'Query.developmentMessages',
      'Query.textBreaker',
      'Mutation.requestOtp',
      'Mutation.verifyOtp',
      'Mutation.refreshSession',
      // Its own signature is judged, not the caller: false for anything else.
      'Mutation.receiveWebhook',
    ];
    const bench = await CitizensBench.open();
    const codes = Object.entries(await refusalsOfNobody(bench.subgraph));
    await bench.close();
    expect(codes.length).toBeGreaterThan(6);
    expect(codes.filter(([name, code]) => code !== 'UNAUTHENTICATED' && !open.includes(name))).toEqual([]);
  });

  it('hides what only developers see, and refers to what others own', async () => {
    const sdl = printSubgraphSchema(await buildCitizensSchema());
    expect(sdl).toMatch(/developmentMessages: \[DevelopmentMessage!\]! @inaccessible/);
    expect(sdl).toMatch(/textBreaker: String! @inaccessible/);
    expect(sdl).toMatch(/type DevelopmentMessage\s+@inaccessible/);
    expect(sdl).toMatch(/receiveWebhook\([\s\S]*?\): Boolean! @inaccessible/);
    expect(sdl).toMatch(/input ReceiveWebhookInput\s+@inaccessible/);
    expect(sdl).toMatch(/type Lab\s+@key\(fields: "id", resolvable: false\)/);
    expect(sdl).toMatch(/type Citizen\s+@key\(fields: "id"\)/);
    expect(sdl).toMatch(/type NotFoundError implements UserError\s+@shareable/);
  });
});

function implementsUserError(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === 'UserError');
}
