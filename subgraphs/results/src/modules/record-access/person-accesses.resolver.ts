import { connectionOf } from '@ketqua/platform';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { PersonType } from '../person/person.type.js';
import { accessesOfPerson } from './person-accesses.service.js';
import { RecordAccessConnection } from './record-access.type.js';

@Resolver(() => PersonType)
export class PersonAccessesResolver {
  @FieldResolver(() => RecordAccessConnection, {
    description:
      'Who in a laboratory or the authority opened this record, newest first; none before the claim. Scans at checkpoints are linked to nobody, so none is here.',
  })
  async accesses(
    @Root() { id }: PersonType,
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<RecordAccessConnection> {
    return connectionOf(await accessesOfPerson(context, id, first, after), first, (access) => access.id);
  }
}
