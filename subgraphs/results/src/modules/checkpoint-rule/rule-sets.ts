import { type CheckpointRule, checkpointRuleFrom, type DccRule, rulesOrNone } from '@ketqua/health-cert';
import type { Query, Text } from '@ketqua/platform';
import { defaultRuleSet, readyRuleSets } from './ready-rule-sets.js';

/** A version of a set of rules; version 0 came with Ketqua. */
export interface RuleSetVersion {
  readonly code: string;
  readonly version: number;
  readonly jurisdiction: string;
  readonly name: Text;
  readonly rules: readonly DccRule[];
  /** From when on it counts; null for what always did. */
  readonly validFrom: Date | null;
  readonly publishedAt: Date | null;
  readonly note: string | null;
}

interface Row {
  readonly code: string;
  readonly version: number;
  readonly jurisdiction: string;
  readonly name: Text;
  readonly rules: readonly DccRule[];
  readonly validFrom: string;
  readonly publishedAt: string;
  readonly note: string;
}

/** As sets are named; what else is typed is not even asked for. */
export function isRuleSetCode(text: string): boolean {
  return /^[A-Z0-9][A-Z0-9-]{1,31}$/.test(text);
}

/** Every version of every set, or of one: by code, the newest first. */
export async function ruleSetVersions(query: Query, code: string | null = null): Promise<RuleSetVersion[]> {
  const rows = await query<Row>(
    `select set_code as code, version, jurisdiction, name, rules, to_json(valid_from) #>> '{}' as "validFrom",
            to_json(published_at) #>> '{}' as "publishedAt", note
       from results.rule_set_version where $1::text is null or set_code = $1`,
    [code],
  );
  const published = rows.map((row) => ({
    ...row,
    validFrom: new Date(row.validFrom),
    publishedAt: new Date(row.publishedAt),
  }));
  const ready = readyRuleSets
    .filter((set) => code === null || set.code === code)
    .map((set) => ({ ...set, version: 0, validFrom: null, publishedAt: null, note: null }));
  return [...published, ...ready].sort(
    (one, other) =>
      (one.code < other.code ? -1 : Number(one.code > other.code)) || other.version - one.version,
  );
}

/**
 * Of the versions of one set, the highest number first, the one that counts at a moment: the highest whose moment has
 * come. One that waited with a lower number never counts.
 */
export function versionInForce(versions: readonly RuleSetVersion[], at: Date): RuleSetVersion | undefined {
  return versions.find(({ validFrom }) => !validFrom || validFrom <= at);
}

/** The rules that a checkpoint judges by at a moment. @param code of its set; null where nobody gave it one */
export async function rulesInForce(
  query: Query,
  code: string | null,
  at: Date,
): Promise<readonly CheckpointRule[]> {
  const version = versionInForce(await ruleSetVersions(query, code ?? defaultRuleSet), at);
  return withRules(version?.rules ?? [], at);
}

/** Rules as a verifier takes them. */
export function withRules(rules: readonly DccRule[], at: Date): readonly CheckpointRule[] {
  return rulesOrNone(rules.map(checkpointRuleFrom), at);
}

/**
 * The rules of the sets that checkpoints go by, and of the default, each in the version of a moment: what verifiers are
 * given to judge by offline.
 */
export async function rulesInUse(query: Query, at: Date): Promise<RuleSetVersion[]> {
  const versions = Map.groupBy(await ruleSetVersions(query), ({ code }) => code);
  const rows = await query<{ code: string }>(
    'select distinct coalesce(rule_set, $1) as code from results.checkpoint',
    [defaultRuleSet],
  );
  const codes = new Set([defaultRuleSet, ...rows.map(({ code }) => code)]);
  return [...codes].sort().flatMap((code) => versionInForce(versions.get(code) ?? [], at) ?? []);
}
