import { Field, ID, InputType, registerEnumType } from 'type-graphql';

export enum ReleaseGround {
  AUTHORITY_NOTIFIED = 'AUTHORITY_NOTIFIED',
  TOLD_IN_PERSON = 'TOLD_IN_PERSON',
  REVIEWED = 'REVIEWED',
}
registerEnumType(ReleaseGround, {
  name: 'ReleaseGround',
  description:
    'Why a held result may be shown: the authority was notified of the case, somebody told the person face to face, or the authority has looked at it.',
});

@InputType({ description: 'Held results that may be shown now, and why.' })
export class ReleaseResultsInput {
  @Field(() => [ID], { description: '1 to 1,000.' })
  resultIds!: string[];
  @Field(() => ReleaseGround)
  ground!: ReleaseGround;
  @Field(() => String, {
    nullable: true,
    description: 'For the inspection; no personal data. At most 500 characters are kept.',
  })
  note?: string | null;
}
