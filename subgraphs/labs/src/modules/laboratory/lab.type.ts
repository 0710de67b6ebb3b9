import { hasRole, labOf } from '@ketqua/platform';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { LabSync } from '../lab-sync/lab-sync.type.js';
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
}

/** A laboratory as this viewer may see it. */
export function labFor({ viewer }: LabsContext, row: LabOnBoard): Lab {
  const { id, code, name, kind, province, accreditation } = row;
  const mayWatch = hasRole(viewer, 'ADMIN') || labOf(viewer) === id;
  const sync = mayWatch ? LabSync.of(row) : null;
  return Object.assign(new Lab(), { id, code, name, kind, province, accreditation, sync });
}
