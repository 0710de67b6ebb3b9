import type { JsonValue } from './cbor.js';
import {
  type CertificateGroup,
  type PersonName,
  RESULT_DETECTED,
  RESULT_NOT_DETECTED,
} from './digital-covid-certificate.js';
import { displayName } from './display-name.js';
import type { CertifiedTest } from './health-cert-verdict.js';
import type { CertifiedOutcome } from './judge.js';

/**
 * Why the facts of a certificate do not suffice for a PASS. ENTRY_COUNT: it states not exactly one thing.
 * OUTCOME_UNREADABLE: its test names no disease, or no result that we know. HOLDER_UNREADABLE: it names nobody.
 * IDENTIFIER_MISSING: its status cannot be looked up.
 */
export type FactProblem = 'ENTRY_COUNT' | 'OUTCOME_UNREADABLE' | 'HOLDER_UNREADABLE' | 'IDENTIFIER_MISSING';

/** What a verdict stands on, read from a certificate that may leave its schema; what cannot be read is absent. */
export interface CertificateFacts {
  /** The groups that state something. */
  readonly groups: readonly CertificateGroup[];
  readonly problems: readonly FactProblem[];
  readonly holder?: { readonly displayName: string; readonly dateOfBirth: string };
  readonly outcome?: CertifiedOutcome;
  readonly test?: CertifiedTest;
  /** UVCI. */
  readonly certificateId?: string;
}

type JsonRecord = Readonly<Record<string, JsonValue | undefined>>;

const GROUPS: readonly CertificateGroup[] = ['t', 'v', 'r'];

/** No name, code or identifier is longer; a forger's text of 60 kB is shown to nobody. */
const MAX_TEXT_LENGTH = 300;

/** Reads the facts of a certificate by what is there, not by what its schema promises; never throws. */
export function certificateFacts(certificate: JsonRecord): CertificateFacts {
  const groups = statedGroups(certificate);
  const entry = onlyEntry(certificate, groups);
  const holder = holderOf(certificate);
  const testEntry = groups[0] === 't' ? entry : undefined;
  const outcome = testEntry && outcomeOf(testEntry);
  const certificateId = entry && textIn(entry, 'ci');
  return {
    groups,
    problems: [
      ...(entry ? [] : ['ENTRY_COUNT' as const]),
      ...(testEntry && !outcome ? ['OUTCOME_UNREADABLE' as const] : []),
      ...(holder ? [] : ['HOLDER_UNREADABLE' as const]),
      ...(entry && !certificateId ? ['IDENTIFIER_MISSING' as const] : []),
    ],
    holder,
    outcome,
    test: testEntry && testOf(testEntry),
    certificateId,
  };
}

/** The groups that a certificate states something in: early issuers wrote the others as empty lists or null. */
export function statedGroups(certificate: object): CertificateGroup[] {
  return GROUPS.filter((group) => {
    const entries = (certificate as JsonRecord)[group];
    return entries !== undefined && entries !== null && !(Array.isArray(entries) && entries.length === 0);
  });
}

function onlyEntry(certificate: JsonRecord, groups: readonly CertificateGroup[]): JsonRecord | undefined {
  if (groups.length !== 1) return undefined;
  const entries = certificate[groups[0]!];
  if (!Array.isArray(entries) || entries.length !== 1) return undefined;
  return recordOf(entries[0]);
}

function holderOf({ nam, dob }: JsonRecord): CertificateFacts['holder'] {
  const written = recordOf(nam);
  if (!written) return undefined;
  const name: PersonName = {
    fn: textIn(written, 'fn'),
    fnt: textIn(written, 'fnt'),
    gn: textIn(written, 'gn'),
    gnt: textIn(written, 'gnt'),
  };
  const shown = displayName(name);
  return shown.trim() === '' ? undefined : { displayName: shown, dateOfBirth: textOf(dob) ?? '' };
}

/** Nobody may read an unknown result, or the result of no disease, as a harmless one. */
function outcomeOf(entry: JsonRecord): CertifiedOutcome | undefined {
  if (!textIn(entry, 'tg')) return undefined;
  if (entry.tr === RESULT_DETECTED) return 'DETECTED';
  return entry.tr === RESULT_NOT_DETECTED ? 'NOT_DETECTED' : undefined;
}

/** What an officer reads of the test; absent unless disease, type and a time that is one can be read. */
function testOf(entry: JsonRecord): CertifiedTest | undefined {
  const [disease, type, specimenCollectedAt] = [
    textIn(entry, 'tg'),
    textIn(entry, 'tt'),
    textIn(entry, 'sc'),
  ];
  if (!disease || !type || !specimenCollectedAt || Number.isNaN(Date.parse(specimenCollectedAt))) {
    return undefined;
  }
  return {
    disease,
    type,
    name: textIn(entry, 'nm'),
    deviceId: textIn(entry, 'ma'),
    specimenCollectedAt,
    testingCentre: textIn(entry, 'tc'),
    country: textIn(entry, 'co') ?? '',
    issuer: textIn(entry, 'is') ?? '',
  };
}

function recordOf(value: JsonValue | undefined): JsonRecord | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function textIn(record: JsonRecord, field: string): string | undefined {
  return textOf(record[field]);
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value.length <= MAX_TEXT_LENGTH ? value : undefined;
}
