import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { LabSync } from './lab-sync.type.js';
import { ReportNothingToSubmitInput } from './report-nothing-to-submit.input.js';
import { reportNothingToSubmit } from './report-nothing-to-submit.service.js';

const ReportNothingToSubmitResult = createUnionType({
  name: 'ReportNothingToSubmitResult',
  types: () => [LabSync, NotFoundError] as const,
});

@Resolver()
export class ReportNothingToSubmitResolver {
  @Permission('result.submit')
  @Mutation(() => ReportNothingToSubmitResult, {
    description: 'A heartbeat: on time, with no results. Called by a laboratory, for itself.',
  })
  reportNothingToSubmit(
    @Ctx() context: LabsContext,
    @Arg('input', () => ReportNothingToSubmitInput) input: ReportNothingToSubmitInput,
  ): Promise<typeof ReportNothingToSubmitResult> {
    return reportNothingToSubmit(context, input);
  }
}
