import { randomUUID } from 'node:crypto';
import { type AccountViewer, payloadOf, type Viewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

const dateOfBirth = '1985-05-15';
let phones = 0;
const newPhone = () => {
  phones += 1;
  return `+8490603${String(phones).padStart(4, '0')}`;
};

describe('a phone that is not the person’s', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const patientOn = (phone: string, given: object = {}) => ({
    fullName: 'Trần Thị Hạnh',
    dateOfBirth,
    sex: 'FEMALE',
    phone,
    ...given,
  });
  const shown = async (citizen: AccountViewer) => {
    const { _entities } = await house.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { people { id displayName } } } }',
      { r: [{ __typename: 'Citizen', id: citizen.accountId }] },
      citizen,
    );
    return _entities[0].people as { id: string; displayName: string }[];
  };
  const report = async (citizen: AccountViewer, personId: string) =>
    (
      await house.ask(
        `mutation ($input: ReportWrongNumberInput!) { reportWrongNumber(input: $input) { __typename
           ... on UserError { code } } }`,
        { input: { personId } },
        citizen,
      )
    ).reportWrongNumber;
  const correct = async (input: object) =>
    (
      await house.ask(
        `mutation ($input: CorrectResultInput!) { correctResult(input: $input) { __typename
           ... on TestResult { version } ... on UserError { code } ... on InvalidChangeError { path } } }`,
        { input: { reason: 'Phone', ...input } },
        house.lab,
      )
    ).correctResult;
  /** The base64url indexes that were told since a moment that something waits. */
  const noticedSince = async (position: number) => {
    const events = await house.database.query<{ id: string; payload: { phoneIndexes: string[] } }>(
      "select id, payload from events.event where topic = 'person.notice-due' and id > $1 order by id",
      [position],
    );
    return events.flatMap((event) => payloadOf('person.notice-due', event).phoneIndexes);
  };
  const now = async () => {
    const [row] = await house.database.query<{ id: string }>(
      'select coalesce(max(id), 0)::text as id from events.event',
    );
    return Number(row!.id);
  };

  it('is reported by its holder: nothing of the person comes there again, and the laboratory hears of it', async () => {
    const phone = newPhone();
    const citizen = house.citizen(phone);
    const sent = row({ patient: patientOn(phone) });
    await house.submit([sent]);
    const { id } = (await shown(citizen))[0]!;
    expect(await report(citizen, id)).toEqual({ __typename: 'ReportWrongNumberPayload' });
    expect(await shown(citizen)).toEqual([]);
    const position = await now();
    await house.submit([row({ patient: patientOn(phone) })]);
    expect(await shown(citizen)).toEqual([]);
    expect(await noticedSince(position)).toEqual([]);
    // Another person on the same phone is told of as ever.
    await house.submit([row({ patient: patientOn(phone, { fullName: 'Trần Văn Khoa' }) })]);
    expect((await shown(citizen)).map(({ displayName }) => displayName)).toEqual(['K.']);
    expect(await noticedSince(position)).toEqual([citizen.phoneIndex]);

    const { phoneReports } = await house.ask(
      '{ phoneReports { edges { node { id accessionNumbers } } } }',
      {},
      house.lab,
    );
    expect(phoneReports.edges[0].node.accessionNumbers).toContain(sent.accessionNumber);
    const other = { ...house.lab, labId: randomUUID() };
    expect(
      (await house.ask('{ phoneReports { edges { node { id } } } }', {}, other)).phoneReports.edges,
    ).toEqual([]);
  });

  it('is told to the laboratories that gave it, and to no other of the person’s, until they have corrected it', async () => {
    const [wrong, right] = [newPhone(), newPhone()];
    const citizen = house.citizen(wrong);
    const patient = patientOn(wrong, { nationalId: '079185054321' });
    const other: Viewer = { ...house.lab, labId: randomUUID() } as Viewer;
    const wrongOnes = async (viewer: Viewer) => {
      const query = '{ phoneReports(first: 50) { edges { node { accessionNumbers } } } }';
      const { phoneReports } = await house.ask(query, {}, viewer);
      return phoneReports.edges.flatMap(
        ({ node }: { node: { accessionNumbers: string[] } }) => node.accessionNumbers,
      ) as string[];
    };
    const [sent, later] = [row({ patient }), row({ patient })];
    const { rows } = await house.submit([sent]);
    const elsewhere = row({ patient: { ...patient, phone: right } });
    await house.submit([elsewhere], { viewer: other });
    await report(citizen, (await shown(citizen))[0]!.id);
    expect(await wrongOnes(house.lab)).toContain(sent.accessionNumber);
    expect(await wrongOnes(other)).toEqual([]);
    // A laboratory that gives it again hears of it too.
    const again = await house.submit([later], { viewer: other });
    expect(await wrongOnes(other)).toEqual([later.accessionNumber]);
    await correct({ resultId: rows[0].resultId, phone: right });
    expect(await wrongOnes(house.lab)).not.toContain(sent.accessionNumber);
    await house.ask(
      'mutation ($input: CancelResultInput!) { cancelResult(input: $input) { __typename } }',
      { input: { resultId: again.rows[0].resultId, reason: 'Another patient' } },
      other,
    );
    expect(await wrongOnes(other)).toEqual([]);
  });

  it('goes with the result that named it, unless its holder has proven the person', async () => {
    const cancel = (resultId: string) =>
      house.ask(
        'mutation ($input: CancelResultInput!) { cancelResult(input: $input) { __typename } }',
        { input: { resultId, reason: 'Another patient' } },
        house.lab,
      );
    const [phone, proven] = [newPhone(), newPhone()];
    const [stranger, citizen] = [house.citizen(phone), house.citizen(proven)];
    const patient = patientOn(phone);
    const { rows } = await house.submit([
      row({ patient }),
      row({ patient }),
      row({ patient: patientOn(proven, { fullName: 'Trần Thị Hiền' }) }),
    ]);
    await house.claim(citizen, dateOfBirth);
    await cancel(rows[0].resultId);
    expect(await shown(stranger)).toHaveLength(1);
    const position = await now();
    await cancel(rows[1].resultId);
    expect(await shown(stranger)).toEqual([]);
    // They hear that something was taken back.
    expect(await noticedSince(position)).toEqual([stranger.phoneIndex]);
    await cancel(rows[2].resultId);
    expect(await shown(citizen)).toHaveLength(1);
    await house.submit([row({ patient })]);
    expect(await shown(stranger)).toHaveLength(1);
  });

  it('opens nobody, though the birth date comes at the moment when the phone is reported', async () => {
    const desk = accountViewer({ roles: ['CITIZEN', 'HELP_DESK'] });
    for (let round = 0; round < 15; round += 1) {
      const phone = newPhone();
      const citizen = house.citizen(phone);
      await house.submit([row({ patient: patientOn(phone) })]);
      const { id } = (await shown(citizen))[0]!;
      await Promise.all([
        house.ask(
          'mutation ($input: ClaimPersonInput!) { claimPerson(input: $input) { __typename } }',
          { input: { personId: id, dateOfBirth } },
          citizen,
        ),
        house.ask(
          'mutation ($input: ReportPhoneInput!) { reportPhone(input: $input) { __typename } }',
          { input: { phone } },
          desk,
        ),
      ]);
      expect(await shown(citizen)).toEqual([]);
    }
  });

  it('is not reported by whoever finds the phone: a person who was opened is proven first', async () => {
    const phone = newPhone();
    const citizen = house.citizen(phone);
    await house.submit([row({ patient: patientOn(phone) })]);
    await house.claim(citizen, dateOfBirth);
    const { id } = (await shown(citizen))[0]!;
    const finder = { ...citizen, deviceId: randomUUID() };
    expect(await report(finder, id)).toEqual({ __typename: 'ProofRequiredError', code: 'PROOF_REQUIRED' });
    expect(await shown(citizen)).toHaveLength(1);
    expect(await report(house.citizen(newPhone()), id)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await report(citizen, randomUUID())).toMatchObject({ code: 'NOT_FOUND' });
    expect(await report(citizen, id)).toEqual({ __typename: 'ReportWrongNumberPayload' });
    expect(await shown(citizen)).toEqual([]);
  });

  it('is closed at the help desk when its owner lost it, until a laboratory reports it anew', async () => {
    const phone = newPhone();
    const citizen = house.citizen(phone);
    const { rows } = await house.submit([row({ patient: patientOn(phone) })]);
    await house.claim(citizen, dateOfBirth);
    const token = await house.issue(rows[0].resultId, citizen);
    expect(token.__typename).toBe('QrToken');
    const desk = accountViewer({ roles: ['CITIZEN', 'HELP_DESK'] });
    const close = (written: string, viewer = desk) =>
      house.ask(
        `mutation ($input: ReportPhoneInput!) { reportPhone(input: $input) { __typename ... on UserError { code } } }`,
        { input: { phone: written } },
        viewer,
      );
    expect((await close('12')).reportPhone).toMatchObject({ code: 'UNREADABLE_PHONE' });
    await expect(close(phone, citizen)).rejects.toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect((await close(phone.replace('+84', '0'))).reportPhone.__typename).toBe('ReportPhonePayload');
    expect(await shown(citizen)).toEqual([]);
    expect(await house.issue(rows[0].resultId, citizen)).toMatchObject({ code: 'NOT_FOUND' });
    await house.submit([row({ patient: patientOn(phone) })]);
    expect((await shown(citizen)).map(({ displayName }) => displayName)).toEqual(['H.']);
    // The owner proves on a new device: the lost one knows nobody still.
    const renewed = { ...citizen, deviceId: randomUUID() };
    await house.claim(renewed, dateOfBirth);
    expect((await shown(renewed)).map(({ displayName }) => displayName)).toEqual(['Trần Thị Hạnh']);
    expect((await shown(citizen)).map(({ displayName }) => displayName)).toEqual(['H.']);
    const { deskActs } = await house.ask(
      '{ deskActs(first: 1) { edges { node { officerId act } } } }',
      {},
      house.admin,
    );
    expect(deskActs.edges[0].node).toEqual({ officerId: desk.accountId, act: 'PHONE_REPORTED' });
  });

  it.each(['correctResult', 'a later version in a file'])(
    'is corrected by the laboratory with %s: the claim is void, the right phone is told',
    async (road) => {
      const [wrong, right] = [newPhone(), newPhone()];
      const [stranger, citizen] = [house.citizen(wrong), house.citizen(right)];
      const sent = row({ patient: patientOn(wrong) });
      const { rows } = await house.submit([sent]);
      await house.claim(stranger, dateOfBirth);
      expect((await house.issue(rows[0].resultId, stranger)).__typename).toBe('QrToken');
      const position = await now();
      if (road === 'correctResult') {
        expect(await correct({ resultId: rows[0].resultId, phone: right.replace('+84', '0') })).toMatchObject(
          {
            __typename: 'TestResult',
            version: 2,
          },
        );
      } else {
        await house.submit([{ ...sent, status: 'CORRECTED', patient: patientOn(right) }]);
      }
      expect(await shown(stranger)).toEqual([]);
      expect(await house.issue(rows[0].resultId, stranger)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await noticedSince(position)).toEqual([citizen.phoneIndex]);
      await house.claim(citizen, dateOfBirth);
      expect((await shown(citizen)).map(({ displayName }) => displayName)).toEqual(['Trần Thị Hạnh']);
      expect((await house.issue(rows[0].resultId, citizen)).__typename).toBe('QrToken');
      // A row of the old number, whose holder has the same name and birthday, is another person's.
      await house.submit([row({ patient: patientOn(wrong) })]);
      expect(await shown(citizen)).toHaveLength(1);
      const { _entities } = await house.ask(
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { people {
           results { edges { node { id } } } } } } }`,
        { r: [{ __typename: 'Citizen', id: citizen.accountId }] },
        citizen,
      );
      expect(_entities[0].people[0].results.edges).toHaveLength(1);
    },
  );

  it('stays where another result of the person, which stands, carries it', async () => {
    const [old, next] = [newPhone(), newPhone()];
    const citizen = house.citizen(old);
    const nationalId = '079185012345';
    const patient = patientOn(old, { nationalId, sex: 'MALE' });
    const { rows } = await house.submit([row({ patient }), row({ patient })]);
    await house.claim(citizen, dateOfBirth);
    await correct({ resultId: rows[0].resultId, phone: next });
    expect((await shown(citizen)).map(({ displayName }) => displayName)).toEqual(['Trần Thị Hạnh']);
    expect((await shown(house.citizen(next))).map(({ displayName }) => displayName)).toEqual(['H.']);
    await correct({ resultId: rows[1].resultId, phone: next });
    expect(await shown(citizen)).toEqual([]);
  });

  it('stays where a later version leaves it out', async () => {
    const phone = newPhone();
    const citizen = house.citizen(phone);
    const sent = row({ patient: patientOn(phone) });
    await house.submit([sent]);
    await house.claim(citizen, dateOfBirth);
    const { phone: _, ...patient } = sent.patient!;
    const { rows } = await house.submit([{ ...sent, patient, status: 'CORRECTED', outcome: 'DETECTED' }]);
    expect(rows[0]).toMatchObject({ status: 'ACCEPTED' });
    expect((await shown(citizen)).map(({ displayName }) => displayName)).toEqual(['Trần Thị Hạnh']);
    // And it is known still when the right one comes.
    await correct({ resultId: rows[0]!.resultId, phone: newPhone() });
    expect(await shown(citizen)).toEqual([]);
  });

  it('is refused by its field when it is no phone', async () => {
    const { rows } = await house.submit([row({ patient: patientOn(newPhone()) })]);
    expect(await correct({ resultId: rows[0].resultId, phone: '12' })).toMatchObject({
      code: 'INVALID_CHANGE',
      path: ['input', 'phone'],
    });
  });
});
