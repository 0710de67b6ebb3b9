import { connectionOf } from '@ketqua/platform';
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { CitizenReference } from '../person/person.type.js';
import { accessesOfPerson } from '../record-access/person-accesses.service.js';
import { RecordAccessConnection } from '../record-access/record-access.type.js';
import { presentPatient } from '../test-result/present-patient.js';
import { ReportedPatientType } from '../test-result/test-result.type.js';
import { claimedPeople, claimedPerson } from './claimed-people.js';
import {
  formatVersion,
  RecordData,
  RecordPerson,
  RecordPersonConnection,
  RecordResult,
  RecordResultConnection,
} from './record-data.type.js';
import { resultsHeld } from './results-held.js';

@Resolver(() => CitizenReference)
export class CitizenRecordResolver {
  @FieldResolver(() => RecordData, {
    nullable: true,
    description: 'What is held of the people whom this account claimed. Read by the account itself.',
  })
  record(@Root() { id }: CitizenReference, @Ctx() { viewer }: ResultsContext): RecordData | null {
    if (viewer.kind !== 'account' || viewer.accountId !== id) return null;
    return Object.assign(new RecordData(), { formatVersion, generatedAt: new Date() });
  }
}

@Resolver(() => RecordData)
export class RecordDataResolver {
  @FieldResolver(() => RecordPersonConnection)
  async people(
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<RecordPersonConnection> {
    return connectionOf(await claimedPeople(context, first, after), first, ({ id }) => id);
  }

  @FieldResolver(() => RecordPerson, {
    nullable: true,
    description: 'One of them, to follow what is longer than a page.',
  })
  person(@Ctx() context: ResultsContext, @Arg('id', () => ID) id: string): Promise<RecordPerson | null> {
    return claimedPerson(context, id);
  }
}

@Resolver(() => RecordPerson)
export class RecordPersonResolver {
  @FieldResolver(() => RecordResultConnection)
  async results(
    @Root() { id }: RecordPerson,
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<RecordResultConnection> {
    return connectionOf(await resultsHeld(context, id, first, after), first, (held) => held.id);
  }

  @FieldResolver(() => RecordAccessConnection)
  async accesses(
    @Root() { id }: RecordPerson,
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<RecordAccessConnection> {
    return connectionOf(await accessesOfPerson(context, id, first, after), first, (access) => access.id);
  }
}

@Resolver(() => RecordResult)
export class RecordResultResolver {
  @FieldResolver(() => ReportedPatientType, {
    nullable: true,
    description: 'The person as the laboratory wrote them down for this result, both numbers masked.',
  })
  async reportedPatient(
    @Root() { id }: RecordResult,
    @Ctx() { loaders }: ResultsContext,
  ): Promise<ReportedPatientType | null> {
    const patient = await loaders.patientOf.load(id);
    return patient && presentPatient(patient);
  }
}
