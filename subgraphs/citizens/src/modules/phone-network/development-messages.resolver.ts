import { Public } from '@ketqua/platform';
import { Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { DevelopmentMessage } from './development-message.type.js';
import { developmentMessages } from './development-messages.service.js';

@Resolver()
export class DevelopmentMessagesResolver {
  @Public()
  @Directive('@inaccessible')
  @Query(() => [DevelopmentMessage], {
    description:
      'What a provider would have sent, the newest 200. Asked by the gateway, in development only.',
  })
  developmentMessages(@Ctx() context: CitizensContext): Promise<DevelopmentMessage[]> {
    return developmentMessages(context);
  }
}
