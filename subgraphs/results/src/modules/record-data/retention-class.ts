import { registerEnumType } from 'type-graphql';

/** On what ground a result is held. */
export enum LegalBasis {
  STATUTORY_NOTIFICATION = 'STATUTORY_NOTIFICATION',
}
registerEnumType(LegalBasis, {
  name: 'LegalBasis',
  description:
    'On what ground a result is held. STATUTORY_NOTIFICATION: laboratories must report, and the authority must return, results of notifiable diseases.',
});

/** How long a result is held. */
export enum RetentionClass {
  LABORATORY_RECORD = 'LABORATORY_RECORD',
}
registerEnumType(RetentionClass, {
  name: 'RetentionClass',
  description: "How long a result is held. LABORATORY_RECORD: a laboratory's record, at least ten years.",
});

const yearsOf: Readonly<Record<RetentionClass, number>> = { [RetentionClass.LABORATORY_RECORD]: 10 };

/** Until when a record of this class is kept at least: so many years after the day of `since`, as YYYY-MM-DD. */
export function keptUntil(kept: RetentionClass, since: Date): string {
  const day = new Date(since);
  day.setUTCFullYear(day.getUTCFullYear() + yearsOf[kept]);
  return day.toISOString().slice(0, 10);
}
