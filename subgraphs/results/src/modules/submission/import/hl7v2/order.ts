import type { SubmittedRow } from '../../process-submission.service.js';
import type { PatientInput } from '../../test-result.input.js';
import { type Concept, nothing } from '../concept.js';
import type { TimeReading } from '../lab-file.js';
import { type OutcomeReading, outcomeOf } from '../outcome.js';
import { refusedRow, rowOf } from '../report-row.js';
import { type Observed, reportableOf } from '../reportable.js';
import { instrumentOf } from '../run.js';
import { specimenKindOf, specimenPurposeOf } from '../specimen.js';
import { mayLackOutcome, type StatusReading, statusOfObx } from '../status.js';
import { isWithoutResult, type TestReading, testOf } from '../test-code.js';
import { isoMoment } from './moment.js';
import type { Segment } from './segment.js';

/** An OBX and the segments that belong to it: who took part (PRT), what was used (INV). */
export interface ObxContext {
  readonly obx: Segment;
  readonly parts: Segment[];
}

/** An OBR with its ORC, its first specimen and its OBX. */
export interface Order {
  readonly obr: Segment;
  readonly orc: Segment | null;
  specimen: Segment | null;
  readonly observations: ObxContext[];
}

/** What an order stands in. */
export interface OrderContext {
  readonly patient: PatientInput | null;
  readonly isUncertain: boolean;
  readonly reading: TimeReading;
}

interface ReadObservation extends Observed, ObxContext {
  readonly test: TestReading;
  readonly value: Concept;
  readonly outcome: OutcomeReading;
  readonly status: StatusReading;
}

// OBX-2 (table 0125) of what is a code, and of what is a remark; all else is a number, a time or a picture.
const coded = new Set(['CWE', 'CE', 'CNE', 'CF', 'ID', 'IS']);
const texts = new Set(['ST', 'TX', 'FT', '']);

// More than any report has: a file that lost its OBR.
const mostObservations = 5_000;

/** The rows of an order: one for each overall result, or one that says that there is none. */
export function rowsOfOrder(order: Order, context: OrderContext): SubmittedRow[] {
  const { obr, orc, specimen } = order;
  const accessionNumber =
    obr.text(3) ||
    (orc?.text(3) ?? '') ||
    (specimen?.text(2, 2) ?? '') ||
    obr.text(2) ||
    (orc?.text(2) ?? '') ||
    (specimen?.text(2) ?? '');
  if (order.observations.length > mostObservations) {
    return [refusedRow(obr.line, 'MALFORMED_LINE', accessionNumber)];
  }
  const observations = order.observations
    .filter(({ obx }) => obx.text(29) !== 'QST' && !isWithoutResult(obx.value(3).concept()))
    .map((item) => observationOf(item, obr));
  const results = reportableOf(observations);
  if (results.length === 0) {
    const isQuestionnaire = isWithoutResult(obr.value(4).concept());
    return isQuestionnaire ? [] : [refusedRow(obr.line, 'NO_RESULT', accessionNumber)];
  }
  return results.map((item) => rowOfResult(item, order, accessionNumber, context));
}

function observationOf({ obx, parts }: ObxContext, obr: Segment): ReadObservation {
  const type = obx.text(2).toUpperCase();
  const test = testOf(obx.value(3).concept());
  const status = statusOfObx(obx.text(11), obr.text(25));
  const isCoded = coded.has(type);
  const isText = texts.has(type);
  const value = isCoded ? obx.value(5).concept() : isText ? textOf(obx) : nothing;
  const interpretation = obx.repetitions(8).map((code) => code.text(1));
  const outcome = outcomeOf(value, interpretation);
  const isWithoutValue = obx.repetitions(5).length === 0;
  return {
    ...{ obx, parts, test, value, outcome, status, testCode: test.code },
    valueKind: isWithoutValue ? 'NONE' : isCoded ? 'CODED' : isText ? 'TEXT' : 'NUMBER',
    hasKnownOutcome: (isCoded || isText) && outcome.isKnown,
    mayBeWithoutValue: mayLackOutcome(status),
  };
}

/** Free text, or a coded value that its sender called text. */
function textOf(obx: Segment): Concept {
  const value = obx.value(5);
  const { codings, text } = value.concept();
  return codings.length > 1 || codings[0]?.text ? { codings, text } : { codings: [], text: value.whole() };
}

function rowOfResult(
  item: ReadObservation,
  { obr, specimen }: Order,
  accessionNumber: string,
  { patient, isUncertain, reading }: OrderContext,
): SubmittedRow {
  const { obx, parts, test, value, outcome, status } = item;
  const kit = obx.value(17);
  const first = (...times: string[]) => isoMoment(times.find((time) => time !== '') ?? '', reading);
  return rowOf({
    line: obx.line,
    accessionNumber,
    patient,
    test,
    subId: obx.text(4),
    deviceId: kit.concept().codings.find(({ system }) => /JRC/i.test(system))?.code ?? null,
    specimen: {
      kind: specimenKindOf(specimen?.text(11) ?? '', specimen?.value(4).concept() ?? nothing, value),
      purpose: specimenPurposeOf(obr.value(31).concept()),
    },
    run: {
      instrument: instrumentOf(
        obx.repetitions(18).map((device) => device.text(1)),
        [kit.text(2), kit.text(9), kit.text(1)],
      ),
      // PRT-19 since version 2.8.2, INV-16: the lot of what the test was made with.
      kitLot: parts.map((part) => part.text(part.id === 'PRT' ? 19 : 16)).find((lot) => lot !== '') ?? null,
    },
    specimenCollectedAt: first(specimen?.text(17) ?? '', obx.text(14), obr.text(7)),
    resultedAt: first(obx.text(19), obr.text(22)),
    outcome,
    status,
    isUncertain,
  });
}
