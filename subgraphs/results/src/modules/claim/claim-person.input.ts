import { Field, ID, InputType } from 'type-graphql';

@InputType({
  description: 'One of the people on the phone, and what proves the viewer to be, or to act for, them.',
})
export class ClaimPersonInput {
  @Field(() => ID, {
    nullable: true,
    description: 'May be left out where the phone has more than six people, who are not listed.',
  })
  personId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'As the lab recorded it: YYYY-MM-DD, YYYY-MM or YYYY.',
  })
  dateOfBirth?: string | null;
  @Field(() => String, { nullable: true, description: 'Needed where the phone has more than six people.' })
  fullName?: string | null;
  @Field(() => String, { nullable: true, description: 'Needed where the phone has more than six people.' })
  nationalIdLast4?: string | null;
}
