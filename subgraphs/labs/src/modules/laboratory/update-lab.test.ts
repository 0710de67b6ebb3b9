import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, citizen, type LabsBench, openLabsBench } from '../../testing/labs-bench.js';
import { daysOfWeek } from '../lab-sync/opening-hours.js';

const update = `mutation ($input: UpdateLabInput!) { updateLab(input: $input) {
  __typename ... on Lab { name province accreditation syncPeriodMinutes timeZone hours { day opensAt closesAt }
    sync { status dueAt } } ... on UserError { code message } ... on InvalidLabFieldError { path } } }`;

interface Updated {
  __typename: string;
  sync: { status: string; dueAt: string };
}

describe('a laboratory that is changed', () => {
  let bench: LabsBench;
  let id: string;
  const updated = async (input: object, viewer = admin) =>
    (await bench.ask<{ updateLab: Updated }>(update, { input: { labId: id, ...input } }, viewer)).updateLab;

  beforeAll(async () => {
    bench = await openLabsBench();
    id = (await bench.registered('CHANGE')).id;
  });
  afterAll(() => bench.close());

  it('keeps what is not named, and loses what is null', async () => {
    const defaults = { syncPeriodMinutes: 60, timeZone: 'Asia/Ho_Chi_Minh', hours: [] };
    expect(await updated({})).toMatchObject({ name: 'Lab CHANGE', province: null, ...defaults });
    const hours = [{ day: 'MONDAY', opensAt: '18:00', closesAt: '02:00' }];
    const change = { name: ' Bệnh viện A ', province: 'Huế', accreditation: 'VILAS 1', hours };
    const told = { ...change, name: 'Bệnh viện A' };
    const terms = { timeZone: 'Europe/Berlin', syncPeriodMinutes: 30 };
    expect(await updated({ ...change, ...terms })).toMatchObject({ ...told, ...terms });
    expect(await updated({ province: 'Đà Nẵng' })).toMatchObject({ ...told, ...terms, province: 'Đà Nẵng' });
    const gone = {
      province: null,
      accreditation: null,
      hours: null,
      timeZone: null,
      syncPeriodMinutes: null,
    };
    expect(await updated(gone)).toMatchObject({ province: null, accreditation: null, ...defaults });
  });

  it('is due by its new period and hours at once, and told of by them', async () => {
    await updated({ syncPeriodMinutes: 60 });
    await bench.pass(id, 30);
    const { sync } = await updated({ syncPeriodMinutes: 15 });
    expect(sync.status).toBe('LATE');
    await expect
      .poll(async () => (await bench.topics('lab.sync-changed')).at(-1))
      .toMatchObject({ labId: id, previousStatus: 'ON_TIME', status: 'LATE' });
    // Closed but for one minute, twelve hours away: it is not late any more.
    const far = new Date(Date.now() + 12 * 3_600_000).toISOString().slice(11, 16);
    const hours = daysOfWeek.map((day) => ({ day, opensAt: far, closesAt: far.replace(/..$/, '59') }));
    const night = await updated({ hours, timeZone: 'UTC', syncPeriodMinutes: 5 });
    expect(night.sync.status).toBe('ON_TIME');
    expect(Date.parse(night.sync.dueAt)).toBeGreaterThan(Date.now() + 11 * 3_600_000);
    await expect
      .poll(async () => (await bench.topics('lab.sync-changed')).at(-1))
      .toMatchObject({ labId: id, previousStatus: 'LATE', status: 'ON_TIME' });
    await updated({ hours: null, timeZone: null, syncPeriodMinutes: null });
  });

  it('names the field that cannot be taken, and changes nothing', async () => {
    const hours = [{ day: 'MONDAY', opensAt: '07:00', closesAt: '17:00' }];
    const wrong: [object, string[]][] = [
      [{ name: ' ' }, ['name']],
      [{ name: null }, ['name']],
      [{ province: 'x'.repeat(101) }, ['province']],
      [{ accreditation: 'a\u0000' }, ['accreditation']],
      [{ syncPeriodMinutes: 4 }, ['syncPeriodMinutes']],
      [{ syncPeriodMinutes: 7 * 24 * 60 + 1 }, ['syncPeriodMinutes']],
      [{ timeZone: 'Saigon' }, ['timeZone']],
      [{ hours: [...hours, { ...hours[0], closesAt: '24:00' }] }, ['hours', '1', 'closesAt']],
      [{ hours: [{ ...hours[0], opensAt: '7:00' }] }, ['hours', '0', 'opensAt']],
      [{ hours: Array.from({ length: 29 }, () => hours[0]) }, ['hours']],
    ];
    const before = await updated({});
    for (const [change, path] of wrong) {
      const answer = await updated({ province: 'Huế', ...change });
      expect(answer).toMatchObject({ code: 'INVALID_LAB_FIELD', path: ['input', ...path] });
    }
    expect(await updated({})).toEqual(before);
    expect(await updated({ syncPeriodMinutes: 5 })).toMatchObject({ syncPeriodMinutes: 5 });
    expect(await updated({ syncPeriodMinutes: 7 * 24 * 60 })).toMatchObject({ syncPeriodMinutes: 10_080 });
  });

  it('is changed by the authority alone, and shows its hours to nobody else but itself', async () => {
    const self = { kind: 'lab', labId: id, keyId: id, access: 'SUBMIT_AND_READ' } as const;
    for (const viewer of [citizen, self]) {
      expect(await bench.refusal(update, { input: { labId: id } }, viewer)).toBe('FORBIDDEN');
    }
    for (const labId of [citizen.accountId, 'none']) {
      expect(await updated({ labId })).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    }
    const query =
      'query ($id: ID!) { lab(id: $id) { syncPeriodMinutes timeZone hours { day } sync { status } } }';
    const hidden = { lab: { syncPeriodMinutes: null, timeZone: null, hours: null, sync: null } };
    const foreign = { ...self, labId: citizen.accountId };
    for (const viewer of [citizen, foreign]) expect(await bench.ask(query, { id }, viewer)).toEqual(hidden);
    const own = { lab: { timeZone: 'Asia/Ho_Chi_Minh', hours: [] } };
    for (const viewer of [self, admin]) expect(await bench.ask(query, { id }, viewer)).toMatchObject(own);
  });
});
