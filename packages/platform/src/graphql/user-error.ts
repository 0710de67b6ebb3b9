import { Directive, Field, InterfaceType, ObjectType } from 'type-graphql';
import type { Locale, Viewer } from '../viewer/viewer.js';
import { say, type Text } from './messages.js';

/** An error that a client can act on, as data. Each implementation is a member of its mutation's union. */
@InterfaceType({
  autoRegisterImplementations: false,
  description:
    'An expected failure. `code` is stable and listed for the help desk; `message` follows Accept-Language.',
})
export abstract class UserError {
  @Field(() => String, { description: 'Stable, for programs and the help desk.' })
  code!: string;

  @Field(() => String, { description: 'For the person, in their language, with what to do next.' })
  message!: string;

  /** Builds one with its message in the caller's language. */
  static in<This extends UserError>(
    this: new () => This,
    locale: Locale,
    text: Text,
    more: Partial<This> = {},
  ): This {
    return Object.assign(new this(), { message: say(locale, text) }, more);
  }
}

/** How fresh the one-time code of a step-up must be, in seconds. */
const stepUpSeconds = 15 * 60;

/** What is asked for needs a one-time code that was verified a short while ago. */
@Directive('@shareable')
@ObjectType({
  implements: UserError,
  description: 'A one-time code verified in the last 15 minutes is needed: requestOtp, verifyOtp.',
})
export class StepUpRequiredError extends UserError {
  override code = 'STEP_UP_REQUIRED';

  /** Whether this viewer has to verify a code before going on. */
  static isNeededBy(viewer: Viewer): boolean {
    return viewer.kind !== 'account' || viewer.codeVerifiedAt < Date.now() / 1000 - stepUpSeconds;
  }
}

/** A foreign or a missing id: the two cannot be told apart. */
@Directive('@shareable')
@ObjectType({
  implements: UserError,
  description: 'There is no such thing, or none that the viewer may see.',
})
export class NotFoundError extends UserError {
  override code = 'NOT_FOUND';

  static of(locale: Locale): NotFoundError {
    return NotFoundError.in(locale, {
      vi: 'Không tìm thấy. Hãy kiểm tra lại mã.',
      en: 'Not found. Check the identifier.',
    });
  }
}
