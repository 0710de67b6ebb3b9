import { describe, expect, it } from 'vitest';
import { type Cast, secrets } from './attack-cast.js';
import { newPhone, sentResult } from './people.js';

/** Attacks by trying: codes, birth dates, keys. */
export function attacksByGuessing(cast: () => Cast): void {
  const guess = (challengeId: string, code: string) =>
    cast().door.call('verifyOtp', '... on Session { accessToken }', { challengeId, code });
  const wrong = (code: string, by: number) => String((Number(code) + by) % 1_000_000).padStart(6, '0');
  const challenge = async () => {
    const phone = newPhone();
    const { door, admin } = cast();
    await door.call('grantRole', '... on RoleGrant { id }', { phone, role: 'CITIZEN' }, admin.token);
    return cast().codeFor(phone);
  };

  describe('somebody who guesses', () => {
    it('gets no thousand tries of a code into one document, and none of them is judged', async () => {
      const { challengeId, code } = await challenge();
      const fields = Array.from(
        { length: 1_000 },
        (_, n) =>
          `g${n}: verifyOtp(input: { challengeId: "${challengeId}", code: "${wrong(code, n + 1)}" }) { __typename }`,
      );
      const began = Date.now();
      const answer = await cast().door.ask(`mutation { ${fields.join('\n')} }`);
      expect(answer.data ?? null).toBeNull();
      expect(answer.codes.length).toBeGreaterThan(0);
      const six = await cast().door.ask(`mutation { ${fields.slice(0, 6).join('\n')} }`);
      expect(six.codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
      expect(Date.now() - began).toBeLessThan(3_000);
      expect(await guess(challengeId, code)).toMatchObject({ __typename: 'Session' });
    });

    it('has at most five tries of a code judged, though fifty come at once', async () => {
      const { challengeId, code } = await challenge();
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) => guess(challengeId, wrong(code, n + 1))),
      );
      const kinds = Map.groupBy(answers, ({ __typename }) => __typename);
      expect([...kinds.keys()].sort()).toEqual(['OtpIncorrectError', 'OtpLockedError']);
      expect(kinds.get('OtpIncorrectError')).toHaveLength(4);
      expect(await guess(challengeId, code)).toMatchObject({ code: 'OTP_LOCKED' });
    });

    it('signs in once with a right code, though it comes twenty times at once', async () => {
      const { challengeId, code } = await challenge();
      const answers = await Promise.all(Array.from({ length: 20 }, () => guess(challengeId, code)));
      expect(answers.filter(({ __typename }) => __typename === 'Session')).toHaveLength(1);
    });

    it('has at most five birth dates of a person judged, though fifty come at once', async () => {
      const { door } = cast();
      const phone = newPhone();
      await cast().submit([sentResult(phone, { patient: { ...secrets, sex: 'FEMALE', phone } })]);
      const thief = await cast().signIn(phone);
      const [person] = await cast().peopleOf(thief);
      const claim = (dateOfBirth: string) =>
        door.call(
          'claimPerson',
          '... on Person { displayName }',
          { personId: person!.id, dateOfBirth },
          thief.token,
        );
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) => claim(`1968-01-${String((n % 28) + 1).padStart(2, '0')}`)),
      );
      const codes = Map.groupBy(answers, ({ code }) => code);
      expect([...codes.keys()].sort()).toEqual(['CLAIM_LOCKED', 'CLAIM_REJECTED']);
      expect(codes.get('CLAIM_REJECTED')).toHaveLength(4);
      expect(await claim(secrets.dateOfBirth)).toMatchObject({ code: 'CLAIM_LOCKED' });
    });

    it("has at most ten tries a day at the people of a collector's phone, though fifty come at once", async () => {
      const { door } = cast();
      const phone = newPhone();
      const patients = Array.from({ length: 7 }, (_, n) => ({
        fullName: `Lê Thị Người ${n}`,
        dateOfBirth: `1970-02-0${n + 1}`,
        sex: 'FEMALE',
        phone,
      }));
      await cast().submit(patients.map((patient) => sentResult(phone, { patient })));
      const thief = await cast().signIn(phone);
      expect(await cast().peopleOf(thief)).toEqual([]);
      const query =
        'mutation ($input: ClaimPersonInput!) { claimPerson(input: $input) { __typename ... on UserError { code } } }';
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          door.ask(query, {
            token: thief.token,
            variables: {
              input: {
                fullName: 'Lê Thị Người 1',
                dateOfBirth: '1970-02-02',
                nationalIdLast4: String(1_000 + n),
              },
            },
          }),
        ),
      );
      const judged = answers.filter(({ data }) => data?.claimPerson);
      expect(judged).toHaveLength(10);
      expect(answers.filter(({ codes }) => codes.includes('RATE_LIMITED'))).toHaveLength(40);
    });

    it('learns from the answer nothing of which phones are known', async () => {
      const { door, victim } = cast();
      const ask = (phone: string) =>
        door.call('requestOtp', '... on OtpChallenge { id expiresAt resendAfter maskedPhone }', { phone });
      const [known, unknown] = [await ask(victim.phone), await ask(newPhone())];
      expect(Object.keys(known)).toEqual(Object.keys(unknown));
      const tries = async (id: string) => {
        const codes = [];
        for (let n = 0; n < 6; n++) codes.push((await guess(id, 'abcdef')).code);
        return codes;
      };
      expect(await tries(known.id!)).toEqual(await tries(unknown.id!));
    });
  });
}
