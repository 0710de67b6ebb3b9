import { defineEntity, p } from '@mikro-orm/core';
import type { ImportFormat } from './import/import-format.js';
import type { RowOutcomeRecord } from './row-outcome.js';

const submissionSchema = defineEntity({
  name: 'Submission',
  tableName: 'submission',
  properties: {
    id: p.uuid().primary(),
    labId: p.uuid(),
    /** Null once its 30 days are over. */
    idempotencyKey: p.text().nullable(),
    contentHash: p.type('bytea').$type<Uint8Array>().lazy(),
    state: p.text().$type<'PROCESSING' | 'COMPLETE'>(),
    rowCount: p.integer(),
    processed: p.integer(),
    accepted: p.integer(),
    duplicates: p.integer(),
    rejected: p.integer(),
    receivedAt: p.datetime(),
    completedAt: p.datetime().nullable(),
    format: p.text().$type<ImportFormat>().nullable(),
  },
});

/** What a lab sent under one idempotency key. Written by `processSubmission`, read as receipts. */
export class Submission extends submissionSchema.class {}
submissionSchema.setClass(Submission);

const submissionRowSchema = defineEntity({
  name: 'SubmissionRow',
  tableName: 'submission_row',
  properties: {
    submissionId: p.uuid().primary(),
    index: p.integer().primary(),
    line: p.integer().nullable(),
    accessionNumber: p.text().nullable(),
    status: p.text().$type<RowOutcomeRecord['status']>(),
    resultId: p.uuid().nullable(),
    duplicateOf: p.integer().nullable(),
    problems: p.json().$type<RowOutcomeRecord['problems']>(),
  },
});

/** What became of one row of a submission. */
export class SubmissionRow extends submissionRowSchema.class {}
submissionRowSchema.setClass(SubmissionRow);

export const submissionEntities = [submissionSchema, submissionRowSchema];
