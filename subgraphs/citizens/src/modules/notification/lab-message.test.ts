import { randomUUID } from 'node:crypto';
import type { Topics } from '@ketqua/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CitizensBench, indexOf, inTransit } from '../../testing/citizens-bench.js';

type Due = Topics['lab.contact-due'];

describe("a message to a laboratory's contact", () => {
  let bench: CitizensBench;
  beforeAll(async () => {
    bench = await CitizensBench.open();
  });
  afterAll(() => bench.close());

  const told = (phone: string) => ({ phoneIndex: indexOf(phone), sealedPhone: inTransit(phone) });
  const due = (phone: string, more: Partial<Due> = {}): Due => ({
    labId: randomUUID(),
    ...told(phone),
    labCode: 'BV-CHORAY',
    status: 'LATE',
    heardAt: '2026-11-24T01:30:00.000Z',
    timeZone: 'Asia/Ho_Chi_Minh',
    locale: 'vi',
    ...more,
  });
  const textsTo = async (phone: string) => (await bench.messagesTo(phone)).map(({ text }) => text);

  it('says in plain words which laboratory, since when, and what to do', async () => {
    const phone = '+84903000041';
    await bench.tell('lab.contact-registered', { labId: randomUUID(), ...told(phone) });
    await bench.tell('lab.contact-due', due(phone));
    await expect
      .poll(() => textsTo(phone), { timeout: 10_000 })
      .toEqual([
        'Ketqua: phòng xét nghiệm BV-CHORAY đã trễ hạn gửi dữ liệu. Lần cuối nhận được: 08:30 24/11. Hãy gửi ngay, hoặc báo không có gì để gửi.',
      ]);
    await bench.tell('lab.contact-due', due(phone, { status: 'SILENT' }));
    await expect.poll(() => textsTo(phone), { timeout: 10_000 }).toHaveLength(2);
    await bench.tell('lab.contact-due', due(phone, { status: 'ON_TIME' }));
    await expect.poll(() => textsTo(phone), { timeout: 10_000 }).toHaveLength(3);
    const [back, silent] = await textsTo(phone);
    expect(silent).toMatch(/BV-CHORAY đã ngừng gửi dữ liệu.*08:30.*gọi cơ quan quản lý/);
    expect(back).toMatch(/đã nhận lại dữ liệu của phòng xét nghiệm BV-CHORAY lúc 08:30/);
  });

  it('is not sent hours late, and what cannot be opened stops none', async () => {
    const [late, broken, phone] = ['+84903000042', '+84903000043', '+84903000044'];
    await bench.database.query(
      "insert into events.event (topic, payload, occurred_at) values ('lab.contact-due', $1, now() - interval '7 hours')",
      [JSON.stringify(due(late!))],
    );
    await bench.tell('lab.contact-due', due(broken!, { sealedPhone: 'AAAA' }));
    await bench.tell('lab.contact-due', due(phone!));
    await expect.poll(() => textsTo(phone!), { timeout: 10_000 }).toHaveLength(1);
    expect(await textsTo(late!)).toEqual([]);
    expect(await textsTo(broken!)).toEqual([]);
    expect(bench.logged).toContain('a reported phone cannot be opened');
  });

  it('lets its phone be asked for a code, and stands in no job and no log in clear', async () => {
    const phone = '+84903000045';
    await bench.tell('lab.contact-registered', { labId: randomUUID(), ...told(phone) });
    await bench.tell('lab.contact-due', due(phone));
    await expect.poll(() => textsTo(phone), { timeout: 10_000 }).toHaveLength(1);
    await bench.signIn(phone);
    const jobs = await bench.database.query<{ job: string }>(
      "select to_jsonb(job)::text as job from citizens_jobs.job where name = 'send-lab-message'",
    );
    expect(jobs.length).toBeGreaterThan(0);
    expect(jobs.map(({ job }) => job).join()).not.toContain('903000045');
    expect(bench.logged).not.toContain('903000045');
  });
});
