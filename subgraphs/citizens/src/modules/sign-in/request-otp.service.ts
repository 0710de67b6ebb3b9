import { maskPhone, phoneInE164, queryIn, unitOfWork } from '@ketqua/platform';
import { v7 } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { phoneIndexOf } from '../../key-ring.js';
import { InvalidPhoneError } from '../account/phone-errors.js';
import { codeSeconds, OtpChannel } from '../phone-network/phone-verifier.js';
import { Challenge } from './challenge.entity.js';
import { OtpBlockedError, OtpUnavailableError } from './otp-errors.js';
import { secondsDown } from './provider-health.js';
import { askerFor, countRequest } from './request-limits.js';
import type { RequestOtpInput } from './request-otp.input.js';
import { OtpChallenge } from './request-otp.payload.js';
import { type StartVerification, startVerification } from './start-verification.job.js';

const resendSeconds = 30;

/**
 * Takes a request for a code. Whether the phone is known is looked up by the job, after the answer: body, code and
 * time of the answer are the same for every phone.
 * @throws GraphQLError RATE_LIMITED
 */
export async function requestOtp(
  context: CitizensContext,
  input: RequestOtpInput,
): Promise<OtpChallenge | InvalidPhoneError | OtpBlockedError | OtpUnavailableError> {
  const phone = phoneInE164(input.phone, context.settings.country);
  if (!phone) return InvalidPhoneError.of(context.locale);
  // Nobody is told that a code is on its way while none can be sent; and nothing is counted.
  const down = await secondsDown(queryIn(context.em));
  if (down) return OtpUnavailableError.toSend(down, context.locale);
  const phoneIndex = phoneIndexOf(phone);
  const asker = await askerFor(context, phoneIndex, context.deviceToken ?? input.deviceToken);
  await countRequest(context, asker);
  const channel = input.channel ?? OtpChannel.SMS;
  const { channels } = context.verifier;
  if (await isBlockedForItsHolder(context, phoneIndex, channel)) {
    const others = channels.filter((other) => other !== channel);
    return OtpBlockedError.of(others, context.locale);
  }
  const id = v7();
  const requestedAt = new Date();
  const expiresAt = secondsAfter(requestedAt, codeSeconds);
  await unitOfWork(context, async (em) => {
    await em.insert(Challenge, {
      id,
      phone,
      phoneIndex,
      channel,
      locale: input.locale ?? 'vi',
      requestedAt,
      expiresAt,
      attempts: 0,
      isTrusted: asker.isTrusted,
      isRerouted: false,
    });
    await context.jobs.send(em, startVerification, { challengeId: id } satisfies StartVerification);
  });
  context.jobs.hurry(startVerification);
  const resendAfter = secondsAfter(requestedAt, resendSeconds);
  const maskedPhone = maskPhone(phone);
  return Object.assign(new OtpChallenge(), {
    id,
    expiresAt,
    resendAfter,
    maskedPhone,
    channels: [...channels],
  });
}

/** Asked only for whoever is signed in with this very phone: to others, every phone looks the same. */
async function isBlockedForItsHolder(
  { viewer, em }: CitizensContext,
  phoneIndex: Buffer,
  channel: OtpChannel,
): Promise<boolean> {
  if (viewer.kind !== 'account' || viewer.phoneIndex !== phoneIndex.toString('base64url')) return false;
  const [last] = await queryIn(em)<{ delivery: string | null }>(
    `select delivery from citizens.challenge
      where phone_index = $1 and channel = $2 and requested_at > now() - make_interval(secs => $3)
      order by requested_at desc limit 1`,
    [phoneIndex, channel, codeSeconds],
  );
  return last?.delivery === 'BLOCKED';
}

function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
