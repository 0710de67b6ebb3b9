import type { SubmittedRow } from '../../process-submission.service.js';
import type { PatientInput } from '../../test-result.input.js';
import type { TimeReading } from '../lab-file.js';
import { refusedRow } from '../report-row.js';
import { UnreadableContentError } from '../unreadable-content.js';
import { type ObxContext, type Order, rowsOfOrder } from './order.js';
import { patientOf } from './patient.js';
import { type BrokenLine, type Message, readMessages } from './read-messages.js';
import type { Segment } from './segment.js';

/**
 * Reads HL7 v2 (2.3 to 2.8): ORU^R01, one message, many, or a batch. Each overall result is a row with its OBX's
 * line; what is no result message, no segment, or an order without a result is a refused row of its own. Reads on
 * until there are more than `limit` rows.
 * @throws UnreadableContentError where the file holds no message at all
 */
export function readHl7v2(
  content: string,
  reading: TimeReading,
  limit = Number.POSITIVE_INFINITY,
): SubmittedRow[] {
  const rows: SubmittedRow[] = [];
  let hasMessage = false;
  for (const part of readMessages(content)) {
    if ('header' in part) {
      hasMessage = true;
      for (const row of rowsOfMessage(part, reading, limit)) rows.push(row);
    } else rows.push(refusedRow(part.line, 'MALFORMED_LINE'));
    if (rows.length > limit) break;
  }
  if (!hasMessage) throw new UnreadableContentError('NOT_THIS_FORMAT', 1);
  return rows;
}

function rowsOfMessage({ header, parts }: Message, reading: TimeReading, limit: number): SubmittedRow[] {
  const isResult = header.text(9) === 'ORU' && ['R01', ''].includes(header.text(9, 2));
  if (!isResult) return [refusedRow(header.line, 'NOT_A_RESULT_MESSAGE')];
  const reader = new MessageReader(reading, limit);
  for (const part of parts) {
    reader.read(part);
    if (reader.isFull) break;
  }
  const rows = reader.end();
  return rows.length > 0 ? rows : [refusedRow(header.line, 'NO_RESULT')];
}

/** Goes through the segments of a message: a PID opens a patient, an OBR an order, an OBX belongs to the last OBR. */
class MessageReader {
  private readonly rows: SubmittedRow[] = [];
  private patient: PatientInput | null = null;
  private orc: Segment | null = null;
  private order: Order | null = null;
  private isUncertain = false;

  constructor(
    private readonly reading: TimeReading,
    private readonly limit: number,
  ) {}

  get isFull(): boolean {
    return this.rows.length > this.limit;
  }

  read(part: Segment | BrokenLine): void {
    switch (part.id) {
      case null:
        this.endOrder();
        this.rows.push(refusedRow(part.line, 'MALFORMED_LINE'));
        // The line may have been an OBR or a PID: until the next patient nothing is sure.
        this.isUncertain = true;
        return;
      case 'PID':
        this.endOrder();
        this.patient = patientOf(part);
        this.orc = null;
        this.isUncertain = false;
        return;
      case 'ORC':
        this.endOrder();
        this.orc = part;
        return;
      case 'OBR':
        this.endOrder();
        this.order = { obr: part, orc: this.orc, specimen: null, observations: [] };
        this.orc = null;
        return;
      case 'OBX':
        this.observe(part);
        return;
      default:
        this.attach(part);
    }
  }

  end(): SubmittedRow[] {
    this.endOrder();
    return this.rows;
  }

  private observe(obx: Segment): void {
    if (this.order) this.order.observations.push({ obx, parts: [] });
    else if (obx.text(29) !== 'QST') this.rows.push(refusedRow(obx.line, 'MALFORMED_LINE'));
  }

  private attach(segment: Segment): void {
    if (!this.order) return;
    if (segment.id === 'SPM') this.order.specimen ??= segment;
    const last: ObxContext | undefined = this.order.observations.at(-1);
    if (segment.id === 'PRT' || segment.id === 'INV') last?.parts.push(segment);
  }

  private endOrder(): void {
    if (!this.order) return;
    const { patient, isUncertain } = this;
    const context = { patient, isUncertain, reading: this.reading };
    for (const row of rowsOfOrder(this.order, context)) this.rows.push(row);
    this.order = null;
  }
}
