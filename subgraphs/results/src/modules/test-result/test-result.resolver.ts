import { hasRole, labOf } from '@ketqua/platform';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { presentQrToken, QrToken } from '../certificate/qr-token.type.js';
import { hasClaimed } from '../claim/claims.js';
import { presentHold, ResultHoldType } from '../release/result-hold.type.js';
import { mayReadPatient, presentPatient } from './present-patient.js';
import { isFinal, isWithdrawn } from './status-transitions.js';
import {
  Disease,
  ReportedPatientType,
  RunType,
  TestResultRevision,
  TestResultType,
  TestType,
} from './test-result.type.js';
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

  @FieldResolver(() => RunType, {
    nullable: true,
    description: 'Run, instrument and kit lot. Read by the lab alone.',
  })
  run(@Root() { row }: TestResultType, @Ctx() { viewer }: ResultsContext): RunType | null {
    if (row.labId !== labOf(viewer)) return null;
    return { id: row.runId ?? null, instrument: row.instrument ?? null, kitLot: row.kitLot ?? null };
  }

  @FieldResolver(() => ReportedPatientType, {
    nullable: true,
    description: 'Read by LAB_STAFF of the lab, and by a key of it that may read.',
  })
  async patient(
    @Root() { row }: TestResultType,
    @Ctx() { viewer, loaders }: ResultsContext,
  ): Promise<ReportedPatientType | null> {
    if (!mayReadPatient(viewer, row.labId)) return null;
    // Nothing is shown that is not written down.
    const [patient] = await Promise.all([loaders.patientOf.load(row.id), loaders.viewed.load(row)]);
    return patient && presentPatient(patient);
  }

  @FieldResolver(() => ResultHoldType, {
    nullable: true,
    description: 'Why it is not released yet. Read by the lab and by ADMIN; null once it is released.',
  })
  async hold(
    @Root() { row }: TestResultType,
    @Ctx() { viewer, loaders }: ResultsContext,
  ): Promise<ResultHoldType | null> {
    if (row.labId !== labOf(viewer) && !hasRole(viewer, 'ADMIN')) return null;
    const hold = await loaders.holdOf.load(row.id);
    return hold && presentHold(hold);
  }

  @FieldResolver(() => [TestResultRevision], {
    description:
      'Every version that the reader may see, newest first: for a citizen none that was preliminary.',
  })
  async history(
    @Root() { row }: TestResultType,
    @Ctx() { loaders, viewer }: ResultsContext,
  ): Promise<TestResultRevision[]> {
    const { status } = row;
    const versions: TestResultRevision[] = [row, ...(await loaders.versionsOf.load(row.id))];
    if (row.labId === labOf(viewer)) return versions;
    return versions
      .filter((revision) => isFinal(revision.status) || isWithdrawn(revision.status))
      .map((revision) => (isFinal(revision.status) && isFinal(status) ? revision : withoutOutcome(revision)));
  }

  @FieldResolver(() => [QrToken], {
    description: 'Its QR tokens, newest first. Read by the citizen; none for a lab or an authority.',
  })
  async qrTokens(@Root() { row }: TestResultType, @Ctx() context: ResultsContext): Promise<QrToken[]> {
    // Labs and ADMIN read results, too: a code shows its holder, and is the holder's alone.
    if (row.releasedAt === null || !(await hasClaimed(context, row.personId))) return [];
    return (await context.loaders.certificatesOf.load(row.id)).map(presentQrToken);
  }
}

function withoutOutcome(revision: TestResultRevision): TestResultRevision {
  const { version, status, reason, changedAt, changedBy } = revision;
  const { specimenCollectedAt, resultedAt, testName } = revision;
  const said = { version, status, reason, changedAt, changedBy, specimenCollectedAt, resultedAt, testName };
  return { ...said, outcome: null };
}
