import type { Locale } from '@ketqua/platform';
import { DateTime } from '@ketqua/platform';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ImportFormat } from './import/import-format.js';
import { type ProblemCode, wordingOf } from './problem.js';
import type { RowOutcomeRecord } from './row-outcome.js';
import type { Submission } from './submission.entity.js';

export enum SubmissionState {
  PROCESSING = 'PROCESSING',
  COMPLETE = 'COMPLETE',
}
registerEnumType(SubmissionState, {
  name: 'SubmissionState',
  description: 'Whether rows of it are still being stored.',
});

export enum RowStatus {
  ACCEPTED = 'ACCEPTED',
  DUPLICATE = 'DUPLICATE',
  REJECTED = 'REJECTED',
}
registerEnumType(RowStatus, {
  name: 'RowStatus',
  description:
    'ACCEPTED: stored. DUPLICATE: the same facts were stored already. REJECTED: mend it and send it again.',
});

/** One problem of a row. Never a personal value. */
@ObjectType({ description: 'What is wrong with a field, and what to do. Never the value itself.' })
export class RowProblem {
  @Field(() => String, {
    description: 'Path within TestResultInput, as `patient.dateOfBirth`; empty for the whole row.',
  })
  field!: string;
  @Field(() => String, { description: 'Stable; docs/error-codes.md has them all.' })
  code!: string;
  @Field(() => String)
  message!: string;
  @Field(() => String)
  hint!: string;
}

/** What became of one row. */
@ObjectType({ description: 'What became of one row. Read by the lab that sent it.' })
export class RowOutcome {
  @Field(() => Int, { description: '0-based in the submission.' })
  index!: number;
  @Field(() => Int, { nullable: true, description: '1-based in the file, its header counted.' })
  line!: number | null;
  @Field(() => String, { nullable: true })
  accessionNumber!: string | null;
  @Field(() => RowStatus)
  status!: RowStatus;
  @Field(() => ID, {
    nullable: true,
    description: 'The result that is stored, also where it contradicts it.',
  })
  resultId!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'The index of the earlier row of this submission that it repeats or contradicts.',
  })
  duplicateOf!: number | null;
  @Field(() => [RowProblem])
  problems!: RowProblem[];
}

/** The receipt of a submission. */
@ObjectType({ description: 'The receipt of a submission. Read by the lab that sent it.' })
export class SubmissionReceipt {
  @Field(() => ID)
  id!: string;
  @Field(() => SubmissionState)
  state!: SubmissionState;
  @Field(() => Int)
  rowCount!: number;
  @Field(() => Int)
  accepted!: number;
  @Field(() => Int)
  duplicates!: number;
  @Field(() => Int)
  rejected!: number;
  @Field(() => DateTime)
  receivedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: 'Null while rows of it are still being stored.' })
  completedAt!: Date | null;
  @Field(() => String, {
    nullable: true,
    description: 'The key that it was sent under; null once its 30 days are over.',
  })
  idempotencyKey!: string | null;
  @Field(() => ImportFormat, { nullable: true, description: 'Null where it came through submitResults.' })
  format!: ImportFormat | null;

  static of(submission: Submission): SubmissionReceipt {
    const { id, state, rowCount, accepted, duplicates, rejected } = submission;
    const { receivedAt, completedAt, idempotencyKey, format } = submission;
    return Object.assign(new SubmissionReceipt(), {
      ...{ id, state, rowCount, accepted, duplicates, rejected },
      ...{ receivedAt, completedAt, idempotencyKey, format },
    });
  }
}

/** A row's outcome in the reader's language. */
export function rowOutcomeOf(row: RowOutcomeRecord, locale: Locale): RowOutcome {
  const { index, line, accessionNumber, status, resultId, duplicateOf, problems } = row;
  return Object.assign(new RowOutcome(), {
    index,
    line,
    accessionNumber,
    status,
    resultId,
    duplicateOf,
    problems: problems.map(({ field, code }) => ({ field, code, ...wordingOf(code as ProblemCode, locale) })),
  });
}
