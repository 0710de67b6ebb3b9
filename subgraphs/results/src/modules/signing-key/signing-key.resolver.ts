import { NotFoundError, Permission, StepUpRequiredError } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { revokeSigningKey, rotateSigningKey, signingKeys } from './change-signing-keys.service.js';
import {
  InvalidKeyChangeError,
  RevokeSigningKeyInput,
  RotateSigningKeyInput,
  SigningKey,
} from './signing-key.type.js';

const RotateSigningKeyResult = createUnionType({
  name: 'RotateSigningKeyResult',
  types: () => [SigningKey, InvalidKeyChangeError, StepUpRequiredError] as const,
});

const RevokeSigningKeyResult = createUnionType({
  name: 'RevokeSigningKeyResult',
  types: () => [SigningKey, InvalidKeyChangeError, NotFoundError, StepUpRequiredError] as const,
});

@Resolver()
export class SigningKeyResolver {
  @Permission('signing-key.manage')
  @Query(() => [SigningKey], {
    description: 'The keys that certificates are signed with, the one that signs last first. Read by ADMIN.',
  })
  signingKeys(@Ctx() context: ResultsContext): Promise<SigningKey[]> {
    return signingKeys(context);
  }

  @Permission('signing-key.manage')
  @Mutation(() => RotateSigningKeyResult, {
    description:
      'Makes a key that takes over at `signsFrom`, without a gap: the one before signs until then, and verifies after it. Called by ADMIN, with a code verified in the last 15 minutes.',
  })
  rotateSigningKey(
    @Ctx() context: ResultsContext,
    @Arg('input', () => RotateSigningKeyInput) input: RotateSigningKeyInput,
  ): Promise<typeof RotateSigningKeyResult> {
    return rotateSigningKey(context, input);
  }

  @Permission('signing-key.manage')
  @Mutation(() => RevokeSigningKeyResult, {
    description:
      'Revokes a key: exactly its certificates are refused, everywhere within 5 s, and their holders are told to ask for new ones. Issuing goes on with another key. Called by ADMIN, with a code verified in the last 15 minutes.',
  })
  revokeSigningKey(
    @Ctx() context: ResultsContext,
    @Arg('input', () => RevokeSigningKeyInput) input: RevokeSigningKeyInput,
  ): Promise<typeof RevokeSigningKeyResult> {
    return revokeSigningKey(context, input);
  }
}
