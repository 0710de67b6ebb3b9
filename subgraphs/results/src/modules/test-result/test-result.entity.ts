import { SealedText } from '@ketqua/platform';
import { defineEntity, p } from '@mikro-orm/core';
import { keyRing } from '../../key-ring.js';
import type {
  ChangedBy,
  Outcome,
  ResultStatus,
  SpecimenKind,
  SpecimenPurpose,
  TestMethod,
} from './test-result.vocabulary.js';

const testResultSchema = defineEntity({
  name: 'TestResult',
  tableName: 'test_result',
  properties: {
    id: p.uuid().primary(),
    labId: p.uuid(),
    accessionNumber: p.text(),
    testCode: p.text(),
    subId: p.text(),
    version: p.integer(),
    status: p.text().$type<ResultStatus>(),
    outcome: p.text().$type<Outcome>().nullable(),
    disease: p.text(),
    method: p.text().$type<TestMethod>(),
    testName: p.text().nullable(),
    deviceId: p.text().nullable(),
    specimenKind: p.text().$type<SpecimenKind>(),
    specimenPurpose: p.text().$type<SpecimenPurpose>().nullable(),
    runId: p.text().nullable(),
    instrument: p.text().nullable(),
    kitLot: p.text().nullable(),
    specimenCollectedAt: p.datetime(),
    resultedAt: p.datetime().nullable(),
    releasedAt: p.datetime().nullable(),
    personId: p.uuid(),
    /** Why the lab made this version. */
    reason: p.text().nullable(),
    changedAt: p.datetime(),
    /** Null where a submission brought it. */
    changedBy: p.text().$type<ChangedBy>().nullable(),
    /** The patient as reported: JSON of ReportedPatient. */
    patient: p.type(new SealedText(keyRing, 'test_result.patient')).$type<string>().lazy(),
  },
});

/** A result as it stands now. Written by submissions, in bulk; read here. Not a GraphQL type: it holds the patient. */
export class TestResult extends testResultSchema.class {}
testResultSchema.setClass(TestResult);

const testResultVersionSchema = defineEntity({
  name: 'TestResultVersion',
  tableName: 'test_result_version',
  properties: {
    resultId: p.uuid().primary(),
    version: p.integer().primary(),
    status: p.text().$type<ResultStatus>(),
    outcome: p.text().$type<Outcome>().nullable(),
    reason: p.text().nullable(),
    changedAt: p.datetime(),
    changedBy: p.text().$type<ChangedBy>().nullable(),
    // Null for versions of before these were kept.
    specimenCollectedAt: p.datetime().nullable(),
    resultedAt: p.datetime().nullable(),
    testName: p.text().nullable(),
  },
});

/** What a result said at a version that a later one replaced. */
export class TestResultVersion extends testResultVersionSchema.class {}
testResultVersionSchema.setClass(TestResultVersion);

export const testResultEntities = [testResultSchema, testResultVersionSchema];
