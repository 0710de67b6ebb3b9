import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPhone, CitizensBench, indexOf } from '../../testing/citizens-bench.js';
import { requestOtp, verifyOtp } from '../../testing/operations.js';

describe('a notice', () => {
  let bench: CitizensBench;
  const notices = async (phone: string) =>
    (await bench.messagesTo(phone)).filter(({ code }) => code === null).map(({ text }) => text);

  beforeAll(async () => {
    bench = await CitizensBench.open();
  });
  afterAll(() => bench.close());

  it('goes once in ten minutes to a phone that a laboratory reported', async () => {
    const phone = '+84902000031';
    const phoneIndex = await bench.report(phone);
    for (let results = 0; results < 5; results++)
      await bench.tell('person.notice-due', { phoneIndexes: [phoneIndex] });
    await expect.poll(() => notices(phone), { timeout: 10_000 }).toEqual(['Ketqua: bạn có thông báo mới.']);
    await bench.tell('person.notice-due', { phoneIndexes: [phoneIndex] });
    // A later event is handled after it: by then the sixth had its chance.
    const marker = '+84902000032';
    await bench.tell('person.notice-due', { phoneIndexes: [await bench.report(marker)] });
    await expect.poll(() => notices(marker), { timeout: 10_000 }).toHaveLength(1);
    expect(await notices(phone)).toHaveLength(1);
  });

  it('follows when the ten minutes are over where something came within them, and only there', async () => {
    const [phone, quiet] = ['+84902000036', '+84902000037'];
    const phoneIndexes = [await bench.report(phone), await bench.report(quiet)];
    await bench.tell('person.notice-due', { phoneIndexes });
    await expect.poll(() => notices(phone), { timeout: 10_000 }).toHaveLength(1);
    await expect.poll(() => notices(quiet), { timeout: 10_000 }).toHaveLength(1);
    for (let results = 0; results < 3; results++)
      await bench.tell('person.notice-due', { phoneIndexes: phoneIndexes.slice(0, 1) });
    const waiting = async () => {
      const [index] = phoneIndexes;
      const held = await bench.database.query(
        'select from citizens.notice where is_waiting and phone_index = $1',
        [Buffer.from(index!, 'base64url')],
      );
      return held.length;
    };
    await expect.poll(waiting).toBe(1);
    await bench.database.query("update citizens.notice set due_at = due_at - interval '10 minutes'");
    await expect.poll(() => notices(phone), { timeout: 10_000 }).toHaveLength(2);
    expect(await waiting()).toBe(0);
    // Its ten minutes begin anew with it.
    await bench.tell('person.notice-due', { phoneIndexes: phoneIndexes.slice(0, 1) });
    await expect.poll(waiting).toBe(1);
    expect(await notices(quiet)).toHaveLength(1);
    expect(await notices(phone)).toHaveLength(2);
  });

  it("is in the language that the account's holder chose, and says nothing of what waits", async () => {
    const { id } = await bench.ask<{ id: string }>(requestOtp, {
      input: { phone: adminPhone, locale: 'en' },
    });
    await expect.poll(async () => (await bench.messagesTo(adminPhone)).length, { timeout: 10_000 }).toBe(1);
    const [message] = await bench.messagesTo(adminPhone);
    expect(message!.text).toMatch(/^Ketqua: your code is \d{6}\./);
    const input = { challengeId: id, code: message!.code };
    expect(await bench.ask(verifyOtp, { input })).toMatchObject({ viewer: { locale: 'en' } });
    await bench.tell('person.notice-due', { phoneIndexes: [indexOf(adminPhone)] });
    await expect
      .poll(() => notices(adminPhone), { timeout: 10_000 })
      .toEqual(['You have a new message in Ketqua.']);
  });

  it('goes to no phone that nobody reported, and an event that cannot be opened stops none', async () => {
    const [unknown, phone] = ['+84902000034', '+84902000035'];
    await bench.tell('person.notice-due', { phoneIndexes: [indexOf(unknown)] });
    const sealedPhone = Buffer.from('altered').toString('base64');
    await bench.tell('person.phone-reported', { phones: [{ phoneIndex: indexOf(unknown), sealedPhone }] });
    await bench.tell('person.notice-due', { phoneIndexes: [await bench.report(phone)] });
    await expect.poll(() => notices(phone), { timeout: 10_000 }).toHaveLength(1);
    expect(await notices(unknown)).toEqual([]);
    expect(bench.logged).toContain('a reported phone cannot be opened');
    expect(bench.logged).not.toMatch(/9020000|altered/);
  });

  it('is shown to a developer, newest first, and in production to nobody', async () => {
    const query = '{ developmentMessages { id to text code sentAt } }';
    const messages = await bench.ask<{ sentAt: string; to: string }[]>(query);
    expect(messages.length).toBeGreaterThan(3);
    const times = messages.map(({ sentAt }) => Date.parse(sentAt));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const production = await CitizensBench.open({ development: false });
    expect(await production.refusal(query)).toBe('FORBIDDEN');
    await production.close();
  });
});
