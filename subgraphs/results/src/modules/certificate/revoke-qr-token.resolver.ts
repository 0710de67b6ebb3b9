import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { QrToken } from './qr-token.type.js';
import { revokeQrToken } from './revoke-qr-token.service.js';

@InputType()
export class RevokeQrTokenInput {
  @Field(() => ID)
  id!: string;
}

const RevokeQrTokenResult = createUnionType({
  name: 'RevokeQrTokenResult',
  types: () => [QrToken, NotFoundError] as const,
});

@Resolver()
export class RevokeQrTokenResolver {
  @Permission('qr-token.revoke')
  @Mutation(() => RevokeQrTokenResult, {
    description: 'Revokes a QR token, in force at once online. Called by whoever claimed the person.',
  })
  revokeQrToken(
    @Ctx() context: ResultsContext,
    @Arg('input', () => RevokeQrTokenInput) input: RevokeQrTokenInput,
  ): Promise<typeof RevokeQrTokenResult> {
    return revokeQrToken(context, input.id);
  }
}
