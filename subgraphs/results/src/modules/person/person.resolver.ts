import { connectionOf, pageSize, readDateTime } from '@ketqua/platform';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { presentResult } from '../test-result/present-result.js';
import { TestResult } from '../test-result/test-result.entity.js';
import { TestResultConnection } from '../test-result/test-result.type.js';
import { peopleOnPhone } from './people-on-phone.js';
import { CitizenReference, PersonType } from './person.type.js';

@Resolver(() => CitizenReference)
export class CitizenPeopleResolver {
  @FieldResolver(() => [PersonType], {
    nullable: true,
    description:
      'The people on this phone. More than six are not listed: open one with name, birth date and ID.',
  })
  async people(
    @Root() { id }: CitizenReference,
    @Ctx() context: ResultsContext,
  ): Promise<PersonType[] | null> {
    const { viewer } = context;
    return viewer.kind === 'account' && viewer.accountId === id ? peopleOnPhone(context) : null;
  }
}

@Resolver(() => PersonType)
export class PersonResolver {
  @FieldResolver(() => TestResultConnection, {
    description: 'Released results, newest specimen first; none before the claim.',
  })
  async results(
    @Root() { id }: PersonType,
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<TestResultConnection> {
    if (!(await hasClaimed(context, id))) return connectionOf([], first, () => '');
    const position = after ? positionOf(after) : undefined;
    const rows = await context.em.find(
      TestResult,
      {
        personId: id,
        releasedAt: { $ne: null },
        ...(position && {
          $or: [
            { specimenCollectedAt: { $lt: position.at } },
            { specimenCollectedAt: position.at, id: { $lt: position.id } },
          ],
        }),
      },
      { orderBy: { specimenCollectedAt: 'desc', id: 'desc' }, limit: pageSize(first) + 1 },
    );
    const results = rows.map((row) => presentResult(row, context.viewer));
    return connectionOf(results, first, ({ row }) => `${row.specimenCollectedAt.toISOString()}_${row.id}`);
  }
}

function positionOf(cursor: string): { at: Date; id: string } | undefined {
  const [time, id] = cursor.split('_');
  const at = readDateTime(time ?? '');
  return at && id && isUuid(id) ? { at, id } : undefined;
}
