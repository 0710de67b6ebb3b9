import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { CheckpointType } from '../checkpoint/checkpoint.type.js';
import { standsAt } from '../checkpoint/readable-checkpoint.js';
import { IdempotencyConflictError, TooManyRowsError } from '../submission/submission-errors.js';
import { ReportVerificationsInput, VerificationReport } from './report-verifications.input.js';
import { reportVerifications } from './report-verifications.service.js';

const ReportVerificationsResult = createUnionType({
  name: 'ReportVerificationsResult',
  types: () => [VerificationReport, NotFoundError, IdempotencyConflictError, TooManyRowsError] as const,
});

@Resolver(() => CheckpointType)
export class ReportVerificationsResolver {
  @Permission('qr.verify')
  @Mutation(() => ReportVerificationsResult, {
    description:
      'Hands in what was verified without a network, at most 1,000 at a time; the same key and body are taken once. Called by officers of that checkpoint.',
  })
  reportVerifications(
    @Ctx() context: ResultsContext,
    @Arg('input', () => ReportVerificationsInput) input: ReportVerificationsInput,
  ): Promise<typeof ReportVerificationsResult> {
    return reportVerifications(context, input);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'JSON Web Key that an officer seals the queue of offline verifications to. Null for everybody else.',
  })
  queueKey(@Root() { id }: CheckpointType, @Ctx() context: ResultsContext): string | null {
    return standsAt(context, id) ? JSON.stringify(context.queueKey.publicJwk) : null;
  }
}
