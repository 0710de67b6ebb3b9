import { type CheckpointRule, evaluateRules, judge } from '@ketqua/health-cert';
import { badUserInput, queryIn, say } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { RuleOutcome, Verdict } from '../verification/verification.type.js';
import { InvalidRulesError, RuleTrial, TriedRule, TriedSample } from './checkpoint-rule.type.js';
import { readRules } from './publish-rules.service.js';
import { isRuleSetCode, ruleSetVersions, versionInForce, withRules } from './rule-sets.js';
import { type SampleCertificate, sampleCertificates } from './sample-certificates.js';

/** The samples lie around the moment, and are certificates of people who live then. */
const firstYear = 1950;
const lastYear = 2200;

/**
 * What rules would decide of sample certificates at a moment, beside what the set decides that they are to replace.
 * Nothing is stored.
 * @throws GraphQLError BAD_USER_INPUT for a time that no certificate is of
 */
export async function tryRules(
  context: ResultsContext,
  { rules: json, code, at }: { rules: string; code?: string | null; at?: Date | null },
): Promise<RuleTrial | InvalidRulesError> {
  const moment = at ?? new Date();
  const year = moment.getUTCFullYear();
  if (year < firstYear || year > lastYear) throw badUserInput('at', `a time of ${firstYear} to ${lastYear}`);
  const read = readRules(context, json);
  if (read instanceof InvalidRulesError) return read;
  const rules = withRules(read, moment);
  const versions = code && isRuleSetCode(code) ? await ruleSetVersions(queryIn(context.em), code) : [];
  const now = versionInForce(versions, moment);
  const rulesNow = now && withRules(now.rules, moment);
  const samples = sampleCertificates(moment).map((sample) => {
    const judged = judgedBy(rules, sample, moment);
    return Object.assign(new TriedSample(), {
      id: sample.id,
      description: say(context.locale, sample.description),
      verdict: judged.verdict,
      rules: judged.rules.map(({ id, outcome }) =>
        Object.assign(new TriedRule(), { id, outcome: RuleOutcome[outcome] }),
      ),
      verdictNow: rulesNow ? judgedBy(rulesNow, sample, moment).verdict : null,
    });
  });
  return Object.assign(new RuleTrial(), { samples });
}

function judgedBy(
  rules: readonly CheckpointRule[],
  { certificate, outcome, resultedAt }: SampleCertificate,
  at: Date,
) {
  const judged = evaluateRules(rules, certificate, { at, issuer: 'VN', ...(resultedAt && { resultedAt }) });
  const verdict = judge({
    signature: 'VALID',
    status: 'ACTIVE',
    rules: judged,
    ...(outcome && { outcome }),
  });
  return { rules: judged, verdict: Verdict[verdict] };
}
