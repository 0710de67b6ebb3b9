import { connectionOf, NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { listPhoneReports } from './list-phone-reports.service.js';
import {
  PhoneReportConnection,
  ProofRequiredError,
  ReportPhoneInput,
  ReportPhonePayload,
  ReportWrongNumberInput,
  ReportWrongNumberPayload,
  UnreadablePhoneError,
} from './phone-report.types.js';
import { reportPhone } from './report-phone.service.js';
import { reportWrongNumber } from './report-wrong-number.service.js';

const ReportWrongNumberResult = createUnionType({
  name: 'ReportWrongNumberResult',
  types: () => [ReportWrongNumberPayload, ProofRequiredError, NotFoundError] as const,
});
const ReportPhoneResult = createUnionType({
  name: 'ReportPhoneResult',
  types: () => [ReportPhonePayload, UnreadablePhoneError] as const,
});

@Resolver()
export class PhoneReportResolver {
  @Permission('phone.disown')
  @Mutation(() => ReportWrongNumberResult, {
    description:
      'Says that a person on this phone is nobody its holder knows: nothing of them comes here any more, and their laboratory hears of it. Called by CITIZEN.',
  })
  reportWrongNumber(
    @Ctx() context: ResultsContext,
    @Arg('input', () => ReportWrongNumberInput) { personId }: ReportWrongNumberInput,
  ): Promise<typeof ReportWrongNumberResult> {
    return reportWrongNumber(context, personId);
  }

  @Permission('phone.report')
  @Mutation(() => ReportPhoneResult, {
    description: 'Closes all that was opened from a phone which its owner lost. Called by HELP_DESK.',
  })
  reportPhone(
    @Ctx() context: ResultsContext,
    @Arg('input', () => ReportPhoneInput) { phone }: ReportPhoneInput,
  ): Promise<typeof ReportPhoneResult> {
    return reportPhone(context, phone);
  }

  @Permission('phone-report.read')
  @Query(() => PhoneReportConnection, {
    description: 'Phones that are not those of the patients they were given for. A laboratory reads its own.',
  })
  async phoneReports(
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<PhoneReportConnection> {
    return connectionOf(await listPhoneReports(context, first, after), first, ({ id }) => id);
  }
}
