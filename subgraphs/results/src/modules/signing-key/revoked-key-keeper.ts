import { setTimeout as pause } from 'node:timers/promises';
import { type EventLog, type Logger, type Orm, queryIn } from '@ketqua/platform';
import { type Keeper, keep } from '../../keeper.js';

/** How many holders one transaction tells: the event log's readers wait for every open one. */
const certificatesPerStep = 500;
/** How often a process looks for keys whose holders another one left untold. */
const everyMilliseconds = 10_000;
/** Whatever was being issued when a key was revoked is committed by then. */
const settledAfter = '1 minute';

interface Parts {
  readonly orm: Orm;
  readonly events: EventLog;
  readonly log: Logger;
}

/**
 * Tells whoever holds a certificate of a revoked key: step by step, with a rest between the steps. The certificates are
 * refused from the moment of the revocation, whether or not this has come to them.
 */
export function keepRevokedKeys(parts: Parts): Keeper {
  return keep({ name: 'revoked-keys', log: parts.log, everyMilliseconds }, async (isEnding) => {
    while (!isEnding()) {
      const told = await tellHolders(parts);
      if (!told) return;
      await pause(told);
    }
  });
}

/** A blind index as events carry it: base64url without padding (RFC 4648, section 5). */
const phoneText = `rtrim(translate(encode(p.phone_index, 'base64'), '+/', '-_'), '=')`;

/** One transaction: ends the next certificates of a revoked key, and gives how many it ended. */
export async function tellHolders({ orm, events }: Omit<Parts, 'log'>): Promise<number> {
  const told = await orm.em.fork().transactional(async (em) => {
    const query = queryIn(em);
    const [key] = await query<{ kid: string }>(
      `select kid from results.signing_key k where revoked_at is not null and holders_told_at is null
        order by exists (select from results.certificate c
                          where c.kid = k.kid and c.revoked_at is null and c.superseded_at is null) desc,
                 revoked_at, kid
        limit 1 for update skip locked`,
    );
    if (!key) return 0;
    const [counted] = await query<{ ended: number }>(
      `with ended as (
         update results.certificate set revoked_at = now()
          where id in (select id from results.certificate
                        where kid = $1 and revoked_at is null and superseded_at is null
                        limit ${certificatesPerStep} for update skip locked)
         returning id, person_id, certificate_id, expires_at
       ), warned as (
         insert into events.event (topic, payload)
         select 'qr-token.status-changed', jsonb_build_object(
                  'qrTokenId', id, 'personId', person_id, 'status', 'REVOKED',
                  'certificateHash', encode(sha256(convert_to(certificate_id, 'UTF8')), 'hex'))
           from ended where expires_at > now() order by id
       ), noticed as (
         insert into events.event (topic, payload)
         select 'person.notice-due', jsonb_build_object('phoneIndexes', jsonb_agg(distinct ${phoneText}))
           from results.person_phone p
          where p.person_id in (select person_id from ended where expires_at > now())
         having count(*) > 0
       )
       select count(*)::int as ended from ended`,
      [key.kid],
    );
    if (!counted!.ended) {
      await query(
        `update results.signing_key set holders_told_at = now()
          where kid = $1 and revoked_at < now() - interval '${settledAfter}'`,
        [key.kid],
      );
    }
    return counted!.ended;
  });
  if (told) await events.wake();
  return told;
}
