import { AccessTokens, type AccountViewer } from '@ketqua/platform';
import { describe, expect, it } from 'vitest';
import type { Cast } from './attack-cast.js';
import { newPhone, sentResult } from './people.js';

/** Attacks that meet one guard alone: everything else about them is in order. */
export function attacksOnSingleGuards(cast: () => Cast): void {
  const times = (count: number, text: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => text(n)).join(' ');

  describe('a document that is in order but for one thing', () => {
    const documents: Readonly<Record<string, () => string>> = {
      'it goes thirteen deep': () =>
        `{ testResult(id: "${cast().victim.resultId}") { ${'disputes { result { '.repeat(6)} id ${'} }'.repeat(6)} } }`,
      'it has thirty-one aliases': () => `{ ${times(31, (n) => `a${n}: me { id }`)} }`,
      'it has twenty-one directives': () => `{ ${times(21, () => 'me { id @skip(if: false) }')} }`,
      // Of one field so often graphql-js itself would refuse to compare each with each.
      'it has two thousand tokens': () =>
        `{ me { ${times(1_050, () => '...Known')} } } fragment Known on Viewer { id }`,
      'it asks for a million fields': () =>
        `{ me { citizen { people { ${times(29, (n) => `r${n}: results(first: 100) { edges { node { id history { version } qrTokens { id } lab { name } } } }`)} } } } }`,
      'it has a code drawn thirty times': () =>
        `{ testResult(id: "${cast().victim.resultId}") { qrTokens { ${times(30, (n) => `p${n}: png`)} } } }`,
      'it is six mutations': () =>
        `mutation { ${times(6, (n) => `m${n}: revokeQrToken(input: { id: "${cast().victim.resultId}" }) { __typename }`)} }`,
    };
    for (const [name, document] of Object.entries(documents)) {
      it(`is refused: ${name}`, async () => {
        const { door, victim } = cast();
        const { data, codes } = await door.ask(document(), { token: victim.token });
        expect(data ?? null).toBeNull();
        expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
        expect(codes.length).toBeGreaterThan(0);
      });
    }
  });

  describe('somebody who claimed a person', () => {
    it('reads and certifies nothing that was not released: not by id, not in the list, not live', async () => {
      const { door } = cast();
      const facts = { fullName: 'Mai Thị Chờ', dateOfBirth: '1983-03-03', nationalId: '079183000333' };
      const { phone, token } = await cast().newHolder(facts);
      const patient = { ...facts, sex: 'FEMALE', phone };
      const socket = await door.socket({ init: { authorization: `Bearer ${token}` } }).ready();
      socket.subscribe('live', 'subscription { resultReleased { result { id } } }');
      // Nothing says when results of mpox are shown: it waits for somebody.
      const { rows } = await cast().submit([sentResult(phone, { patient, test: { code: '100434-0' } })]);
      expect(rows[0]).toMatchObject({ status: 'ACCEPTED' });
      const { resultId } = rows[0]!;
      const query = `{ testResult(id: "${resultId}") { id } me { citizen { people { results { edges { node { id } } } } } } }`;
      const { data, text } = await door.ask(query, { token });
      expect(data).toMatchObject({ testResult: null });
      expect(text).not.toContain(resultId);
      expect(
        await door.call('issueQrToken', '... on QrToken { payload }', { resultId }, token),
      ).toMatchObject({ code: 'NOT_FOUND' });
      await cast().submit([sentResult(phone, { patient })]);
      await expect.poll(() => socket.heard('live').length, { timeout: 8_000 }).toBeGreaterThan(0);
      expect(JSON.stringify(socket.heard('live'))).not.toContain(resultId);
      socket.close();
    });

    it('issues no QR token a quarter of an hour after the code', async () => {
      const { door, platform } = cast();
      const facts = { fullName: 'Hà Thị Trễ', dateOfBirth: '1984-04-04', nationalId: '079184000444' };
      const holder = await cast().newHolder(facts);
      const tokens = new AccessTokens(platform.masterKey);
      const { viewer } = await tokens.read(holder.token);
      const issueAt = async (codeVerifiedAt: number) => {
        const { token } = await tokens.issue({ ...(viewer as AccountViewer), codeVerifiedAt }, 900);
        const input = { resultId: holder.resultId };
        return door.call('issueQrToken', '... on QrToken { payload }', input, token);
      };
      const now = Math.floor(Date.now() / 1000);
      expect(await issueAt(now - 16 * 60)).toMatchObject({ code: 'STEP_UP_REQUIRED' });
      expect(await issueAt(now - 14 * 60)).toMatchObject({ payload: holder.payload });
    });
  });

  describe('a person on two phones', () => {
    it('has five birth dates judged in all, though both phones guess at once', async () => {
      const { door } = cast();
      const facts = {
        fullName: 'Vũ Hai Máy',
        dateOfBirth: '1961-06-01',
        nationalId: '079161000777',
        sex: 'FEMALE',
      };
      const phones = [newPhone(), newPhone(), newPhone(), newPhone()];
      for (const phone of phones) await cast().submit([sentResult(phone, { patient: { ...facts, phone } })]);
      const thieves = await Promise.all(phones.map((phone) => cast().signIn(phone)));
      const [person] = await cast().peopleOf(thieves[0]!);
      const answers = await Promise.all(
        Array.from({ length: 28 }, (_, n) => {
          const input = { personId: person!.id, dateOfBirth: `1961-05-${String(n + 1).padStart(2, '0')}` };
          const thief = thieves[n % thieves.length]!;
          return door.call('claimPerson', '... on Person { displayName }', input, thief.token);
        }),
      );
      expect(answers.filter(({ code }) => code === 'CLAIM_REJECTED')).toHaveLength(4);
      expect(answers.filter(({ code }) => code === 'CLAIM_LOCKED')).toHaveLength(24);
    });
  });

  describe("a laboratory's key", () => {
    it('that may only submit reads no patient back; one that may read, and the staff, do', async () => {
      const { door, admin, labIds, victim } = cast();
      const read = async (token: string) => {
        const query = `{ testResult(id: "${victim.resultId}") { id patient { fullName } } }`;
        return (await door.ask(query, { token })).data!.testResult;
      };
      const withAccess = async (access: string) => {
        const input = { labId: labIds[0], label: `attack ${access}`, access };
        const key = await door.call('issueLabKey', '... on LabKey { secret }', input, admin.token);
        return cast().labSession(key.secret!);
      };
      expect(await read(await withAccess('SUBMIT'))).toEqual({ id: victim.resultId, patient: null });
      expect(await read(await withAccess('SUBMIT_AND_READ'))).toMatchObject({
        patient: { fullName: expect.any(String) },
      });
    });

    it("lists, searches and recalls nothing of another's", async () => {
      const { door, labs, victim } = cast();
      const query = `{ testResults(first: 100, filter: { accessionNumber: "${victim.accessionNumber}" }) { edges { node { id } } } disputes(first: 100) { edges { node { id } } } }`;
      const { data } = await door.ask(query, { token: labs[1] });
      expect(data).toMatchObject({ testResults: { edges: [] }, disputes: { edges: [] } });
      const own = await door.ask(query, { token: labs[0] });
      expect(own.text).toContain(victim.resultId);
    });
  });
}
