import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A key to open a session with.' })
export class CreateLabSessionInput {
  @Field(() => String, { description: 'As it was shown when it was issued.' })
  apiKey!: string;
}
