import { labOf } from '@ketqua/platform';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { presentQrToken, QrToken } from '../certificate/qr-token.type.js';
import { isFinal, isWithdrawn } from './status-transitions.js';
import { Disease, TestResultRevision, TestResultType, TestType } from './test-result.type.js';
import { diseaseName } from './test-result.vocabulary.js';

@Resolver(() => TestResultType)
export class TestResultResolver {
  @FieldResolver(() => Disease)
  disease(@Root() { row }: TestResultType, @Ctx() { locale }: ResultsContext): Disease {
    return { code: row.disease, name: diseaseName(row.disease, locale) };
  }

  @FieldResolver(() => TestType)
  test(@Root() { row }: TestResultType): TestType {
    return {
      code: row.testCode,
      name: row.testName,
      method: row.method,
      deviceId: row.deviceId,
      subId: row.subId || null,
    };
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The lab's number for the specimen. Read by the lab alone.",
  })
  accessionNumber(@Root() { row }: TestResultType, @Ctx() { viewer }: ResultsContext): string | null {
    return row.labId === labOf(viewer) ? row.accessionNumber : null;
  }

  @FieldResolver(() => [TestResultRevision], {
    description:
      'Every version that the reader may see, newest first: for a citizen none that was preliminary.',
  })
  async history(
    @Root() { row }: TestResultType,
    @Ctx() { loaders, viewer }: ResultsContext,
  ): Promise<TestResultRevision[]> {
    const { version, status, outcome, reason, changedAt } = row;
    const versions = [
      { version, status, outcome, reason, changedAt },
      ...(await loaders.versionsOf.load(row.id)),
    ];
    if (row.labId === labOf(viewer)) return versions;
    return versions
      .filter((revision) => isFinal(revision.status) || isWithdrawn(revision.status))
      .map((revision) =>
        isFinal(revision.status) && isFinal(status) ? revision : { ...revision, outcome: null },
      );
  }

  @FieldResolver(() => [QrToken], {
    description: 'Its QR tokens, newest first. Read by the citizen; none for a lab.',
  })
  async qrTokens(@Root() { row }: TestResultType, @Ctx() context: ResultsContext): Promise<QrToken[]> {
    if (row.labId === labOf(context.viewer)) return [];
    return (await context.loaders.certificatesOf.load(row.id)).map(presentQrToken);
  }
}
