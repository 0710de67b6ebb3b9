import { labOf, Permission } from '@ketqua/platform';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { Lab } from './lab.type.js';
import { LabConnection } from './lab-connection.type.js';
import { LabFilterInput } from './list-labs.input.js';
import { labById, listLabs } from './list-labs.service.js';

@Resolver()
export class ListLabsResolver {
  @Permission('lab.read')
  @Query(() => Lab, { nullable: true, description: 'One laboratory. Read by any signed-in viewer.' })
  lab(@Ctx() context: LabsContext, @Arg('id', () => ID) id: string): Promise<Lab | null> {
    return labById(context, id);
  }

  @Permission('lab.read')
  @Query(() => Lab, {
    nullable: true,
    description:
      'The laboratory that the viewer acts for: that of a key, or where LAB_STAFF work. Null for others.',
  })
  ownLab(@Ctx() context: LabsContext): Promise<Lab | null> {
    return labById(context, labOf(context.viewer) ?? '');
  }

  @Permission('lab.list')
  @Query(() => LabConnection, { description: 'The register of laboratories, by code. Read by an ADMIN.' })
  labs(
    @Ctx() context: LabsContext,
    @Arg('first', () => Int, { defaultValue: 50, description: 'Up to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => LabFilterInput, { nullable: true }) filter: LabFilterInput | null,
  ): Promise<LabConnection> {
    return listLabs(context, { first, after, filter });
  }
}
