import type { SubmittedRow } from '../../process-submission.service.js';
import { type Concept, nothing } from '../concept.js';
import type { TimeReading } from '../lab-file.js';
import { type OutcomeReading, outcomeOf } from '../outcome.js';
import { refusedRow, rowOf } from '../report-row.js';
import { type Observed, reportableOf } from '../reportable.js';
import { instrumentOf } from '../run.js';
import { specimenKindOf, specimenPurposeOf } from '../specimen.js';
import { mayLackOutcome, type StatusReading, statusOfFhir } from '../status.js';
import { isWithoutResult, type TestReading, testOf } from '../test-code.js';
import { accessionNumberOf } from './accession-number.js';
import {
  conceptOf,
  extensionsOf,
  extensionText,
  hasCode,
  type Json,
  objectIn,
  objectsIn,
  textIn,
} from './json.js';
import { isoMoment, momentIn, writtenMoment } from './moment.js';
import { patientOf } from './patient.js';
import { hasTag, keptField, type Resource } from './resources.js';

/** A DiagnosticReport with the Observations that it results in, members of panels included. */
export interface Report {
  readonly report: Resource;
  readonly observations: readonly Resource[];
  /** Whether a reference to an Observation led nowhere. */
  readonly isIncomplete: boolean;
}

interface ReadObservation extends Observed {
  readonly resource: Resource;
  readonly test: TestReading;
  readonly value: Concept;
  readonly outcome: OutcomeReading;
  readonly status: StatusReading;
}

/** The rows of a report: one for each overall result, or one that says that there is none. */
export function rowsOfReport(
  { report, observations, isIncomplete }: Report,
  reading: TimeReading,
): SubmittedRow[] {
  const specimen = (node: Json) => specimenOf(node, report);
  const order = resolved(report, objectsIn(report.json, 'basedOn')[0]);
  const specimenOfReport = specimen(report.json);
  const accessionNumber = accessionNumberOf(report.json, order, specimenOfReport);
  const ownResults = observations.filter(({ json }) => !isNoResult(json) && !isHeading(json));
  const results = reportableOf(ownResults.map((resource) => observationOf(resource, report)));
  const rows = results.map((item) => {
    const own = specimen(item.resource.json) ?? specimenOfReport;
    return rowOfResult(item, { report, order, specimen: own, accessionNumber, reading });
  });
  const isQuestionnaire = rows.length === 0 && isWithoutResult(conceptOf(objectIn(report.json, 'code')));
  if (isIncomplete || (rows.length === 0 && !isQuestionnaire)) {
    rows.push(refusedRow(report.line, 'NO_RESULT', accessionNumber));
  }
  return rows;
}

/** Whether an Observation was asked at order entry, by its tag, its identifier, its kept OBX-29 or its code. */
export function isNoResult(observation: Json): boolean {
  return (
    hasTag(observation, 'AOE') ||
    keptField(observation, 'obx-observation', 'OBX.29') === 'QST' ||
    objectsIn(observation, 'identifier').some((id) => hasCode(conceptOf(objectIn(id, 'type')), '81959-9')) ||
    objectsIn(observation, 'category').some((node) => hasCode(conceptOf(node), 'SOCIAL-HISTORY', 'SURVEY')) ||
    isWithoutResult(conceptOf(objectIn(observation, 'code')))
  );
}

function observationOf(resource: Resource, report: Resource): ReadObservation {
  const { json } = resource;
  const test = testOf(conceptOf(objectIn(json, 'code')));
  const kept = keptField(json, 'obx-observation', 'OBX.11');
  const status = statusOfFhir(textIn(json, 'status'), textIn(report.json, 'status'), kept);
  const valueKind = valueKindOf(json);
  const value =
    valueKind === 'CODED'
      ? conceptOf(objectIn(json, 'valueCodeableConcept'))
      : valueKind === 'TEXT'
        ? { codings: [], text: textIn(json, 'valueString') }
        : nothing;
  const interpretation = objectsIn(json, 'interpretation').flatMap((node) =>
    conceptOf(node).codings.map(({ code }) => code),
  );
  const outcome = outcomeOf(value, interpretation);
  return {
    ...{ resource, test, value, outcome, status, testCode: test.code, valueKind },
    hasKnownOutcome: valueKind !== 'NUMBER' && outcome.isKnown,
    mayBeWithoutValue: mayLackOutcome(status),
  };
}

