import { Field, InputType, ObjectType } from 'type-graphql';

const nullable = { nullable: true } as const;

/** A patient, as the lab writes them. */
@InputType({ description: 'The patient. Give `fullName`, or `familyName` and `givenNames`.' })
@ObjectType('WrittenPatient', { description: 'Read by the lab that wrote it, in a preview.' })
export class PatientInput {
  @Field(() => String, {
    ...nullable,
    description: 'The whole name as written, with diacritics; at most 150 characters.',
  })
  fullName?: string | null;
  @Field(() => String, nullable)
  familyName?: string | null;
  @Field(() => String, nullable)
  givenNames?: string | null;
  @Field(() => String, { ...nullable, description: 'YYYY, YYYY-MM or YYYY-MM-DD. Required.' })
  dateOfBirth?: string | null;
  @Field(() => String, { ...nullable, description: 'MALE, FEMALE, OTHER or UNKNOWN.' })
  sex?: string | null;
  @Field(() => String, { ...nullable, description: 'CCCD (12 digits) or passport number.' })
  nationalId?: string | null;
  @Field(() => String, { ...nullable, description: 'E.164, or as dialled in the country.' })
  phone?: string | null;
}

/** The test that was done. */
@InputType({ description: 'The test.' })
@ObjectType('WrittenTest', { description: 'Read by the lab that wrote it, in a preview.' })
export class TestInput {
  @Field(() => String, { ...nullable, description: 'LOINC. Required.' })
  code?: string | null;
  @Field(() => String, {
    ...nullable,
    description: 'NAAT, RAPID_ANTIGEN, SEROLOGY, CULTURE or OTHER; known codes imply it.',
  })
  method?: string | null;
  @Field(() => String, {
    ...nullable,
    description: 'Device of a rapid test: JRC Device Database identifier.',
  })
  deviceId?: string | null;
  @Field(() => String, nullable)
  name?: string | null;
  @Field(() => String, {
    ...nullable,
    description: 'Tells results of one test in one accession apart (HL7 OBX-4).',
  })
  subId?: string | null;
}

/** What was tested. */
@InputType({ description: 'The specimen.' })
@ObjectType('WrittenSpecimen', { description: 'Read by the lab that wrote it, in a preview.' })
export class SpecimenInput {
  @Field(() => String, { ...nullable, description: 'INDIVIDUAL (default) or POOL.' })
  kind?: string | null;
  @Field(() => String, { ...nullable, description: 'SCREENING or CONFIRMATORY.' })
  purpose?: string | null;
}

/** The run that the specimen was in: what a recall goes by. */
@InputType({ description: 'The run, its instrument and kit lot.' })
@ObjectType('WrittenRun', { description: 'Read by the lab that wrote it, in a preview.' })
export class RunInput {
  @Field(() => String, nullable)
  id?: string | null;
  @Field(() => String, nullable)
  instrument?: string | null;
  @Field(() => String, nullable)
  kitLot?: string | null;
}

/**
 * One result. Every leaf is a nullable text that the service judges: with typed scalars one bad row would refuse
 * the whole request, and graphql-js would print its value. The same shape tells what a preview read of a row.
 */
@InputType({
  description: 'One result, judged by itself: a bad row is told with its field, the others are kept.',
})
@ObjectType('WrittenResult', { description: 'Read by the lab that wrote it, in a preview.' })
export class TestResultInput {
  @Field(() => String, { ...nullable, description: "The lab's number for the specimen. Required." })
  accessionNumber?: string | null;
  @Field(() => PatientInput, nullable)
  patient?: PatientInput | null;
  @Field(() => TestInput, nullable)
  test?: TestInput | null;
  @Field(() => String, { ...nullable, description: 'SNOMED CT; known test codes imply it.' })
  disease?: string | null;
  @Field(() => SpecimenInput, nullable)
  specimen?: SpecimenInput | null;
  @Field(() => RunInput, nullable)
  run?: RunInput | null;
  @Field(() => String, { ...nullable, description: 'RFC 3339 with its offset. Required.' })
  specimenCollectedAt?: string | null;
  @Field(() => String, { ...nullable, description: 'RFC 3339 with its offset.' })
  resultedAt?: string | null;
  @Field(() => String, { ...nullable, description: 'DETECTED, NOT_DETECTED, INCONCLUSIVE or INVALID.' })
  outcome?: string | null;
  @Field(() => String, { ...nullable, description: 'FHIR DiagnosticReport status; FINAL if absent.' })
  status?: string | null;
}
