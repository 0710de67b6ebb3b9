import { Permission, payloadOf } from '@ketqua/platform';
import { Arg, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { placeOf } from '../../event-place.js';
import { isOnDutyAnywhere } from '../shift/duty.js';
import { QrTokenStatus } from './qr-token.type.js';

@ObjectType({ description: 'A certificate is no longer in force: its hash and why, nothing else.' })
export class CertificateWithdrawnEvent {
  @Field(() => ID, { description: 'Stable: an event that comes twice has the same id.' })
  id!: string;
  @Field(() => String, { description: 'Opaque: give it as `after` to resume behind this event.' })
  cursor!: string;
  @Field(() => String, { description: 'SHA-256 of the certificate identifier (UVCI), hex.' })
  certificateHash!: string;
  @Field(() => QrTokenStatus, {
    description: 'SUPERSEDED: the result was corrected. REVOKED: it was withdrawn, or its holder revoked it.',
  })
  status!: QrTokenStatus;
}

@Resolver()
export class CertificateWithdrawnResolver {
  @Permission('certificate.watch')
  @Subscription(() => CertificateWithdrawnEvent, {
    description:
      'Certificates that were corrected or withdrawn, for those who have just seen one. Read by OFFICER, on duty somewhere.',
    subscribe: ({ args, context }) =>
      watchWithdrawals(context as ResultsContext, (args as { after?: string | null }).after),
  })
  certificateWithdrawn(
    @Root() event: CertificateWithdrawnEvent,
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
  ): CertificateWithdrawnEvent {
    return event;
  }
}

const judgedAnewAfter = 5_000;

/** Told to whoever is on duty somewhere: judged anew every five seconds, since a shift ends. */
async function* watchWithdrawals(
  context: ResultsContext,
  after?: string | null,
): AsyncGenerator<CertificateWithdrawnEvent> {
  const { stream, events, signal } = context;
  let isOnDuty = false;
  let judgedAt = Number.NEGATIVE_INFINITY;
  for await (const event of stream.subscribe(['qr-token.status-changed'], { after, signal })) {
    const { certificateHash, status } = payloadOf('qr-token.status-changed', event);
    // Events of before the hash was told have none.
    if (!certificateHash || status === 'ACTIVE') continue;
    if (performance.now() - judgedAt > judgedAnewAfter) {
      isOnDuty = await isOnDutyAnywhere(context);
      judgedAt = performance.now();
    }
    if (!isOnDuty) continue;
    yield { ...placeOf(event, events), certificateHash, status: QrTokenStatus[status] };
  }
}
