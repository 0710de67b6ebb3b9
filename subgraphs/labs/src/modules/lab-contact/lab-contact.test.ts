import { setTimeout as pause } from 'node:timers/promises';
import { KeyRing, phoneIndexPurpose, type Topics } from '@ketqua/platform';
import { accountViewer, testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, citizen, type LabsBench, openLabsBench } from '../../testing/labs-bench.js';
import { daysOfWeek } from '../lab-sync/opening-hours.js';

const register = `mutation ($input: RegisterLabInput!) { registerLab(input: $input) {
  ... on Lab { id contact { name maskedPhone } } ... on UserError { code message } ... on InvalidLabFieldError { path } } }`;
const update = `mutation ($input: UpdateLabInput!) { updateLab(input: $input) {
  ... on Lab { id contact { name maskedPhone } } ... on UserError { code message } ... on InvalidLabFieldError { path } } }`;
const heartbeat = 'mutation { reportNothingToSubmit(input: {}) { ... on LabSync { status } } }';

type Due = Topics['lab.contact-due'];

describe("a laboratory's contact", () => {
  let bench: LabsBench;
  let next = 0;
  const phone = '+84903000017';
  const contact = { contactName: 'Nguyễn Thị Lan', contactPhone: '0903 000 017' };
  const shown = { name: 'Nguyễn Thị Lan', maskedPhone: '+84 ••• ••• 017' };

  beforeAll(async () => {
    bench = await openLabsBench({ keeperSeconds: 1 });
  });
  afterAll(() => bench.close());

  const registered = async (more: object = contact) => {
    const input = { code: `CONTACT-${++next}`, name: 'x', ...more };
    return (await bench.ask<{ registerLab: { id: string } }>(register, { input }, admin)).registerLab;
  };
  const updated = async (input: object) =>
    (await bench.ask<{ updateLab: object }>(update, { input }, admin)).updateLab;
  const dueTo = async (id: string) =>
    ((await bench.topics('lab.contact-due')) as unknown as Due[]).filter(({ labId }) => labId === id);
  const toldTo = async (id: string) => (await dueTo(id)).map(({ status }) => status);
  const beat = (id: string) =>
    bench.ask(heartbeat, {}, { kind: 'lab', labId: id, keyId: id, access: 'SUBMIT' });
  /** An hour ago, so that the next message may go. */
  const anHourPassed = (id: string) =>
    bench.database.query(
      "update labs.lab set contact_told_at = contact_told_at - interval '1 hour' where id = $1",
      [id],
    );
  /** A look of the keeper that began after this call. */
  const looked = () => pause(1_500);

  it('is shown masked to the authority and to itself, and to nobody else', async () => {
    const lab = await registered();
    expect(lab).toMatchObject({ contact: shown });
    const query = 'query ($id: ID!) { lab(id: $id) { contact { name maskedPhone } } }';
    const self = { kind: 'lab', labId: lab.id, keyId: lab.id, access: 'SUBMIT' } as const;
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: lab.id });
    for (const viewer of [admin, self, staff])
      expect(await bench.ask(query, { id: lab.id }, viewer)).toEqual({ lab: { contact: shown } });
    const foreign = { ...self, labId: citizen.accountId };
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'] });
    for (const viewer of [citizen, officer, foreign, { ...staff, labId: citizen.accountId }])
      expect(await bench.ask(query, { id: lab.id }, viewer)).toEqual({ lab: { contact: null } });
  });

  it('is changed and taken away by the authority, told to citizens sealed, and named where it is wrong', async () => {
    const { id } = await registered({});
    expect(await updated({ labId: id })).toMatchObject({ contact: null });
    expect(await updated({ labId: id, ...contact })).toMatchObject({ contact: shown });
    const registeredOf = async () =>
      ((await bench.topics('lab.contact-registered')) as { labId: string; sealedPhone: string }[]).filter(
        ({ labId }) => labId === id,
      );
    const [told] = await registeredOf();
    const ring = new KeyRing('phone-transit');
    ring.unlock(testKey);
    expect(told).toEqual({
      labId: id,
      phoneIndex: ring.blindIndex(phoneIndexPurpose, phone).toString('base64url'),
      sealedPhone: expect.any(String),
    });
    expect(ring.open(Buffer.from(told!.sealedPhone, 'base64'), 'event.phone')).toBe(phone);
    for (const written of ['77', 'chị Lan', '+84 77']) {
      const wrong = await updated({ labId: id, contactPhone: written });
      expect(wrong).toMatchObject({ code: 'INVALID_LAB_FIELD', path: ['input', 'contactPhone'] });
      expect(JSON.stringify(wrong)).not.toContain(written);
    }
    expect(await updated({ labId: id, contactName: 'x'.repeat(101) })).toMatchObject({
      path: ['input', 'contactName'],
    });
    expect(await updated({ labId: id, contactName: null })).toMatchObject({
      contact: { name: null, maskedPhone: shown.maskedPhone },
    });
    expect(await updated({ labId: id, contactPhone: null })).toMatchObject({ contact: null });
    expect(await registeredOf()).toHaveLength(1);
  });

  it('is told once that it is late, once that it is silent, and once that it is back', async () => {
    const { id } = await registered();
    await bench.pass(id, 61);
    await expect.poll(() => toldTo(id)).toEqual(['LATE']);
    const [due] = await dueTo(id);
    expect(due).toMatchObject({ labCode: `CONTACT-${next}`, timeZone: 'Asia/Ho_Chi_Minh', locale: 'vi' });
    expect(Math.abs(Date.now() - 61 * 60_000 - Date.parse(due!.heardAt))).toBeLessThan(60_000);
    await anHourPassed(id);
    await looked();
    expect(await toldTo(id)).toEqual(['LATE']);
    await bench.pass(id, 120);
    await expect.poll(() => toldTo(id)).toEqual(['LATE', 'SILENT']);
    await anHourPassed(id);
    await beat(id);
    await expect.poll(() => toldTo(id)).toEqual(['LATE', 'SILENT', 'ON_TIME']);
    await bench.restart();
    await looked();
    expect(await toldTo(id)).toHaveLength(3);
  });

  it('is not told within the hour, and of what has passed by then not at all', async () => {
    const { id } = await registered();
    await bench.pass(id, 61);
    await expect.poll(() => toldTo(id)).toEqual(['LATE']);
    await beat(id);
    await looked();
    expect(await toldTo(id)).toEqual(['LATE']);
    await bench.pass(id, 61);
    await looked();
    await anHourPassed(id);
    await looked();
    // It is late again, as was told.
    expect(await toldTo(id)).toEqual(['LATE']);
    await beat(id);
    await expect.poll(() => toldTo(id)).toEqual(['LATE', 'ON_TIME']);
  });

  it('is left in peace while the laboratory is closed, and told when it opens', async () => {
    const { id } = await registered();
    const [opens, closes] = [6, 7].map((hours) =>
      new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16),
    );
    const hours = daysOfWeek.map((day) => ({ day, opensAt: opens!, closesAt: closes! }));
    await updated({ labId: id, timeZone: 'UTC', hours, syncPeriodMinutes: 5 });
    await bench.pass(id, 48 * 60);
    await looked();
    expect((await bench.topics('lab.sync-changed')).filter(({ labId }) => labId === id)).toHaveLength(1);
    expect(await toldTo(id)).toEqual([]);
    await updated({ labId: id, hours: null });
    await expect.poll(() => toldTo(id)).toEqual(['SILENT']);
  });

  it('that is new is told at once, and one that heard of no delay hears of no return', async () => {
    const { id } = await registered({});
    await bench.pass(id, 61);
    await looked();
    await updated({ labId: id, ...contact });
    await expect.poll(() => toldTo(id)).toEqual(['LATE']);
    // The same phone once more is not another.
    await updated({ labId: id, ...contact });
    await anHourPassed(id);
    await looked();
    expect(await toldTo(id)).toEqual(['LATE']);
    await updated({ labId: id, contactPhone: '+84903000018' });
    await expect.poll(() => toldTo(id)).toEqual(['LATE', 'LATE']);
    await updated({ labId: id, contactPhone: '+84903000019' });
    await beat(id);
    await anHourPassed(id);
    await looked();
    expect(await toldTo(id)).toEqual(['LATE', 'LATE']);
  });

  it('stands nowhere in clear: not in a table, an event or a log', async () => {
    await registered();
    const tables = ['labs.lab', 'events.event', 'labs.board'];
    for (const table of tables) {
      const rows = await bench.database.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${table} t`,
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.map(({ row }) => row).join()).not.toMatch(/903000017|903 000 017|Thị Lan/);
    }
    expect(bench.logged).not.toMatch(/903000017|903 000 017|Thị Lan/);
  });

  it('that cannot be opened keeps nobody else from being told', async () => {
    const [broken, whole] = [await registered(), await registered()];
    await bench.database.query("update labs.lab set contact_phone = '\\x01' where id = $1", [broken.id]);
    for (const { id } of [broken, whole]) await bench.pass(id, 61);
    await expect.poll(() => toldTo(whole.id)).toEqual(['LATE']);
    expect(await toldTo(broken.id)).toEqual([]);
    expect(bench.logged).toContain('contact cannot be opened');
    const { lab } = await bench.ask<{ lab: unknown }>(
      'query ($id: ID!) { lab(id: $id) { id contact { maskedPhone } } }',
      { id: broken.id },
      admin,
    );
    expect(lab).toEqual({ id: broken.id, contact: null });
  });
});
