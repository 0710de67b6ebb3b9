import { hasRole, labOf } from '@ketqua/platform';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { LabContact } from '../lab-contact/lab-contact.type.js';
import { LabSync } from '../lab-sync/lab-sync.type.js';
import { OpeningHoursType } from '../lab-sync/opening-hours.type.js';
import { LabKind, type LabOnBoard } from './laboratory.entity.js';

registerEnumType(LabKind, {
  name: 'LabKind',
  description: 'What kind of house a laboratory belongs to.',
  valuesConfig: {
    CDC: { description: 'A provincial centre for disease control.' },
    INSTITUTE: { description: 'A national or regional institute, such as a Pasteur institute.' },
    MOBILE: { description: 'A mobile laboratory or a field testing team.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A laboratory. Who it is may be read by whoever is signed in.' })
export class Lab {
  @Field(() => ID)
  id!: string;

  @Field(() => String, {
    description: "The authority's code: matched exactly, in Unicode form C. Read by any signed-in viewer.",
  })
  code!: string;

  @Field(() => String, { description: 'Read by any signed-in viewer.' })
  name!: string;

  @Field(() => LabKind, { description: 'Read by any signed-in viewer.' })
  kind!: LabKind;

  @Field(() => String, { nullable: true, description: 'Read by any signed-in viewer.' })
  province!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Such as an ISO 15189 certificate number. Read by any signed-in viewer.',
  })
  accreditation!: string | null;

  @Field(() => LabSync, {
    nullable: true,
    description: 'How it keeps up. Read by an ADMIN and by the laboratory itself; null for others.',
  })
  sync!: LabSync | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How often it is to be heard of, in minutes of its open hours. Read by an ADMIN and by the laboratory itself; null for others.',
  })
  syncPeriodMinutes!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'IANA, such as Asia/Ho_Chi_Minh: what its hours are told in. Read by an ADMIN and by the laboratory itself; null for others.',
  })
  timeZone!: string | null;

  @Field(() => [OpeningHoursType], {
    nullable: true,
    description:
      'When it is at work; empty: always. Closed time makes nobody late. Read by an ADMIN and by the laboratory itself; null for others.',
  })
  hours!: OpeningHoursType[] | null;

  @Field(() => LabContact, {
    nullable: true,
    description:
      'Whom the platform texts when it falls behind. Read by an ADMIN and by the laboratory itself; null for others.',
  })
  contact!: LabContact | null;
}

/** A laboratory as this viewer may see it. */
export function labFor({ viewer }: LabsContext, row: LabOnBoard): Lab {
  const { id, code, name, kind, province, accreditation } = row;
  const told = { id, code, name, kind, province, accreditation };
  const mayWatch = hasRole(viewer, 'ADMIN') || labOf(viewer) === id;
  if (!mayWatch) {
    const untold = { sync: null, syncPeriodMinutes: null, timeZone: null, hours: null, contact: null };
    return Object.assign(new Lab(), told, untold);
  }
  const { syncPeriodMinutes, timeZone, hours } = row;
  const terms = { syncPeriodMinutes, timeZone, hours };
  return Object.assign(new Lab(), told, terms, { sync: LabSync.of(row), contact: LabContact.of(row) });
}
