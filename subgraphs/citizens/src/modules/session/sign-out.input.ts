import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What to end.' })
export class SignOutInput {
  @Field(() => Boolean, { defaultValue: false, description: 'On every device, not only on this one.' })
  everywhere!: boolean;
}
