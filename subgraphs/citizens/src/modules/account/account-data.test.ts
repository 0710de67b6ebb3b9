import { AccessTokens, type AccountViewer } from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, CitizensBench, indexOf, type SessionData } from '../../testing/citizens-bench.js';

const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen { account {
  maskedPhone locale roles createdAt lastUsedAt lastNoticeAt devices { id device firstUsedAt lastUsedAt }
  sessions { id isCurrent } } } } }`;

describe('what is held of an account', () => {
  let bench: CitizensBench;
  const phone = '+84902000088';
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;

  beforeAll(async () => {
    bench = await CitizensBench.open();
    await bench.report(phone);
  });
  afterAll(() => bench.close());

  it('is read by its holder, and by nobody else', async () => {
    const viewer = await viewerOf(await bench.signIn(phone));
    await bench.tell('person.notice-due', { phoneIndexes: [indexOf(phone)] });
    await expect.poll(async () => (await bench.messagesTo(phone)).length, { timeout: 10_000 }).toBe(2);
    const of = [{ __typename: 'Citizen', id: viewer.accountId }];
    const [citizen] = await bench.ask<{ account: object }[]>(entities, { of }, viewer);
    expect(citizen!.account).toEqual({
      maskedPhone: '+84 ••• ••• 088',
      locale: 'vi',
      roles: ['CITIZEN'],
      createdAt: expect.any(String),
      lastUsedAt: expect.any(String),
      lastNoticeAt: expect.any(String),
      devices: [
        {
          id: viewer.deviceId,
          device: null,
          firstUsedAt: expect.any(String),
          lastUsedAt: expect.any(String),
        },
      ],
      sessions: [{ id: viewer.sessionId, isCurrent: true }],
    });
    expect(await bench.ask(entities, { of }, admin)).toEqual([null]);
    expect(await bench.refusal(entities, { of })).toBe('UNAUTHENTICATED');
  });
});
