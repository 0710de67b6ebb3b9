import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A person as a citizen may see them. */
@ObjectType('Person', {
  description:
    'Whoever the results of one identity belong to. Before the claim an initial only: no lab, no day, no disease.',
})
export class PersonType {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'The full name once claimed; before, its initial.' })
  displayName!: string;
  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD, YYYY-MM or YYYY; null before the claim.' })
  dateOfBirth!: string | null;
  @Field(() => Boolean, { description: 'Whether the viewer proved to be, or to act for, this person.' })
  isClaimed!: boolean;
}

/** The citizen's account, which the citizens subgraph describes; results adds the people on its phone. */
@Directive('@key(fields: "id")')
@ObjectType('Citizen')
export class CitizenReference {
  @Field(() => ID)
  id!: string;
}
