import { UserError } from '@ketqua/platform';
import { ObjectType } from 'type-graphql';

@ObjectType({
  implements: UserError,
  description: 'The lab does not stand by this result yet, or withdrew it.',
})
export class ResultNotFinalError extends UserError {
  override code = 'RESULT_NOT_FINAL';
}

@ObjectType({
  implements: UserError,
  description: 'HCERT has no way to say this result: its outcome, disease, method or device.',
})
export class ResultNotCertifiableError extends UserError {
  override code = 'RESULT_NOT_CERTIFIABLE';
}
