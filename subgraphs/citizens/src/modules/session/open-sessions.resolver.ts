import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { Viewer } from '../account/viewer.type.js';
import { OpenSession } from './open-session.type.js';
import { openSessions } from './open-sessions.service.js';

@Resolver(() => Viewer)
export class OpenSessionsResolver {
  @FieldResolver(() => [OpenSession], {
    description: 'Where this account is signed in, last used first, up to 100. Read by its holder.',
  })
  sessions(@Root() viewer: Viewer, @Ctx() context: CitizensContext): Promise<OpenSession[]> {
    return openSessions(context, viewer);
  }
}
