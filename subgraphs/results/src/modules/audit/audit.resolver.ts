import { connectionOf, DateTime, PageInfo, Permission, pageSize, queryIn } from '@ketqua/platform';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { auditEntriesAfter, verifyAudit } from './read-audit.js';

@ObjectType({ description: 'An act of authority. Nothing of a person or a scan. Read by ADMIN.' })
export class AuditEntryType {
  @Field(() => ID, { description: 'Its number in the chain, from 1.' })
  id!: string;
  @Field(() => DateTime)
  at!: Date;
  @Field(() => String)
  act!: string;
  @Field(() => String, {
    description: '`account` or `lab-key` and an identifier; `ketqua` for what runs by itself.',
  })
  actor!: string;
  @Field(() => String, { description: 'JSON: what it was done to, by identifiers.' })
  details!: string;
  @Field(() => String, { description: 'SHA-256 of the entry before, hex.' })
  previousHash!: string;
  @Field(() => String)
  hash!: string;
}

@ObjectType()
export class AuditEntryEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => AuditEntryType)
  node!: AuditEntryType;
}

@ObjectType({ description: 'The audit log, oldest first.' })
export class AuditEntryConnection {
  @Field(() => [AuditEntryEdge])
  edges!: AuditEntryEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'Whether the audit log is whole.' })
export class AuditChainState {
  @Field(() => Boolean)
  isWhole!: boolean;
  @Field(() => Int, {
    nullable: true,
    description: 'The number of the first entry that is missing or altered.',
  })
  brokenAt!: number | null;
  @Field(() => Int)
  entries!: number;
  @Field(() => String, { description: 'The hash of the last entry: keep it elsewhere.' })
  head!: string;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the log still holds an entry with the hash that was asked for; null where none was.',
  })
  hasHead!: boolean | null;
}

@Resolver()
export class AuditResolver {
  @Permission('audit.read')
  @Query(() => AuditEntryConnection, { description: 'Every act of authority, oldest first. Read by ADMIN.' })
  async auditEntries(
    @Ctx() { em }: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, {
      nullable: true,
      description: 'The number of an entry, which is its cursor.',
    })
    after?: string | null,
  ): Promise<AuditEntryConnection> {
    const from = after && /^\d{1,15}$/.test(after) ? Number(after) : 0;
    const entries = await auditEntriesAfter(queryIn(em), from, pageSize(first) + 1);
    const nodes = entries.map(({ seq, at, details, ...entry }) =>
      Object.assign(new AuditEntryType(), {
        ...entry,
        id: String(seq),
        at: new Date(at),
        details: JSON.stringify(details),
      }),
    );
    return connectionOf(nodes, first, ({ id }) => id);
  }

  @Permission('audit.read')
  @Query(() => AuditChainState, { description: 'Follows the whole chain. Read by ADMIN.' })
  async auditChain(
    @Ctx() { em }: ResultsContext,
    @Arg('head', () => String, {
      nullable: true,
      description: 'The hash of an entry that was kept elsewhere.',
    })
    wanted?: string | null,
  ): Promise<AuditChainState> {
    const query = queryIn(em);
    const { head, broken } = await verifyAudit(query);
    // What is no hash is asked of nobody: no entry has it.
    const asked = /^[0-9a-f]{64}$/.test(wanted ?? '') ? wanted : '';
    const held = wanted ? await query('select from results.audit_entry where hash = $1', [asked]) : null;
    return Object.assign(new AuditChainState(), {
      isWhole: !broken,
      brokenAt: broken?.seq ?? null,
      entries: head.seq,
      head: head.hash,
      hasHead: held && held.length > 0,
    });
  }
}
