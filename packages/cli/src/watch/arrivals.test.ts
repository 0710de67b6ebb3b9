import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.js';

const settle = 5_000;

describe('a watched folder', () => {
  let folder: string;
  let now: number;
  let arrivals: Arrivals;
  const write = (name: string, text = 'a,b\n') => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), now / 1000, now / 1000);
  };
  const names = () => arrivals.look().arrived.map(({ name }) => name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ketqua-arrivals-'));
    now = Date.parse('2026-03-02T23:00:00Z');
    arrivals = new Arrivals(folder, settle, () => now);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes a file once it has been still', () => {
    write('results.csv');
    expect(names()).toEqual([]);
    now += settle - 1;
    expect(names()).toEqual([]);
    now += 1;
    expect(names()).toEqual(['results.csv']);
  });

  it('waits anew while a file grows', () => {
    write('results.csv');
    names();
    now += settle;
    appendFileSync(join(folder, 'results.csv'), '1,2\n');
    utimesSync(join(folder, 'results.csv'), now / 1000, now / 1000);
    expect(names()).toEqual([]);
    now += settle;
    expect(names()).toEqual(['results.csv']);
  });

  it('takes at once what was renamed into it, whole and of age', () => {
    write('.results.csv.part');
    now += settle;
    expect(names()).toEqual([]);
    renameSync(join(folder, '.results.csv.part'), join(folder, 'results.csv'));
    expect(names()).toEqual(['results.csv']);
  });

  it('trusts no time that lies ahead: a file server may have another clock', () => {
    write('results.csv');
    now -= 3_600_000;
    expect(names()).toEqual([]);
    now += settle;
    expect(names()).toEqual(['results.csv']);
  });

  it('passes over hidden, temporary and empty files, folders, links and receipts', () => {
    mkdirSync(join(folder, 'sent'));
    for (const name of [
      '.hidden.csv',
      '~$book.csv',
      'a.csv.tmp',
      'a.csv.crdownload',
      'a.csv~',
      'a.csv.receipt.json',
    ])
      write(name);
    write('empty.csv', '');
    symlinkSync('/etc/hostname', join(folder, 'link.csv'));
    now += settle;
    expect(names()).toEqual([]);
  });

  it('gives the oldest first, so that a correction comes after what it corrects', () => {
    write('b.csv');
    now += 1_000;
    write('a.csv');
    now += settle;
    expect(names()).toEqual(['b.csv', 'a.csv']);
  });

  it('knows when a file was changed after it arrived', () => {
    write('results.csv');
    now += settle;
    const [arrival] = arrivals.look().arrived;
    expect(arrivals.isUnchanged(arrival!)).toBe(true);
    now += 1_000;
    write('results.csv');
    expect(arrivals.isUnchanged(arrival!)).toBe(false);
  });

  it('tells how many files are on their way', () => {
    expect(arrivals.look()).toEqual({ arrived: [], coming: 0 });
    write('results.csv');
    expect(arrivals.look()).toEqual({ arrived: [], coming: 1 });
  });
});
