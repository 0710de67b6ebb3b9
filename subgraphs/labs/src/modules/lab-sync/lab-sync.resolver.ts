import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { LabSync } from './lab-sync.type.js';

/** What of a laboratory's sync is counted only where it is asked for. */
@Resolver(() => LabSync)
export class LabSyncResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Seconds from the collection of a specimen to the release of its result: the median of the last 24 hours; null where none was released.',
  })
  medianDelay(@Root() sync: LabSync, @Ctx() context: LabsContext): Promise<number | null> {
    return context.delays.load(sync.labId);
  }
}
