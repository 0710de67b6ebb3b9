import { DateTime, PageInfo } from '@ketqua/platform';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { TestResult } from './test-result.entity.js';
import { ChangedBy, Outcome, ResultStatus, TestMethod } from './test-result.vocabulary.js';

/** The laboratory, which the labs subgraph describes. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Lab')
export class LabReference {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: "A disease: its SNOMED CT code, and its name in the reader's language." })
export class Disease {
  @Field(() => String)
  code!: string;
  @Field(() => String)
  name!: string;
}

@ObjectType('Test', { description: 'The test that was done.' })
export class TestType {
  @Field(() => String, { description: 'LOINC.' })
  code!: string;
  @Field(() => String, { nullable: true })
  name!: string | null | undefined;
  @Field(() => TestMethod)
  method!: TestMethod;
  @Field(() => String, { nullable: true })
  deviceId!: string | null | undefined;
  @Field(() => String, { nullable: true })
  subId!: string | null;
}

@ObjectType({ description: 'What a result said at one version.' })
export class TestResultRevision {
  @Field(() => Int)
  version!: number;
  @Field(() => ResultStatus)
  status!: ResultStatus;
  @Field(() => Outcome, { nullable: true })
  outcome!: Outcome | null | undefined;
  @Field(() => String, { nullable: true, description: 'Why it was changed, as the lab said.' })
  reason!: string | null | undefined;
  @Field(() => DateTime)
  changedAt!: Date;
  @Field(() => ChangedBy, { nullable: true, description: 'Null where a submission brought it.' })
  changedBy!: ChangedBy | null | undefined;
  @Field(() => DateTime, { nullable: true })
  specimenCollectedAt!: Date | null | undefined;
  @Field(() => DateTime, { nullable: true })
  resultedAt!: Date | null | undefined;
  @Field(() => String, { nullable: true })
  testName!: string | null | undefined;
}

@ObjectType('Run', { description: 'The run that a specimen was in: what a recall goes by.' })
export class RunType {
  @Field(() => String, { nullable: true })
  id!: string | null;
  @Field(() => String, { nullable: true })
  instrument!: string | null;
  @Field(() => String, { nullable: true })
  kitLot!: string | null;
}

@ObjectType('ReportedPatient', {
  description:
    'The patient as the lab reported them. Read by LAB_STAFF of that lab, by a key of it that may read, and by the citizen in what is held of them.',
})
export class ReportedPatientType {
  @Field(() => String)
  fullName!: string;
  @Field(() => String, { description: 'YYYY, YYYY-MM or YYYY-MM-DD.' })
  dateOfBirth!: string;
  @Field(() => String, { description: 'MALE, FEMALE, OTHER or UNKNOWN.' })
  sex!: string;
  @Field(() => String, { nullable: true })
  maskedNationalId!: string | null;
  @Field(() => String, { nullable: true })
  maskedPhone!: string | null;
}

/** A test result as its reader may see it. */
@Directive('@key(fields: "id")')
@ObjectType('TestResult', {
  description:
    'A test result. Read by the lab that sent it, and, once released, by whoever claimed its person.',
})
export class TestResultType {
  @Field(() => ID)
  id!: string;
  @Field(() => ResultStatus)
  status!: ResultStatus;
  @Field(() => Outcome, {
    nullable: true,
    description: 'Null until the result is final, and once it is withdrawn.',
  })
  outcome!: Outcome | null | undefined;
  @Field(() => DateTime)
  specimenCollectedAt!: Date;
  @Field(() => DateTime, { nullable: true })
  resultedAt!: Date | null;
  @Field(() => DateTime, { nullable: true })
  releasedAt!: Date | null;
  @Field(() => Int, { description: 'Grows with each correction.' })
  version!: number;
  @Field(() => LabReference, { nullable: true })
  lab!: LabReference;

  /** The stored result, for the fields that need more than what is shown. */
  row!: TestResult;
}

@ObjectType()
export class TestResultEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => TestResultType)
  node!: TestResultType;
}

@ObjectType({ description: 'Results: of a person newest specimen first, of a lab newest first.' })
export class TestResultConnection {
  @Field(() => [TestResultEdge])
  edges!: TestResultEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
