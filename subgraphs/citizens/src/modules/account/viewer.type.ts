import { type Locale, maskPhone, type Role } from '@ketqua/platform';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Account } from './account.entity.js';
import { Checkpoint } from './checkpoint.type.js';

export const RoleName = {
  CITIZEN: 'CITIZEN',
  LAB_STAFF: 'LAB_STAFF',
  OFFICER: 'OFFICER',
  HELP_DESK: 'HELP_DESK',
  ADMIN: 'ADMIN',
} as const satisfies { [Name in Role]: Name };
registerEnumType(RoleName, {
  name: 'Role',
  description: 'What an account may be: CITIZEN always, the others when granted.',
  valuesConfig: { HELP_DESK: { description: 'Helps people at a counter to reach their results.' } },
});

export const LocaleName = { vi: 'vi', en: 'en' } as const satisfies { [Name in Locale]: Name };
registerEnumType(LocaleName, { name: 'Locale', description: 'A language that people are answered in.' });

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A person who signs in. Read by that person.' })
export class Citizen {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Lab {
  @Field(() => ID)
  id!: string;
}

/** The laboratory of that id: what else there is to it, labs says. */
export function labOfId(id: string | null | undefined): Lab | null {
  return id ? Object.assign(new Lab(), { id }) : null;
}

@ObjectType({ description: 'Who is signed in. Read by that person.' })
export class Viewer {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'The country code and the last three digits.' })
  maskedPhone!: string;

  @Field(() => LocaleName)
  locale!: Locale;

  @Field(() => [RoleName], {
    description: 'As they are now; those of an access token are of when it was issued.',
  })
  roles!: Role[];

  @Field(() => Citizen)
  citizen!: Citizen;

  @Field(() => Lab, { nullable: true, description: 'Of LAB_STAFF: where they work.' })
  lab!: Lab | null;

  @Field(() => [Checkpoint], { description: 'Of an OFFICER: where they may stand.' })
  checkpoints!: Checkpoint[];

  /** The session that it is read in. */
  sessionId!: string;

  /** What a person may read of their own account, in one of its sessions. */
  static of({ id, phone, locale, roles, labId, checkpointIds }: Account, sessionId: string): Viewer {
    return Object.assign(new Viewer(), {
      id,
      maskedPhone: maskPhone(phone),
      locale,
      roles,
      citizen: Object.assign(new Citizen(), { id }),
      lab: labOfId(labId),
      checkpoints: checkpointIds.map(Checkpoint.of),
      sessionId,
    });
  }
}
