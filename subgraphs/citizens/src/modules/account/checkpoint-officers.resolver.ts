import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { Checkpoint, Officer } from './checkpoint.type.js';
import { officersOf } from './checkpoint-officers.service.js';

@Resolver(() => Checkpoint)
export class CheckpointOfficersResolver {
  @FieldResolver(() => [Officer], {
    nullable: true,
    description: 'Who may stand there, up to 500. Read by an ADMIN; null for others.',
  })
  officers(@Root() checkpoint: Checkpoint, @Ctx() context: CitizensContext): Promise<Officer[] | null> {
    return officersOf(context, checkpoint);
  }
}
