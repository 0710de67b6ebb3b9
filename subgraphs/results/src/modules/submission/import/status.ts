import tables from '../../../data/result-statuses.json' with { type: 'json' };
import type { Problem } from '../problem.js';

/** A status as a row takes it. */
export interface StatusReading {
  /** Canonical, or as written where no table knows it: the judge refuses that. */
  readonly status: string | null;
  /** Final without a new value: it finalises what is stored (HL7 v2 table 0085, U). */
  readonly finalisesStored: boolean;
  readonly problem: Problem | null;
}

type Table = Readonly<Record<string, string>>;

const withdrawn = ['CANCELLED', 'ENTERED_IN_ERROR'];

/** The status of an OBX: OBX-11, unless its OBR (OBR-25) takes the whole report back. OBX-11 is required. */
export function statusOfObx(observation: string, report: string): StatusReading {
  return combined(tables.observation, observation.toUpperCase(), tables.report, report, false);
}

/**
 * The status of a FHIR Observation, unless its DiagnosticReport was taken back. Both are required (FHIR R4). FHIR has
 * no word for HL7 v2's U; a converter may have `kept` it.
 */
export function statusOfFhir(observation: string, report: string, kept = ''): StatusReading {
  const status = combined(tables.fhirObservation, observation, tables.fhirReport, report, true);
  return kept === 'U' && status.status === 'FINAL' ? { ...status, finalisesStored: true } : status;
}

/** Whether a result of this status may come without an outcome: open, taken back, or told before. */
export function mayLackOutcome({ status, finalisesStored }: StatusReading): boolean {
  const open = ['REGISTERED', 'PARTIAL', 'PRELIMINARY', ...withdrawn];
  return finalisesStored || (status !== null && open.includes(status));
}

function combined(
  observations: Table,
  observation: string,
  reports: Table,
  report: string,
  needsReport: boolean,
): StatusReading {
  if (!observation || (needsReport && !report)) return refused('REQUIRED');
  const ofReport = lookUp(reports, report);
  if (ofReport && withdrawn.includes(ofReport)) return accepted(ofReport);
  if (needsReport && ofReport === 'WITHOUT_MEANING') return refused('STATUS_WITHOUT_MEANING');
  const status = lookUp(observations, observation);
  if (status === 'WITHOUT_MEANING') return refused('STATUS_WITHOUT_MEANING');
  if (status === undefined) return refused('INVALID_STATUS');
  return status === 'FINALISES' ? { ...accepted('FINAL'), finalisesStored: true } : accepted(status);
}

function lookUp(table: Table, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

function accepted(status: string): StatusReading {
  return { status, finalisesStored: false, problem: null };
}

function refused(code: 'REQUIRED' | 'STATUS_WITHOUT_MEANING' | 'INVALID_STATUS'): StatusReading {
  return { status: null, finalisesStored: false, problem: { field: 'status', code } };
}
