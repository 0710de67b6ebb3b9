import { Permission } from '@ketqua/platform';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';

@Resolver()
export class EventCursorResolver {
  @Permission('event-cursor.read')
  @Query(() => String, {
    description: 'Where the event log stands: load a page, then subscribe with this as `after`.',
  })
  async eventCursor(@Ctx() { events }: ResultsContext): Promise<string> {
    return events.cursorAt(await events.end());
  }
}
