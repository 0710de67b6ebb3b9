import { Field, InputType } from 'type-graphql';

@InputType()
export class CreateCheckpointInput {
  @Field(() => String)
  code!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'Whose rules hold here, as VN-SG (ISO 3166-2).' })
  jurisdiction!: string;
}
