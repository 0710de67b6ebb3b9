import { buildSubgraphSchema } from '@ketqua/platform';
import type { GraphQLSchema } from 'graphql';
import type { CitizensContext } from './context.js';
import { AccountDataResolver } from './modules/account/account-data.resolver.js';
import { CheckpointOfficersResolver } from './modules/account/checkpoint-officers.resolver.js';
import { checkpointOfId } from './modules/account/checkpoint-officers.service.js';
import { EndAccountResolver } from './modules/account/end-account.resolver.js';
import { MeResolver } from './modules/account/me.resolver.js';
import { citizenOfId } from './modules/account/me.service.js';
import { SetLocaleResolver } from './modules/account/set-locale.resolver.js';
import { DevelopmentMessagesResolver } from './modules/phone-network/development-messages.resolver.js';
import { ReceiveWebhookResolver } from './modules/phone-network/receive-webhook.resolver.js';
import { SubscribeToPushResolver } from './modules/push/subscribe-to-push.resolver.js';
import { GrantRoleResolver } from './modules/role/grant-role.resolver.js';
import { RevokeRoleResolver } from './modules/role/revoke-role.resolver.js';
import { EndSessionResolver } from './modules/session/end-session.resolver.js';
import { OpenSessionsResolver } from './modules/session/open-sessions.resolver.js';
import { RefreshSessionResolver } from './modules/session/refresh-session.resolver.js';
import { SignOutResolver } from './modules/session/sign-out.resolver.js';
import { RequestOtpResolver } from './modules/sign-in/request-otp.resolver.js';
import { TextBreakerResolver } from './modules/sign-in/text-breaker.resolver.js';
import { VerifyOtpResolver } from './modules/sign-in/verify-otp.resolver.js';

/** The citizens subgraph's schema. Needs no database. */
export function buildCitizensSchema(): Promise<GraphQLSchema> {
  return buildSubgraphSchema<CitizensContext>({
    resolvers: [
      MeResolver,
      AccountDataResolver,
      SetLocaleResolver,
      EndAccountResolver,
      SubscribeToPushResolver,
      OpenSessionsResolver,
      CheckpointOfficersResolver,
      DevelopmentMessagesResolver,
      ReceiveWebhookResolver,
      TextBreakerResolver,
      RequestOtpResolver,
      VerifyOtpResolver,
      RefreshSessionResolver,
      SignOutResolver,
      EndSessionResolver,
      GrantRoleResolver,
      RevokeRoleResolver,
    ],
    references: {
      Citizen: { permission: 'account.read', resolve: ({ id }, context) => citizenOfId(context, id ?? '') },
      Checkpoint: { permission: 'checkpoint.read', resolve: ({ id }) => checkpointOfId(id ?? '') },
    },
  });
}
