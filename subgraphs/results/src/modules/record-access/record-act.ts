import { registerEnumType } from 'type-graphql';

/** What was done with a record. */
export enum RecordAct {
  LISTED = 'LISTED',
  VIEWED = 'VIEWED',
  EXPORTED = 'EXPORTED',
  UPDATED = 'UPDATED',
  CORRECTED = 'CORRECTED',
  WITHDRAWN = 'WITHDRAWN',
  RELEASED = 'RELEASED',
  DISPUTE_READ = 'DISPUTE_READ',
  DISPUTE_ANSWERED = 'DISPUTE_ANSWERED',
  PERSON_FOUND = 'PERSON_FOUND',
  CLAIM_CODE_ISSUED = 'CLAIM_CODE_ISSUED',
  PHONE_CORRECTED = 'PHONE_CORRECTED',
}
registerEnumType(RecordAct, {
  name: 'RecordAct',
  description:
    'LISTED: it stood in a list that somebody looked at. VIEWED: it was opened, or the patient was shown. EXPORTED: a file with it was fetched. UPDATED: a submission brought a later version. The others say what was changed or answered, and what a help desk did.',
});

/** What a help desk does at the counter. */
export const helpDeskActs: ReadonlySet<RecordAct> = new Set([
  RecordAct.PERSON_FOUND,
  RecordAct.CLAIM_CODE_ISSUED,
]);

/** What somebody acted as. */
export enum AccessorKind {
  LAB_STAFF = 'LAB_STAFF',
  LAB_KEY = 'LAB_KEY',
  AUTHORITY = 'AUTHORITY',
  HELP_DESK = 'HELP_DESK',
}
registerEnumType(AccessorKind, {
  name: 'AccessorKind',
  description:
    "Somebody who works at the laboratory, the laboratory's computer system, the health authority, or its help desk. Never a name.",
});
