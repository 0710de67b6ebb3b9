import { Directive, Field, InputType } from 'type-graphql';

@Directive('@inaccessible')
@InputType({ description: 'A webhook of a provider, as the gateway took it.' })
export class ReceiveWebhookInput {
  @Field(() => String, { description: "The door it came to: 'verify' or 'messages'." })
  door!: string;

  @Field(() => String, { description: 'The header of that name.' })
  authorization!: string;

  @Field(() => String, { description: 'The bytes of the body, base64: the signature is over them.' })
  body!: string;
}
