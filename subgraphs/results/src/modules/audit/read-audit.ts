import type { Query } from '@ketqua/platform';
import { AuditChain, type AuditEntry, type BrokenLink } from './audit-chain.js';

const pageSize = 1_000;

interface Row extends Omit<AuditEntry, 'seq' | 'at'> {
  readonly seq: string;
  readonly at: string;
}

/** Entries behind a number, in their order. */
export async function auditEntriesAfter(query: Query, seq: number, limit: number): Promise<AuditEntry[]> {
  const rows = await query<Row>(
    `select seq::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, act, actor, details,
            previous_hash as "previousHash", hash
       from results.audit_entry where seq > $1 order by audit_entry.seq limit $2`,
    [seq, limit],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** Follows the whole chain. */
export async function verifyAudit(
  query: Query,
): Promise<{ head: { seq: number; hash: string }; broken: BrokenLink | undefined }> {
  const chain = new AuditChain();
  for (;;) {
    const entries = await auditEntriesAfter(query, chain.head.seq, pageSize);
    const broken = chain.follow(entries);
    if (broken || entries.length < pageSize) return { head: chain.head, broken };
  }
}
