/** A rule in the format of DCC Validation Rules 1.02, as the API takes and gives it. */
export interface DccRule {
  readonly Identifier: string;
  readonly Type: string;
  readonly Country: string;
  readonly Region?: string;
  /** Three numbers; of several with one identifier the highest counts. */
  readonly Version: string;
  readonly SchemaVersion: string;
  readonly Engine: string;
  readonly EngineVersion: string;
  readonly CertificateType: string;
  readonly Description: readonly { readonly lang: string; readonly desc: string }[];
  /** ISO 8601 with an offset. */
  readonly ValidFrom: string;
  readonly ValidTo: string;
  readonly AffectedFields: readonly string[];
  /** CertLogic. */
  readonly Logic: unknown;
}

/** The rules that a text holds as JSON; null where it holds none. The server judges them, this only reads. */
export function rulesIn(json: string): readonly DccRule[] | null {
  try {
    const rules: unknown = JSON.parse(json);
    const isRule = (rule: unknown) => typeof rule === 'object' && rule !== null;
    return Array.isArray(rules) && rules.every(isRule) ? (rules as DccRule[]) : null;
  } catch {
    return null;
  }
}

/** The moment from which on every one of these rules holds, where that is still to come. @param now milliseconds */
export function beginningOf(rules: readonly DccRule[], now: number): string | null {
  const latest = Math.max(...rules.map(({ ValidFrom }) => Date.parse(ValidFrom) || 0));
  return latest > now ? new Date(latest).toISOString() : null;
}

/** Until when none of these rules holds, from a moment on; null where one does, or none ever will. @param from milliseconds */
export function gapAfter(rules: readonly DccRule[], from: number): string | null {
  const isInForce = ({ ValidFrom, ValidTo }: DccRule) =>
    Date.parse(ValidFrom) <= from && from <= Date.parse(ValidTo);
  const toCome = rules.map(({ ValidFrom }) => Date.parse(ValidFrom)).filter((begins) => begins > from);
  if (rules.some(isInForce) || toCome.length === 0) return null;
  return new Date(Math.min(...toCome)).toISOString();
}
