import { DateTime } from '@ketqua/platform';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType({ description: 'What a provider would have sent. In development only.' })
export class DevelopmentMessage {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  to!: string;

  @Field(() => String)
  text!: string;

  @Field(() => String, { nullable: true })
  code!: string | null;

  @Field(() => DateTime)
  sentAt!: Date;
}
