import { knownTest } from '../../codes.js';
import type { SubmittedRow } from '../../process-submission.service.js';
import type { TimeReading } from '../lab-file.js';
import { refusedRow } from '../report-row.js';
import { testOf } from '../test-code.js';
import { UnreadableContentError } from '../unreadable-content.js';
import { allObjectsIn, conceptOf, objectIn, textIn } from './json.js';
import { readDocuments } from './read-documents.js';
import { isNoResult, type Report, rowsOfReport } from './report.js';
import { type Resource, type Scope, scopesOf } from './resources.js';

// Reports may share panels: what is gone through is bounded whatever refers to what.
const mostObservations = 200_000;

/**
 * Reads FHIR R4: Bundles (message, batch, collection, transaction, document, searchset), bare DiagnosticReports with
 * what they contain, arrays of them, and NDJSON. Each overall result that a DiagnosticReport names is a row; a broken
 * line, a Bundle that is none of results, a report without a result, and a result that no report names are refused
 * rows of their own. Reads on until there
 * are more than `limit` rows.
 * @throws UnreadableContentError where the file holds no FHIR resource, or is too deep or too entangled to be one
 */
export function readFhir(
  content: string,
  reading: TimeReading,
  limit = Number.POSITIVE_INFINITY,
): SubmittedRow[] {
  const { documents, brokenLines } = readDocuments(content);
  const scopes = scopesOf(documents);
  if (!scopes.some(({ line, resources }) => line !== null || resources.some(({ type }) => type !== ''))) {
    throw new UnreadableContentError('NOT_THIS_FORMAT', 1);
  }
  const rows = brokenLines.map((line) => refusedRow(line, 'MALFORMED_LINE'));
  const reader = new ScopeReader(reading, limit);
  for (const scope of scopes) {
    for (const row of reader.rows(scope)) rows.push(row);
    if (rows.length > limit) break;
  }
  return rows.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

class ScopeReader {
  private gone = 0;

  constructor(
    private readonly reading: TimeReading,
    private readonly limit: number,
  ) {}

  rows(scope: Scope): SubmittedRow[] {
    const reports = scope.resources.filter(({ type }) => type === 'DiagnosticReport');
    if (scope.line !== null && (reports.length === 0 || isOtherMessage(scope))) {
      return hasOnlyBundles(scope) ? [] : [refusedRow(scope.line, 'NOT_A_RESULT_MESSAGE')];
    }
    const named = new Set<Resource['json']>();
    const rows: SubmittedRow[] = [];
    for (const report of reports) {
      const found = this.reportOf(report);
      for (const { json } of found.observations) named.add(json);
      for (const row of rowsOfReport(found, this.reading)) rows.push(row);
      if (rows.length > this.limit) return rows;
    }
    const left = scope.resources.filter(
      (resource) => !named.has(resource.json) && isResultOfItsOwn(resource),
    );
    return [...rows, ...left.map(({ line }) => refusedRow(line, 'WITHOUT_REPORT'))];
  }

  /** The Observations of a report and, of panels, their members; each once. */
  private reportOf(report: Resource): Report {
    const observations = new Map<Resource['json'], Resource>();
    let isIncomplete = false;
    const open = [report];
    for (let from = open.pop(); from; from = open.pop()) {
      for (const reference of allObjectsIn(from.json, from === report ? 'result' : 'hasMember')) {
        if (++this.gone > mostObservations) throw new UnreadableContentError('TOO_LARGE', null);
        const found = from.scope.resolve(reference, from.json) ?? from.scope.resolve(reference, report.json);
        if (found?.type !== 'Observation') isIncomplete = true;
        else if (!observations.has(found.json)) {
          observations.set(found.json, found);
          open.push(found);
        }
      }
    }
    return { report, observations: [...observations.values()], isIncomplete };
  }
}

/** A message of orders or admissions may carry reports for information. */
function isOtherMessage({ resources }: Scope): boolean {
  const header = resources.find(({ type }) => type === 'MessageHeader');
  const event = objectIn(header?.json ?? {}, 'eventCoding');
  const code = textIn(event, 'code');
  return /v2-0003$/.test(textIn(event, 'system')) && code !== 'R01' && !/R01/.test(textIn(event, 'display'));
}

function hasOnlyBundles({ resources }: Scope): boolean {
  return resources.length === 0;
}

/** A result of a known test that stands alone would be lost without a word. */
function isResultOfItsOwn({ type, json }: Resource): boolean {
  if (type !== 'Observation' || isNoResult(json)) return false;
  const test = knownTest(testOf(conceptOf(objectIn(json, 'code'))).code);
  return test !== undefined && !test.isTarget && Object.hasOwn(json, 'valueCodeableConcept');
}
