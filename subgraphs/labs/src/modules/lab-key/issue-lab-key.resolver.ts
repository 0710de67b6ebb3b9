import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { InvalidLabFieldError } from '../laboratory/laboratory-errors.js';
import { IssueLabKeyInput } from './issue-lab-key.input.js';
import { issueLabKey } from './issue-lab-key.service.js';
import { LabKey } from './lab-key.type.js';
import { TooManyLabKeysError } from './lab-key-errors.js';

const IssueLabKeyResult = createUnionType({
  name: 'IssueLabKeyResult',
  types: () => [LabKey, NotFoundError, InvalidLabFieldError, TooManyLabKeysError] as const,
});

@Resolver()
export class IssueLabKeyResolver {
  @Permission('lab-key.issue')
  @Mutation(() => IssueLabKeyResult, {
    description:
      'Issues a key to a laboratory; its secret is shown once. At most 20 are in force. Called by an ADMIN.',
  })
  issueLabKey(
    @Ctx() context: LabsContext,
    @Arg('input', () => IssueLabKeyInput) input: IssueLabKeyInput,
  ): Promise<typeof IssueLabKeyResult> {
    return issueLabKey(context, input);
  }
}
