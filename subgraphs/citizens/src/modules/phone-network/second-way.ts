import { isOwn, type OwnVerifier } from './own-verifier.js';
import {
  type CodeJudgement,
  type OtpChannel,
  PhoneNetworkError,
  type PhoneVerifier,
  type StartOptions,
} from './phone-verifier.js';
import type { TextSender } from './text-sender.js';

/** A provider first; what it refuses or blocks goes by our own codes over the city's gateway. */
export class SecondWayVerifier implements PhoneVerifier {
  constructor(
    private readonly first: PhoneVerifier,
    private readonly second: OwnVerifier,
  ) {}

  get channels(): readonly OtpChannel[] {
    return this.first.channels;
  }

  start(phone: string, options: StartOptions): Promise<{ requestId: string }> {
    return orElse(
      () => this.first.start(phone, options),
      () => this.second.start(phone, options),
    );
  }

  startOtherwise(phone: string, options: StartOptions): Promise<{ requestId: string }> {
    return this.second.start(phone, options);
  }

  check(requestId: string, code: string): Promise<CodeJudgement> {
    return (isOwn(requestId) ? this.second : this.first).check(requestId, code);
  }

  cancel(requestId: string): Promise<void> {
    return (isOwn(requestId) ? this.second : this.first).cancel(requestId);
  }
}

/** A provider first; what it refuses goes by the city's gateway. */
export class SecondWaySender implements TextSender {
  constructor(
    private readonly first: TextSender,
    private readonly second: TextSender,
  ) {}

  send(phone: string, text: string): Promise<void> {
    return orElse(
      () => this.first.send(phone, text),
      () => this.second.send(phone, text),
    );
  }
}

/** What may pass is tried again by the same way: it may have been done, and would be done twice. */
async function orElse<Done>(first: () => Promise<Done>, second: () => Promise<Done>): Promise<Done> {
  try {
    return await first();
  } catch (error) {
    if (error instanceof PhoneNetworkError && error.code === 'REFUSED') return second();
    throw error;
  }
}
