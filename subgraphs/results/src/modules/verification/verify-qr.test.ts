import { setTimeout as pause } from 'node:timers/promises';
import type { AccountViewer, Operation } from '@ketqua/platform';
import { accountViewer, callerOf } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { destroyOld } from '../retention/retention.js';

const issue = `mutation ($input: IssueQrTokenInput!) { issueQrToken(input: $input) { __typename
  ... on QrToken { id payload certificateId issuedAt expiresAt status svg png } ... on UserError { code message } } }`;

describe('from the release to the verdict', () => {
  let house: ResultsHouse;
  let checkpointId: string;
  let officer: AccountViewer;
  const phone = '+84906000001';
  let citizen: AccountViewer;

  beforeAll(async () => {
    house = await ResultsHouse.open();
    const input = { code: 'CP-1', name: 'Cầu Rạch Chiếc', jurisdiction: 'VN-SG' };
    const create = `mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { __typename
      ... on Checkpoint { id } ... on UserError { code } } }`;
    checkpointId = (await house.ask(create, { input }, house.admin)).createCheckpoint.id;
    expect((await house.ask(create, { input }, house.admin)).createCheckpoint.code).toBe(
      'CHECKPOINT_CODE_TAKEN',
    );
    officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [checkpointId] });
    citizen = house.citizen(phone);
  });
  afterAll(() => house.close());

  /** Submits a result for the citizen, claims its person, and gives the result's id. */
  const claimedResult = async (given: Parameters<typeof row>[0] = {}, who = citizen) => {
    const submitted = row({
      patient: { fullName: 'Nguyễn Văn Bình', dateOfBirth: '1985-05-15', sex: 'MALE', phone },
      ...given,
    });
    const { rows } = await house.submit([submitted]);
    const people =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { people { id } } } }';
    const listed = await house.ask(people, { r: [{ __typename: 'Citizen', id: who.accountId }] }, who);
    const claim = 'mutation ($input: ClaimPersonInput!) { claimPerson(input: $input) { __typename } }';
    for (const { id } of listed._entities[0].people) {
      await house.ask(claim, { input: { personId: id, dateOfBirth: '1985-05-15' } }, who);
    }
    return { resultId: rows[0].resultId as string, submitted };
  };
  const issueFor = async (resultId: string, who = citizen) =>
    (await house.ask(issue, { input: { resultId } }, who)).issueQrToken;
  const collect = (operation: Operation, viewer: AccountViewer) => {
    const abort = new AbortController();
    const events: Record<string, Record<string, string>>[] = [];
    const ended = (async () => {
      const stream = await house.subgraph.subscribe(operation, callerOf(viewer), abort.signal);
      if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
      for await (const { data, errors } of stream) events.push((data ?? { errors }) as never);
    })();
    const end = () => {
      abort.abort();
      return ended;
    };
    return { events, end };
  };

  it('issues one certificate for a result, which passes with every rule told', async () => {
    const { resultId } = await claimedResult();
    const token = await issueFor(resultId);
    expect(token).toMatchObject({ __typename: 'QrToken', status: 'ACTIVE' });
    expect(token.payload).toMatch(/^HC1:/);
    expect(token.svg).toContain('<svg');
    expect(Buffer.from(token.png, 'base64').subarray(1, 4).toString()).toBe('PNG');
    expect(await issueFor(resultId)).toEqual(token);
    const verification = await house.verify(token.payload, checkpointId, officer);
    expect(verification).toMatchObject({
      verdict: 'PASS',
      signature: 'VALID',
      status: 'ACTIVE',
      outcome: 'NOT_DETECTED',
      holder: { displayName: expect.stringContaining('Bình'), dateOfBirth: '1985-05-15' },
      test: { code: 'LP6464-4', method: 'NAAT', resultedAt: expect.any(String) },
    });
    expect(verification.rules.length).toBeGreaterThan(0);
    expect(verification.rules.every(({ outcome }: { outcome: string }) => outcome === 'PASSED')).toBe(true);
  });

  it('asks for a fresh code, and tells a stranger nothing', async () => {
    const { resultId } = await claimedResult();
    const stale = { ...citizen, codeVerifiedAt: Math.floor(Date.now() / 1000) - 16 * 60 };
    expect(await issueFor(resultId, stale)).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    expect(await issueFor(resultId, house.citizen('+84906999999'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await issueFor('nonsense')).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('certifies what HCERT can say and nothing else', async () => {
    const invalid = await claimedResult({ outcome: 'INVALID' });
    expect(await issueFor(invalid.resultId)).toMatchObject({ code: 'RESULT_NOT_CERTIFIABLE' });
    const withoutDevice = await claimedResult({ test: { code: '94558-4' } });
    expect(await issueFor(withoutDevice.resultId)).toMatchObject({ code: 'RESULT_NOT_CERTIFIABLE' });
    const withDevice = await claimedResult({ test: { code: '94558-4', deviceId: '1232' } });
    expect(await issueFor(withDevice.resultId)).toMatchObject({ __typename: 'QrToken' });
  });

  it('never shows a positive result green, nor an old one, nor one that is altered', async () => {
    const positive = await issueFor((await claimedResult({ outcome: 'DETECTED' })).resultId);
    expect(await house.verify(positive.payload, checkpointId, officer)).toMatchObject({
      verdict: 'FAIL',
      signature: 'VALID',
      outcome: 'DETECTED',
    });
    const fourDaysAgo = new Date(Date.now() - 96 * 3_600_000).toISOString();
    const old = await issueFor(
      (await claimedResult({ specimenCollectedAt: fourDaysAgo, resultedAt: fourDaysAgo })).resultId,
    );
    const oldVerdict = await house.verify(old.payload, checkpointId, officer);
    expect(oldVerdict.verdict).toBe('FAIL');
    expect(oldVerdict.rules.map(({ outcome }: { outcome: string }) => outcome)).toContain('FAILED');
    const good = await issueFor((await claimedResult()).resultId);
    const middle = Math.floor(good.payload.length / 2);
    const altered =
      good.payload.slice(0, middle) +
      (good.payload[middle] === 'A' ? 'B' : 'A') +
      good.payload.slice(middle + 1);
    for (const text of [altered, 'HC1:', '', 'https://example.org', `HC1:${'A'.repeat(10_000)}`]) {
      expect(await house.verify(text, checkpointId, officer)).toMatchObject({
        verdict: 'FAIL',
        signature: 'INVALID',
        holder: null,
      });
    }
  });

  it('knows of a revocation in the same second, and of a correction', async () => {
    const { resultId, submitted } = await claimedResult();
    const token = await issueFor(resultId);
    await house.submit([{ ...submitted, status: 'CORRECTED', outcome: 'DETECTED' }]);
    expect(await house.verify(token.payload, checkpointId, officer)).toMatchObject({
      verdict: 'FAIL',
      status: 'SUPERSEDED',
    });
    const again = await issueFor(resultId);
    expect(again.id).not.toBe(token.id);
    const revoke =
      'mutation ($input: RevokeQrTokenInput!) { revokeQrToken(input: $input) { ... on QrToken { status } ... on UserError { code } } }';
    const stranger = house.citizen('+84906999999');
    expect((await house.ask(revoke, { input: { id: again.id } }, stranger)).revokeQrToken.code).toBe(
      'NOT_FOUND',
    );
    // An ADMIN would read the certificate in the answer: the holder's alone.
    expect((await house.ask(revoke, { input: { id: again.id } }, house.admin)).revokeQrToken.code).toBe(
      'NOT_FOUND',
    );
    expect((await house.ask(revoke, { input: { id: again.id } }, citizen)).revokeQrToken.status).toBe(
      'REVOKED',
    );
    expect(await house.verify(again.payload, checkpointId, officer)).toMatchObject({
      verdict: 'FAIL',
      status: 'REVOKED',
    });
  });

  it('fails a certificate with our signature that we never issued', async () => {
    const token = await issueFor((await claimedResult()).resultId);
    await house.database.query('delete from results.certificate where id = $1', [token.id]);
    const verification = await house.verify(token.payload, checkpointId, officer);
    expect(verification).toMatchObject({ verdict: 'FAIL', signature: 'VALID', status: 'UNKNOWN' });
    expect(verification.reasons[0]).toBe('NEVER_ISSUED');
  });

  it('is for the officers of that checkpoint alone', async () => {
    const elsewhere = accountViewer({
      roles: ['CITIZEN', 'OFFICER'],
      checkpointIds: ['0190a000-0000-7000-8000-000000000000'],
    });
    expect(await house.verify('HC1:', checkpointId, elsewhere)).toEqual({ __typename: 'NotFoundError' });
    expect(await house.verify('HC1:', 'nonsense', officer)).toEqual({ __typename: 'NotFoundError' });
    await expect(house.verify('HC1:', checkpointId, citizen)).rejects.toThrow('may not');
  });

  it('pushes a verification to the feed: place, verdict and time, and resumes after a cursor', async () => {
    const query = `subscription ($ids: [ID!]!, $after: String) { verificationFeed(checkpointIds: $ids, after: $after) {
      id cursor checkpoint { name } verdict signature status isOffline verifiedAt } }`;
    await pause(150);
    const feed = collect({ query, variables: { ids: [checkpointId] } }, officer);
    await pause(150);
    const token = await issueFor((await claimedResult()).resultId);
    await house.verify(token.payload, checkpointId, officer);
    await house.verify('HC1:nonsense', checkpointId, officer);
    await expect.poll(() => feed.events.length).toBe(2);
    await feed.end();
    const [first, second] = feed.events.map(
      (event) => (event as Record<string, Record<string, string>>).verificationFeed,
    );
    expect(first).toMatchObject({
      checkpoint: { name: 'Cầu Rạch Chiếc' },
      verdict: 'PASS',
      isOffline: false,
    });
    expect(second).toMatchObject({ verdict: 'FAIL', signature: 'INVALID' });
    const resumed = collect({ query, variables: { ids: [checkpointId], after: first!.cursor } }, house.admin);
    await expect.poll(() => resumed.events.length).toBe(1);
    await resumed.end();
    expect(JSON.stringify(feed.events)).not.toMatch(/Bình|1985|URN:UVCI/);
    const history =
      'query ($id: ID!) { verificationHistory(checkpointId: $id, first: 1) { edges { node { id cursor verdict } } pageInfo { hasNextPage } } }';
    const page = await house.ask(history, { id: checkpointId }, officer);
    expect(page).toMatchObject({
      verificationHistory: {
        edges: [{ node: { id: second!.id, verdict: 'FAIL' } }],
        pageInfo: { hasNextPage: true },
      },
    });
    // A page that was loaded goes on behind its newest verification.
    const { cursor } = page.verificationHistory.edges[0].node;
    const onward = collect({ query, variables: { ids: [checkpointId], after: cursor } }, officer);
    await house.verify('HC1:onward', checkpointId, officer);
    await expect.poll(() => onward.events.length).toBe(1);
    await onward.end();
    const foreign = collect(
      { query, variables: { ids: [checkpointId] } },
      accountViewer({ roles: ['OFFICER'], checkpointIds: [] }),
    );
    await pause(150);
    await house.verify('HC1:x', checkpointId, officer);
    await pause(300);
    expect(foreign.events).toEqual([]);
    await foreign.end();
  });

  it('pushes a result to its citizen and its lab alone, empty until the person is claimed', async () => {
    const query = 'subscription { resultReleased { id cursor result { id outcome version lab { id } } } }';
    const family = house.citizen('+84906000077');
    const claimed = collect({ query }, citizen);
    const unclaimed = collect({ query }, family);
    const stranger = collect({ query }, house.citizen('+84906999999'));
    const lab = collect({ query }, house.lab as never);
    await pause(200);
    const { resultId } = await claimedResult();
    await house.submit([
      row({ patient: { fullName: 'Ai Đó', dateOfBirth: '1999-09-09', sex: 'MALE', phone: '+84906000077' } }),
    ]);
    await expect.poll(() => [claimed, unclaimed, lab].map(({ events }) => events.length)).toEqual([1, 1, 2]);
    expect(claimed.events[0]).toMatchObject({
      resultReleased: {
        result: { id: resultId, outcome: 'NOT_DETECTED', version: 1, lab: { id: house.labId } },
      },
    });
    expect(unclaimed.events[0]).toMatchObject({ resultReleased: { result: null } });
    expect(stranger.events).toEqual([]);
    for (const { end } of [claimed, unclaimed, stranger, lab]) await end();
  });

  it('destroys verifications and their day keys after 72 hours', async () => {
    await house.database.query("update results.verification set verified_at = now() - interval '73 hours'");
    await house.database.query(
      "update results.verification_day_key set day = (now() - interval '4 days')::date",
    );
    await house.database.query("update events.event set occurred_at = now() - interval '73 hours'");
    expect(await destroyOld(house.events)).toBeGreaterThan(10);
    // What is left is the proof of it.
    const events = "events.event where topic <> 'authority.acted'";
    for (const table of ['results.verification', 'results.verification_day_key', events]) {
      const [left] = await house.database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
      expect(left!.n, table).toBe(0);
    }
    const counts = await house.database.query<{ count: number }>(
      'select count from results.verification_count',
    );
    expect(counts.every(({ count }) => count >= 10)).toBe(true);
  });
});
