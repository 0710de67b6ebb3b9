import { type Choices, choicesOf, logicOf, type Part, partsOf, toldBy } from './choices.ts';
import type { DccRule } from './dcc-rule.ts';

/**
 * Writes choices as rules. A part that the rules of before had keeps its identifier; where it says anything else now, its
 * version is raised.
 *
 * @param jurisdiction ISO 3166-2, or a country
 * @param earlier the rules that these are to replace
 * @param firstNumber of the identifiers, where there were no rules before
 */
export function writeRules(
  choices: Choices,
  jurisdiction: string,
  earlier: readonly DccRule[],
  firstNumber: number,
): DccRule[] {
  const [country = 'VN', region] = jurisdiction.split('-');
  const before = earlierParts(earlier);
  let highest = Math.max(firstNumber - 1, ...earlier.map(({ Identifier }) => numberOf(Identifier)));
  return partsOf(choices).map((part) => {
    const Logic = logicOf(choices, part);
    const { vi, en } = toldBy(choices, part);
    const old = before[part];
    if (!old) highest += 1;
    const rule: DccRule = {
      Identifier: old?.Identifier ?? `TR-${country}-${String(highest).padStart(4, '0')}`,
      Type: 'Acceptance',
      Country: country,
      ...(region && { Region: region }),
      Version: old?.Version ?? '1.0.0',
      SchemaVersion: '1.0.0',
      Engine: 'CERTLOGIC',
      EngineVersion: '0.7.5',
      CertificateType: 'General',
      Description: [
        { lang: 'vi', desc: vi },
        { lang: 'en', desc: en },
      ],
      ValidFrom: choices.validFrom,
      ValidTo: choices.validTo,
      AffectedFields: fieldsIn(Logic),
      Logic,
    };
    return old && !saysTheSame(old, rule) ? { ...rule, Version: raised(old.Version) } : rule;
  });
}

/** The number of a rule's identifier, as 102 of TR-VN-0102. */
export function numberOf(identifier: string): number {
  return Number(/\d{4}$/.exec(identifier)?.[0] ?? 0);
}

function earlierParts(earlier: readonly DccRule[]): Partial<Record<Part, DccRule>> {
  const choices = choicesOf(earlier);
  if (!choices) return {};
  return Object.fromEntries(partsOf(choices).map((part, index) => [part, earlier[index]]));
}

function saysTheSame(one: DccRule, other: DccRule): boolean {
  const said = ({ Logic, Description, ValidFrom, ValidTo }: DccRule) =>
    JSON.stringify([Logic, Description.map(({ lang, desc }) => [lang, desc]), ValidFrom, ValidTo]);
  return said(one) === said(other);
}

function raised(version: string): string {
  const [major = 1, minor = 0] = version.split('.').map(Number);
  return `${major}.${minor + 1}.0`;
}

/** The fields of the certificate that a rule reads, as `t.0.sc`. */
function fieldsIn(logic: unknown): string[] {
  const names = JSON.stringify(logic).matchAll(/"var":"payload\.([^"]+)"/g);
  return [...new Set([...names].map(([, name]) => name!))];
}
