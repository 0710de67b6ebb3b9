import { Public } from '@ketqua/platform';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { me } from './me.service.js';
import { Viewer } from './viewer.type.js';

@Resolver()
export class MeResolver {
  @Public()
  @Query(() => Viewer, {
    nullable: true,
    description: "Who is signed in; null for nobody and for a laboratory's key.",
  })
  me(@Ctx() context: CitizensContext): Promise<Viewer | null> {
    return me(context);
  }
}
