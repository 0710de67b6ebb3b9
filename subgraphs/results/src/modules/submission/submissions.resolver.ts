import { connectionOf, labOf, PageInfo, Permission, pageSize } from '@ketqua/platform';
import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { correctionFileOf } from './correction-file/correction-file.service.js';
import { CorrectionFile, CorrectionRows } from './correction-file/correction-file.type.js';
import { isIdempotencyKey } from './idempotency-key.js';
import { Submission, SubmissionRow } from './submission.entity.js';
import { RowOutcome, RowStatus, rowOutcomeOf, SubmissionReceipt } from './submission-receipt.type.js';

@ObjectType()
export class SubmissionEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => SubmissionReceipt)
  node!: SubmissionReceipt;
}

@ObjectType({ description: "A lab's submissions, newest first." })
export class SubmissionConnection {
  @Field(() => [SubmissionEdge])
  edges!: SubmissionEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

const maximalRows = 1_000;

@Resolver(() => SubmissionReceipt)
export class SubmissionsResolver {
  @Permission('submission.read')
  @Query(() => SubmissionReceipt, {
    nullable: true,
    description: "One of the calling lab's own submissions.",
  })
  async submission(
    @Ctx() context: ResultsContext,
    @Arg('id', () => ID) id: string,
  ): Promise<SubmissionReceipt | null> {
    const labId = labOf(context.viewer);
    const found = isUuid(id) && labId ? await context.em.findOne(Submission, { id, labId }) : null;
    return found && SubmissionReceipt.of(found);
  }

  @Permission('submission.read')
  @Query(() => SubmissionReceipt, {
    nullable: true,
    description: "The calling lab's submission under a key: shows its progress while it runs.",
  })
  async submissionByKey(
    @Ctx() context: ResultsContext,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<SubmissionReceipt | null> {
    const labId = labOf(context.viewer);
    const found =
      labId && isIdempotencyKey(idempotencyKey)
        ? await context.em.findOne(Submission, { idempotencyKey, labId })
        : null;
    return found && SubmissionReceipt.of(found);
  }

  @Permission('submission.read')
  @Query(() => SubmissionConnection, { description: "The calling lab's submissions, newest first." })
  async submissions(
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<SubmissionConnection> {
    const labId = labOf(context.viewer);
    const before = after && isUuid(after) ? { id: { $lt: after } } : {};
    const found = labId
      ? await context.em.find(
          Submission,
          { labId, ...before },
          { orderBy: { id: 'desc' }, limit: pageSize(first) + 1 },
        )
      : [];
    return connectionOf(found.map(SubmissionReceipt.of), first, ({ id }) => id);
  }

  @FieldResolver(() => [RowOutcome], {
    description: 'Rows in their order, from `from` on, at most 1,000; of one status where given.',
  })
  async rows(
    @Root() receipt: SubmissionReceipt,
    @Ctx() context: ResultsContext,
    @Arg('from', () => Int, { defaultValue: 0 }) from: number,
    @Arg('count', () => Int, { defaultValue: maximalRows }) count: number,
    @Arg('status', () => RowStatus, { nullable: true }) status?: RowStatus | null,
  ): Promise<RowOutcome[]> {
    const rows = await context.em.find(
      SubmissionRow,
      { submissionId: receipt.id, index: { $gte: from }, ...(status && { status }) },
      { orderBy: { index: 'asc' }, limit: Math.min(Math.max(count, 0), maximalRows) },
    );
    return rows.map((row) => rowOutcomeOf(row, context.locale));
  }

  @FieldResolver(() => CorrectionFile, {
    nullable: true,
    description:
      'Null where no row was refused, while rows are still being stored, and after 72 hours. Read by LAB_STAFF, by a key with SUBMIT_AND_READ, and by the key that sent it.',
  })
  correctionFile(
    @Root() receipt: SubmissionReceipt,
    @Ctx() context: ResultsContext,
    @Arg('rows', () => CorrectionRows, { defaultValue: CorrectionRows.REJECTED }) rows: CorrectionRows,
  ): Promise<CorrectionFile | null> {
    return correctionFileOf(context, receipt, rows);
  }
}
