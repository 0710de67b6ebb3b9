import { afterEach, describe, expect, it, vi } from 'vitest';
import { clockError, observeServerTime, onClockError, serverNow } from './server-clock.ts';

const day = 86_400_000;

describe("the server's clock", () => {
  afterEach(() => {
    observeServerTime(new Date().toUTCString(), Date.now(), Date.now());
  });

  it('is followed where the phone is wrong by a day, and the page is told', () => {
    const heard = vi.fn();
    const end = onClockError(heard);
    const now = Date.now();
    observeServerTime(new Date(now - day).toUTCString(), now - 100, now);
    expect(Math.abs(serverNow() - (Date.now() - day))).toBeLessThan(1_000);
    expect(Math.abs(clockError() - day)).toBeLessThan(1_000);
    expect(heard).toHaveBeenCalled();
    end();
  });

  it('is the phone’s own where the two agree to some seconds, or nothing was told', () => {
    const now = Date.now();
    observeServerTime(new Date(now + 3_000).toUTCString(), now, now);
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(50);
    observeServerTime(null, now, now);
    observeServerTime('nonsense', now, now);
    expect(clockError()).toBe(0);
  });

  it('is not worth a word below five minutes, and still reckoned with', () => {
    const now = Date.now();
    observeServerTime(new Date(now + 60_000).toUTCString(), now, now);
    expect(clockError()).toBe(0);
    expect(serverNow() - Date.now()).toBeGreaterThan(55_000);
  });
});

describe("the server's clock on a page that is opened without a network", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.resetModules();
  });

  /** A page of its own, opened on a phone whose clock says `time`. */
  const openedAt = async (time: number) => {
    vi.resetModules();
    vi.useFakeTimers({ now: time, toFake: ['Date'] });
    return import('./server-clock.ts');
  };
  const truth = Date.parse('2026-11-28T08:00:00.500Z');
  const learnedOn = async (time: number) => {
    const { observeServerTime, knownClock } = await openedAt(time);
    observeServerTime(new Date(truth).toUTCString(), time, time);
    return knownClock()!;
  };

  it('is what an earlier page had learned, and the page is told; an answer takes its place', async () => {
    const kept = await learnedOn(truth + 400 * day);
    expect(kept).toEqual({ offset: -400 * day, seenAt: truth + 400 * day });
    const page = await openedAt(truth + 400 * day + 3_600_000);
    const heard = vi.fn();
    page.onClockError(heard);
    page.rememberClock(kept);
    expect([page.serverNow(), page.clockError(), page.isClockRemembered()]).toEqual([
      truth + 3_600_000,
      400 * day,
      true,
    ]);
    expect(heard).toHaveBeenCalledOnce();
    const now = Date.now();
    page.observeServerTime(new Date(now).toUTCString(), now, now);
    expect([page.serverNow(), page.clockError(), page.isClockRemembered()]).toEqual([now, 0, false]);
    // What an answer told is newer than what was kept.
    page.rememberClock(kept);
    expect(page.serverNow()).toBe(now);
  });

  it('is the phone’s own once it was set right', async () => {
    const kept = await learnedOn(truth + day);
    const page = await openedAt(truth + 3_600_000);
    page.rememberClock(kept);
    expect([page.serverNow(), page.clockError()]).toEqual([truth + 3_600_000, 0]);
  });

  it('is never before the last answer, however far the phone is set back', async () => {
    const kept = await learnedOn(truth);
    const page = await openedAt(truth - 30 * day);
    page.rememberClock(kept);
    expect([page.serverNow(), page.clockError()]).toEqual([truth, -30 * day]);
  });

  it('takes nothing from what cannot be read', async () => {
    const page = await openedAt(truth);
    page.rememberClock({ offset: Number.NaN, seenAt: truth });
    page.rememberClock({ offset: day } as never);
    expect([page.serverNow(), page.isClockRemembered()]).toEqual([truth, false]);
  });
});
