import { Permission } from '@ketqua/platform';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { LabKey } from './lab-key.type.js';
import { listLabKeys } from './list-lab-keys.service.js';

@Resolver()
export class ListLabKeysResolver {
  @Permission('lab-key.read')
  @Query(() => [LabKey], {
    description:
      'The newest 100 keys of a laboratory, revoked ones included, without their secrets. Read by an ADMIN, and by LAB_STAFF for their own laboratory; empty for another.',
  })
  labKeys(@Ctx() context: LabsContext, @Arg('labId', () => ID) labId: string): Promise<LabKey[]> {
    return listLabKeys(context, labId);
  }
}