/** A panel without a value of its own is the heading of its members. */
function isHeading(json: Json): boolean {
  return valueKindOf(json) === 'NONE' && objectsIn(json, 'hasMember').length > 0;
}

function valueKindOf(json: Json): Observed['valueKind'] {
  if (Object.keys(objectIn(json, 'valueCodeableConcept')).length > 0) return 'CODED';
  if (textIn(json, 'valueString')) return 'TEXT';
  return Object.keys(json).some((key) => /^value[A-Z]/.test(key)) ? 'NUMBER' : 'NONE';
}

interface ReportContext {
  readonly report: Resource;
  readonly order: Json | undefined;
  readonly specimen: Json | undefined;
  readonly accessionNumber: string;
  readonly reading: TimeReading;
}

function rowOfResult(item: ReadObservation, context: ReportContext): SubmittedRow {
  const { resource, test, value, outcome, status } = item;
  const { report, order = {}, specimen = {}, accessionNumber, reading } = context;
  const { json } = resource;
  const device = resolved(report, objectIn(json, 'device')) ?? {};
  const method = conceptOf(objectIn(json, 'method'));
  const first = (...times: string[]) => isoMoment(times.find((time) => time !== '') ?? '', reading);
  const isPool = objectsIn(specimen, 'parent').length > 1;
  return rowOf({
    line: resource.line ?? report.line,
    accessionNumber,
    patient: patientOfResult(resource, report),
    test,
    subId: extensionText(json, 'sub-id') || keptField(json, 'obx-observation', 'OBX.4'),
    deviceId: method.codings.find(({ system }) => /jrc/i.test(system))?.code ?? null,
    specimen: {
      kind: isPool ? 'POOL' : specimenKindOf(roleOf(specimen), conceptOf(objectIn(specimen, 'type')), value),
      purpose:
        objectsIn(order, 'reasonCode')
          .map((reason) => specimenPurposeOf(conceptOf(reason)))
          .find(Boolean) ?? null,
    },
    run: {
      instrument: instrumentOf(
        [...objectsIn(device, 'identifier').map((id) => textIn(id, 'value')), textIn(device, 'serialNumber')],
        [
          ...method.codings.map(({ text }) => text),
          method.text,
          ...method.codings.map(({ code }) => code),
          ...objectsIn(device, 'deviceName').map((name) => textIn(name, 'name')),
        ],
      ),
      kitLot: textIn(device, 'lotNumber') || null,
    },
    specimenCollectedAt: first(
      writtenMoment(objectIn(specimen, 'collection'), 'collected'),
      writtenMoment(json, 'effective'),
      writtenMoment(report.json, 'effective'),
    ),
    resultedAt: first(
      ...extensionsOf(json, 'analysis-date-time').map((kept) => writtenMoment(kept, 'value')),
      momentIn(json, 'issued'),
      momentIn(report.json, 'issued'),
    ),
    outcome,
    status,
  });
}

/** The patient of an Observation, else of its report; none where the two are not the same. */
function patientOfResult(observation: Resource, report: Resource) {
  const ofReport = resolved(report, objectIn(report.json, 'subject'));
  const subject = objectIn(observation.json, 'subject');
  const own = resolved(report, subject, observation);
  if (textIn(subject, 'reference') && own !== ofReport && ofReport) return null;
  const patient = own ?? ofReport;
  return patient && textIn(patient, 'resourceType') === 'Patient' ? patientOf(patient) : null;
}

/** The first specimen of which anything is said: converters from HL7 v2 make an empty one of each OBR. */
function specimenOf(node: Json, report: Resource): Json | undefined {
  const specimens = objectsIn(node, 'specimen').map((reference) => resolved(report, reference));
  const isTold = (specimen: Json | undefined) =>
    specimen !== undefined &&
    ['identifier', 'collection', 'type'].some((name) => Object.hasOwn(specimen, name));
  return specimens.find(isTold) ?? specimens[0];
}

function roleOf(specimen: Json): string {
  const [role] = objectsIn(specimen, 'extension').filter((extension) =>
    /(?:specimen-role|SPM\.11)$/.test(textIn(extension, 'url')),
  );
  return role ? (conceptOf(objectIn(role, 'valueCodeableConcept')).codings[0]?.code ?? '') : '';
}

/** What a reference leads to, contained in the report or in the resource that refers. */
function resolved(report: Resource, reference: Json | undefined, from: Resource = report): Json | undefined {
  if (!reference) return undefined;
  const { scope } = from;
  return (scope.resolve(reference, from.json) ?? scope.resolve(reference, report.json))?.json;
}
