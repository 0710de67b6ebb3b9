import type { Locale } from '@ketqua/platform';

/** How a code travels. */
export const OtpChannel = { SMS: 'SMS', VOICE: 'VOICE' } as const;
export type OtpChannel = (typeof OtpChannel)[keyof typeof OtpChannel];

/** How many digits a code has. */
export const codeLength = 6;

/** How long a code may be used, in seconds. */
export const codeSeconds = 600;

/** What a provider says of a code. LOCKED: it was tried too often there; UNAVAILABLE: it could not be asked. */
export type CodeJudgement = 'CORRECT' | 'INCORRECT' | 'EXPIRED' | 'LOCKED' | 'UNAVAILABLE';

/** How a code is to be sent. `reference` is ours. */
export interface StartOptions {
  readonly channel: OtpChannel;
  readonly locale: Locale;
  readonly reference: string;
  /** Whether one that runs for the phone has to make way, since somebody else tried its codes. */
  readonly isApart?: boolean;
}

/** A verification that began. */
export interface Started {
  /** The provider's name for it. */
  readonly requestId: string;
  /** One of the same phone that had to make way for it. */
  readonly replaced?: string;
}

/** Proves that somebody holds a phone: sends a code and checks what was typed. */
export interface PhoneVerifier {
  /** How its codes may travel. */
  readonly channels: readonly OtpChannel[];
  /**
   * Sends a code to a phone (E.164) and gives the provider's name for the verification.
   * @throws PhoneNetworkError
   */
  start(phone: string, options: StartOptions): Promise<Started>;
  /**
   * Sends a code by another way than the first, where there is one: the provider said later that it blocked it.
   * @throws PhoneNetworkError
   */
  startOtherwise?(phone: string, options: StartOptions): Promise<Started>;
  /** Judges a code of six digits. A right one is right once. Throws for nothing that the provider may do. */
  check(requestId: string, code: string): Promise<CodeJudgement>;
  /** Ends a verification that is no longer wanted, where it still can be. */
  cancel(requestId: string): Promise<void>;
}

/** A provider could not do it: tell neither phone, code nor credential of it. */
export class PhoneNetworkError extends Error {
  override readonly name = 'PhoneNetworkError';

  constructor(
    /** REFUSED will be refused again; UNAVAILABLE may pass. */
    readonly code: 'REFUSED' | 'UNAVAILABLE',
    /** The HTTP status, where there was an answer. */
    readonly status?: number,
  ) {
    super(`The phone network answered ${code}${status ? ` (${status})` : ''}`);
  }
}
