import { describe, expect, it } from 'vitest';
import { type Cast, type Signed, secrets } from './attack-cast.js';
import { sentResult } from './people.js';

const nobody = '01890000-0000-7000-8000-000000000000';

/** Attacks on what is somebody else's, by people and laboratories who are signed in. */
export function attacksOnOwnership(cast: () => Cast): void {
  describe('a stranger who knows the identifiers of another citizen', () => {
    it("cannot open the other's person, not even by the right birth date", async () => {
      const { door, stranger, victim } = cast();
      const claim = (personId: string) =>
        door.call(
          'claimPerson',
          '... on Person { displayName }',
          { personId, dateOfBirth: secrets.dateOfBirth },
          stranger.token,
        );
      const refusal = await claim(victim.personId);
      expect(refusal).toMatchObject({ code: 'NOT_FOUND' });
      expect(await claim(nobody)).toEqual(refusal);
    });

    it("cannot have the other's QR token, nor revoke it", async () => {
      const { door, stranger, victim, officer, platform } = cast();
      const issue = (resultId: string) =>
        door.call('issueQrToken', '... on QrToken { payload }', { resultId }, stranger.token);
      const revoke = (id: string) =>
        door.call('revokeQrToken', '... on QrToken { status }', { id }, stranger.token);
      expect(await issue(victim.resultId)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await issue(nobody)).toEqual(await issue(victim.resultId));
      expect(await revoke(victim.qrTokenId)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await revoke(nobody)).toEqual(await revoke(victim.qrTokenId));
      const { checkpointId } = platform.credentials;
      const verification = { payload: victim.payload, checkpointId };
      expect(
        await door.call('verifyQr', '... on Verification { status verdict }', verification, officer.token),
      ).toMatchObject({ status: 'ACTIVE' });
    });

    it('gets no further under aliases, in fragments, or in one document with a thing of their own', async () => {
      const { door, stranger, victim } = cast();
      const { data, text } = await door.ask(
        `mutation ($result: ID!, $token: ID!, $person: ID!, $birth: String!) {
           a: issueQrToken(input: { resultId: $result }) { ...Token }
           ...Rest
         }
         fragment Rest on Mutation {
           b: revokeQrToken(input: { id: $token }) { ... on QrToken { payload } ... on UserError { code } }
           c: claimPerson(input: { personId: $person, dateOfBirth: $birth }) { ... on Person { displayName } ... on UserError { code } }
         }
         fragment Token on IssueQrTokenResult { ... on QrToken { payload } ... on UserError { code } }`,
        {
          token: stranger.token,
          variables: {
            result: victim.resultId,
            token: victim.qrTokenId,
            person: victim.personId,
            birth: secrets.dateOfBirth,
          },
        },
      );
      expect(data, text).toEqual({
        a: { code: 'NOT_FOUND' },
        b: { code: 'NOT_FOUND' },
        c: { code: 'NOT_FOUND' },
      });
    });

    it('reads no entity, no service and no development message: the public schema has none', async () => {
      const { door, stranger, victim } = cast();
      for (const query of [
        `{ _entities(representations: [{ __typename: "TestResult", id: "${victim.resultId}" }]) { __typename } }`,
        `{ _entities(representations: [{ __typename: "Citizen", id: "${victim.accountId}" }]) { ... on Citizen { people { displayName } } } }`,
        '{ _service { sdl } }',
        '{ developmentMessages { to code } }',
        `{ node(id: "${victim.resultId}") { id } }`,
        `{ citizen(id: "${victim.accountId}") { id } }`,
        `{ person(id: "${victim.personId}") { displayName } }`,
      ]) {
        const { codes, data } = await door.ask(query, { token: stranger.token });
        expect(codes, query).toContain('GRAPHQL_VALIDATION_FAILED');
        expect(data ?? null).toBeNull();
      }
      const { data } = await door.ask(`{ testResult(id: "${victim.resultId}") { id } }`, {
        token: stranger.token,
      });
      expect(data).toEqual({ testResult: null });
      const { text } = await door.ask('{ __schema { types { name fields { name } } } }', {});
      for (const hidden of [
        '_Entity',
        '_Service',
        '_Any',
        'DevelopmentMessage',
        'phoneIndex',
        'nationalId"',
      ]) {
        if (hidden !== 'nationalId"') expect(text).not.toContain(`"${hidden}"`);
      }
    });

    it("hears nothing of the other's results, neither live nor by a cursor of before", async () => {
      const { door, victim } = cast();
      const facts = { fullName: 'Đoàn Thị Nghe', dateOfBirth: '1985-05-05', nationalId: '079185000555' };
      const stranger = await cast().newHolder(facts);
      const { data } = await door.ask('{ eventCursor }', { token: victim.token });
      const after = data!.eventCursor;
      const watch = 'subscription ($after: String) { resultReleased(after: $after) { id result { id } } }';
      const socket = await door.socket({ init: { authorization: `Bearer ${stranger.token}` } }).ready();
      socket.subscribe('live', watch);
      const ofVictim = { ...secrets, sex: 'FEMALE', phone: victim.phone };
      await cast().submit([sentResult(victim.phone, { patient: ofVictim })]);
      socket.subscribe('resumed', watch, { after });
      // Of the stranger's phone: of somebody whom they have not claimed, and last of themselves.
      await cast().submit([sentResult(stranger.phone)]);
      const patient = { ...facts, sex: 'FEMALE', phone: stranger.phone };
      const { rows } = await cast().submit([sentResult(stranger.phone, { patient })]);
      const heard = (id: string) =>
        socket
          .heard(id)
          .map(({ payload }) => (payload as { data: { resultReleased: object } }).data.resultReleased);
      // Events keep their order: whoever hears the last was told of all that they are ever told.
      const last = { id: expect.any(String), result: { id: rows[0]!.resultId } };
      for (const id of ['live', 'resumed']) {
        await expect.poll(() => heard(id).at(-1)).toEqual(last);
        // A claim comes first: even of one's own phone the event says only that something waits.
        expect(heard(id)).toEqual([{ id: expect.any(String), result: null }, last]);
      }
      socket.close();
    });

    it("ends only their own sessions, 'everywhere' included", async () => {
      const { door, victim } = cast();
      const leaving = await cast().newPerson('CITIZEN');
      await door.call(
        'signOut',
        '... on SignOutPayload { endedSessions }',
        { everywhere: true },
        leaving.token,
      );
      expect((await door.ask('{ me { id } }', { token: victim.token })).data).toEqual({
        me: { id: victim.accountId },
      });
    });
  });

  describe('a laboratory', () => {
    it("reads another's submission neither by id nor by key, and lists none of it", async () => {
      const { door, labs, victim } = cast();
      const query = `query ($id: ID!, $key: String!) { submission(id: $id) { id } submissionByKey(idempotencyKey: $key) { id }
        submissions(first: 100) { edges { node { id } } } }`;
      const variables = { id: victim.submissionId, key: victim.submissionKey };
      const { data } = await door.ask(query, { variables, token: labs[1] });
      expect(data).toMatchObject({ submission: null, submissionByKey: null });
      expect(JSON.stringify(data)).not.toContain(victim.submissionId);
      const owner = await door.ask(query, { variables, token: labs[0] });
      expect(owner.data).toMatchObject({ submission: { id: victim.submissionId } });
    });

    it("neither corrects nor withdraws another's result, nor does a citizen their own", async () => {
      const { door, labs, victim } = cast();
      const operations = [
        'correctResult(input: { resultId: "ID", outcome: DETECTED, reason: "x" })',
        'cancelResult(input: { resultId: "ID", reason: "x" })',
      ];
      for (const operation of operations) {
        const ask = (id: string, token: string) =>
          door.ask(`mutation { ${operation.replace('ID', id)} { __typename ... on UserError { code } } }`, {
            token,
          });
        const foreign = await ask(victim.resultId, labs[1]!);
        expect(foreign.text).toContain('"NOT_FOUND"');
        expect((await ask(nobody, labs[1]!)).text).toBe(foreign.text);
        expect((await ask(victim.resultId, victim.token)).codes).toEqual(['FORBIDDEN']);
      }
    });

    it("hears nothing of another's results, and is not told how another keeps up", async () => {
      const { door, labs, labIds, victim } = cast();
      const socket = await door.socket({ init: { authorization: `Bearer ${labs[1]}` } }).ready();
      socket.subscribe('results', 'subscription { resultReleased { id result { id } } }');
      const patient = { ...secrets, sex: 'FEMALE', phone: victim.phone };
      await cast().submit([sentResult(victim.phone, { patient })], labs[0]);
      const own = await cast().submit([sentResult(victim.phone, { patient })], labs[1]);
      await expect.poll(() => socket.heard('results').length, { timeout: 8_000 }).toBe(1);
      expect(JSON.stringify(socket.heard('results'))).toContain(own.rows[0]!.resultId);
      socket.close();
      const sync = '{ lab(id: "ID") { code sync { status lastSyncedAt } } }'.replace('ID', labIds[0]!);
      expect((await door.ask(sync, { token: labs[1] })).data).toMatchObject({ lab: { sync: null } });
    });

    it('is no person: with a key it opens nobody, issues nothing, grants nothing', async () => {
      const { door, labs, victim } = cast();
      expect((await door.ask('{ me { id } }', { token: labs[0] })).data).toEqual({ me: null });
      for (const mutation of [
        `claimPerson(input: { personId: "${victim.personId}" }) { __typename }`,
        `issueQrToken(input: { resultId: "${victim.resultId}" }) { __typename }`,
        `revokeQrToken(input: { id: "${victim.qrTokenId}" }) { __typename }`,
        'signOut(input: {}) { __typename }',
        'grantRole(input: { phone: "+84900000009", role: ADMIN }) { __typename }',
      ]) {
        expect((await door.ask(`mutation { ${mutation} }`, { token: labs[0] })).codes, mutation).toEqual([
          'FORBIDDEN',
        ]);
      }
    });

    it("does not let its staff take a patient's QR token", async () => {
      const { door, labIds, victim } = cast();
      const staff = await cast().newPerson('LAB_STAFF', { labId: labIds[0] });
      const outcome = await door.call(
        'issueQrToken',
        '... on QrToken { payload }',
        { resultId: victim.resultId },
        staff.token,
      );
      expect(outcome).toMatchObject({ code: 'NOT_FOUND' });
      const { data } = await door.ask(
        `{ submission(id: "${victim.submissionId}") { rows { resultId } } me { citizen { people { id } } } }`,
        { token: staff.token },
      );
      expect(data).toEqual({
        submission: { rows: [{ resultId: victim.resultId }] },
        me: { citizen: { people: [] } },
      });
    });
  });

  describe('an officer of another checkpoint', () => {
    it('verifies nothing there, reads no history, sees no checkpoint and no feed', async () => {
      const { door, otherOfficer, officer, victim, platform } = cast();
      const { checkpointId } = platform.credentials;
      const feed =
        'subscription ($ids: [ID!]!) { verificationFeed(checkpointIds: $ids) { id checkpoint { id } } }';
      const socket = await door.socket({ init: { authorization: `Bearer ${otherOfficer.token}` } }).ready();
      socket.subscribe('feed', feed, { ids: [checkpointId, cast().otherCheckpointId] });
      const verify = (who: Signed, place: string) =>
        door.call(
          'verifyQr',
          '... on Verification { verdict holder { displayName } }',
          { payload: victim.payload, checkpointId: place },
          who.token,
        );
      expect(await verify(otherOfficer, checkpointId)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await verify(otherOfficer, nobody)).toEqual(await verify(otherOfficer, checkpointId));
      await verify(officer, checkpointId);
      await verify(otherOfficer, cast().otherCheckpointId);
      await expect.poll(() => socket.heard('feed').length, { timeout: 8_000 }).toBe(1);
      expect(JSON.stringify(socket.heard('feed'))).toContain(cast().otherCheckpointId);
      socket.close();
      const { data } = await door.ask(
        `{ verificationHistory(checkpointId: "${checkpointId}") { edges { cursor } } checkpoint(id: "${checkpointId}") { name } }`,
        { token: otherOfficer.token },
      );
      expect(data).toEqual({ verificationHistory: null, checkpoint: null });
    });

    it('learns from the feed of their own checkpoint no name, birth date or certificate number', async () => {
      const { door, officer, platform } = cast();
      const { data, text } = await door.ask(
        `{ verificationHistory(checkpointId: "${platform.credentials.checkpointId}") { edges { node { id verdict signature status isOffline verifiedAt checkpoint { id name officers { maskedPhone } } } } } }`,
        { token: officer.token },
      );
      expect(data?.verificationHistory).toBeTruthy();
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
      expect(text).not.toContain('maskedPhone');
    });
  });

  describe('the operations of an ADMIN', () => {
    it('are refused to everybody else', async () => {
      const { door, stranger, officer, labs, labIds, victim } = cast();
      const operations = [
        'mutation { registerLab(input: { code: "X", name: "X" }) { __typename } }',
        `mutation { updateLab(input: { labId: "${labIds[0]}", name: "x" }) { __typename } }`,
        `mutation { issueLabKey(input: { labId: "${labIds[0]}", label: "x" }) { __typename } }`,
        `mutation { revokeLabKey(input: { id: "${nobody}" }) { __typename } }`,
        `mutation { grantRole(input: { phone: "${victim.phone}", role: ADMIN }) { __typename } }`,
        `mutation { revokeRole(input: { phone: "${victim.phone}", role: OFFICER }) { __typename } }`,
        'mutation { createCheckpoint(input: { code: "X", name: "X", jurisdiction: "X" }) { __typename } }',
        '{ labs { edges { node { name } } } }',
        `{ labKeys(labId: "${labIds[0]}") { id } }`,
      ];
      for (const operation of operations) {
        for (const token of [stranger.token, officer.token, labs[0]]) {
          expect((await door.ask(operation, { token })).codes, operation).toEqual(['FORBIDDEN']);
        }
        expect((await door.ask(operation)).codes, operation).toEqual(['UNAUTHENTICATED']);
      }
    });
  });
}
