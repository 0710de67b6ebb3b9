import { describe, expect, test } from 'vitest';
import { accountCatalogues } from '../account/words/account-catalogue.ts';
import { auditCatalogues } from '../authority/audit/words/audit-catalogue.ts';
import { keysCatalogues } from '../authority/keys/words/keys-catalogue.ts';
import { authorityCatalogues } from '../authority/words/authority-catalogue.ts';
import { disputeCatalogues } from '../disputes/words/dispute-catalogue.ts';
import { helpDeskCatalogues } from '../help-desk/words/help-desk-catalogue.ts';
import { labDisputeCatalogues } from '../lab/disputes/words/lab-dispute-catalogue.ts';
import { phoneReportCatalogues } from '../lab/phones/words/phone-report-catalogue.ts';
import { labCatalogues } from '../lab/words/lab-catalogue.ts';
import { rightsCatalogues } from '../rights/words/rights-catalogue.ts';
import { otherWaysCatalogues } from '../sign-in/words/other-ways-catalogue.ts';
import { catalogues } from './catalogue.ts';

type Node = string | ((...values: never[]) => string) | { [key: string]: Node };

function leaves(node: Node, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const values = Array.from({ length: node.length }, () => '§' as never);
    return [[path, node(...values)]];
  }
  return Object.entries(node).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`));
}

describe.each([
  ['the app', catalogues],
  ["the laboratory's page", labCatalogues],
  ['disputes', disputeCatalogues],
  ['rights', rightsCatalogues],
  ['the account', accountCatalogues],
  ['the help desk', helpDeskCatalogues],
  ['the authority', authorityCatalogues],
  ['the audit log', auditCatalogues],
  ['the signing keys', keysCatalogues],
  ['other ways to a code', otherWaysCatalogues],
  ["the laboratory's disputes", labDisputeCatalogues],
  ["the laboratory's wrong phones", phoneReportCatalogues],
])('the sentences of %s', (_, both) => {
  const vi = leaves(both.vi);
  const en = leaves(both.en);

  test('English says everything that Vietnamese says, and nothing else', () => {
    expect(en.map(([path]) => path).sort()).toEqual(vi.map(([path]) => path).sort());
  });

  test('no sentence is empty, and each is written in composed characters', () => {
    for (const [path, sentence] of [...vi, ...en]) {
      expect(sentence.trim(), path).not.toBe('');
      expect(sentence.normalize('NFC'), path).toBe(sentence);
    }
  });

  test('a sentence with a value carries the value in both languages', () => {
    const carrying = (list: [string, string][]) =>
      list.filter(([, sentence]) => sentence.includes('§')).map(([path]) => path);
    expect(carrying(en).sort()).toEqual(carrying(vi).sort());
  });
});
