import { Public } from '@ketqua/platform';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { ReceiveWebhookInput } from './receive-webhook.input.js';
import { receiveWebhook } from './receive-webhook.service.js';

@Resolver()
export class ReceiveWebhookResolver {
  @Public()
  @Directive('@inaccessible')
  @Mutation(() => Boolean, {
    description:
      "Whether a webhook is the provider's: then what it says is applied, once. Asked by the gateway; its signature is what it is believed by.",
  })
  receiveWebhook(
    @Ctx() context: CitizensContext,
    @Arg('input', () => ReceiveWebhookInput) input: ReceiveWebhookInput,
  ): Promise<boolean> {
    return receiveWebhook(context, input);
  }
}
