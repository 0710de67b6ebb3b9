import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileReceipt } from '../submit/file-receipt.js';
import { freeNames, keepReceipt } from '../submit/keep-file.js';
import { clearBroken, fateOf, putAway } from './put-away.js';

const receiptOf = (key: string, more: Partial<FileReceipt> = {}): FileReceipt => ({
  file: 'results.csv',
  format: 'CSV',
  encoding: 'UTF-8',
  platform: 'http://127.0.0.1:4000',
  key,
  isPreview: false,
  finishedAt: '2026-03-02T23:00:00.000Z',
  rowCount: 2,
  accepted: 1,
  duplicates: 0,
  rejected: 1,
  submissions: [],
  rows: [],
  error: null,
  ...more,
});

describe('a file that was answered', () => {
  let folder: string;
  const arrive = (text: string) => writeFileSync(join(folder, 'results.csv'), text);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ketqua-put-away-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('goes to sent when rows of it are stored, or were stored already', () => {
    expect(fateOf(receiptOf('1'))).toBe('sent');
    expect(fateOf(receiptOf('1', { accepted: 0, duplicates: 2, rejected: 0 }))).toBe('sent');
  });

  it('goes to failed when none of it was taken', () => {
    expect(fateOf(receiptOf('1', { accepted: 0, rejected: 2 }))).toBe('failed');
    const error = { code: 'UNKNOWN_FORMAT', message: '', line: null };
    expect(fateOf(receiptOf('1', { error }))).toBe('failed');
  });

  it('lies beside its receipt and its corrections, which only their owner can read', () => {
    arrive('one');
    const { names } = putAway(folder, 'results.csv', receiptOf('1'), 'to correct');
    expect(readdirSync(join(folder, 'sent')).sort()).toEqual([
      'results.csv',
      'results.csv.corrections.csv',
      'results.csv.receipt.json',
    ]);
    expect(existsSync(join(folder, 'results.csv'))).toBe(false);
    if (process.platform !== 'win32') {
      for (const path of [names.receipt, names.corrections]) expect(statSync(path).mode & 0o077).toBe(0);
    }
  });

  it('never writes over another of its name', () => {
    for (const [position, text] of ['one', 'two', 'three'].entries()) {
      arrive(text);
      putAway(folder, 'results.csv', receiptOf(String(position)), null);
    }
    const sent = (name: string) => readFileSync(join(folder, 'sent', name), 'utf8');
    expect([sent('results.csv'), sent('results-2.csv'), sent('results-3.csv')]).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(JSON.parse(sent('results-3.csv.receipt.json'))).toMatchObject({ key: '2' });
  });

  it('takes up its own receipt again where a run was broken off between receipt and move', () => {
    arrive('one');
    keepReceipt(freeNames(join(folder, 'sent'), 'results.csv', '1', false), receiptOf('1'), 'to correct');
    putAway(folder, 'results.csv', receiptOf('1'), 'to correct');
    expect(readdirSync(join(folder, 'sent'))).toHaveLength(3);
    expect(readFileSync(join(folder, 'sent', 'results.csv'), 'utf8')).toBe('one');
  });

  it('leaves nothing half written behind once a watcher starts again', () => {
    arrive('one');
    putAway(folder, 'results.csv', receiptOf('1'), null);
    writeFileSync(join(folder, 'sent', '.results.csv.corrections.csv.4711.partial'), 'half of it');
    clearBroken(folder);
    expect(readdirSync(join(folder, 'sent')).sort()).toEqual(['results.csv', 'results.csv.receipt.json']);
  });
});
