import {
  consume,
  type EventLog,
  type Logger,
  type Orm,
  payloadOf,
  type Query,
  queryIn,
  type Tail,
} from '@ketqua/platform';
import { type AuditEntry, beginning, hashOf } from './audit-chain.js';

/** What is read for the audit log, and by whom: no event goes before it is read. */
export const auditTopic = 'authority.acted';
export const auditConsumer = 'results.audit';

/** Hears of every act of authority, in whichever subgraph, and keeps it: each once, in the order of the commits. */
export function keepAudit(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  const source = { ...parts, name: auditConsumer, topics: [auditTopic] };
  return consume(source, async (batch, em) => {
    const acts = batch.map((event) => payloadOf('authority.acted', event));
    await appendActs(
      queryIn(em),
      acts.map(({ subject, ...act }) => ({ ...act, details: subject })),
    );
  });
}

/** Adds acts at the chain's end, one writer at a time: the consumer's cursor is locked by its transaction. */
async function appendActs(
  query: Query,
  acts: readonly Pick<AuditEntry, 'act' | 'actor' | 'at' | 'details'>[],
): Promise<void> {
  const [last] = await query<{ seq: string; hash: string }>(
    'select seq::text, hash from results.audit_entry order by audit_entry.seq desc limit 1',
  );
  let seq = Number(last?.seq ?? 0);
  let previousHash = last?.hash ?? beginning;
  for (const act of acts) {
    seq += 1;
    const entry = { seq, ...act, previousHash };
    const hash = hashOf(entry);
    await query(
      `insert into results.audit_entry (seq, at, act, actor, details, previous_hash, hash)
       values ($1, $2, $3, $4, $5::jsonb, $6, $7)`,
      [seq, act.at, act.act, act.actor, JSON.stringify(act.details), previousHash, hash],
    );
    previousHash = hash;
  }
}
