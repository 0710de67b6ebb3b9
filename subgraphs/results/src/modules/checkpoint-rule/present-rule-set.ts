import { queryIn, say } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { Checkpoint } from '../checkpoint/checkpoint.entity.js';
import { presentCheckpoint } from '../checkpoint/present-checkpoint.js';
import { RuleSet, RuleSetVersion } from './checkpoint-rule.type.js';
import { defaultRuleSet } from './ready-rule-sets.js';
import { ruleSetVersions, type RuleSetVersion as Version, versionInForce } from './rule-sets.js';

/** Every set, with its versions and the checkpoints that go by it. */
export async function ruleSets(context: ResultsContext): Promise<RuleSet[]> {
  const versions = await ruleSetVersions(queryIn(context.em));
  return Promise.all(
    [...Map.groupBy(versions, ({ code }) => code).values()].map((set) => presentRuleSet(context, set)),
  );
}

/** Shows a set; its versions are given the newest first. */
export async function presentRuleSet(
  { em, locale }: ResultsContext,
  versions: readonly Version[],
): Promise<RuleSet> {
  const [newest] = versions as [Version];
  const inForce = versionInForce(versions, new Date());
  const { code, jurisdiction, name } = newest;
  const isDefault = code === defaultRuleSet;
  const checkpoints = await em.find(
    Checkpoint,
    { $or: [{ ruleSet: code }, ...(isDefault ? [{ ruleSet: null }] : [])] },
    { orderBy: { code: 'asc' } },
  );
  return Object.assign(new RuleSet(), {
    code,
    jurisdiction,
    name: say(locale, name),
    nameVi: name.vi,
    nameEn: name.en,
    versions: versions.map((version) =>
      Object.assign(new RuleSetVersion(), {
        version: version.version,
        validFrom: version.validFrom,
        publishedAt: version.publishedAt,
        note: version.note,
        rules: JSON.stringify(version.rules, null, 2),
        isInForce: version === inForce,
      }),
    ),
    checkpoints: checkpoints.map(presentCheckpoint),
  });
}
