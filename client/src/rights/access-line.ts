import type { Language } from '../language/catalogue.ts';
import { formatDateTime } from '../language/format-date.ts';
import type { RecordAccessFactsFragment } from '../schema/rights-operations.ts';
import { rightsCatalogues } from './words/rights-catalogue.ts';

/** An access in lines: what was done, by which organisation and when, and with which result. */
export function accessLine(access: RecordAccessFactsFragment, language: Language): string[] {
  const words = rightsCatalogues[language].accesses;
  const { act, by, lab, result, at } = access;
  const isLabs = by === 'LAB_STAFF' || by === 'LAB_KEY';
  const who = isLabs ? words.ofLab(lab?.name ?? words.unknownLab, words.byOf[by]) : words.byOf[by];
  const lines = [words.actOf[act], `${who} · ${formatDateTime(at, language)}`];
  if (!result) return lines;
  return [...lines, words.result(result.disease.name, formatDateTime(result.specimenCollectedAt, language))];
}
