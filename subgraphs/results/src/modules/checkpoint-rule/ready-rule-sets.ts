import { type DccRule, dccRuleOf, notDetectedWithin72Hours } from '@ketqua/health-cert';
import type { Text } from '@ketqua/platform';
import data from '../../data/rule-sets.json' with { type: 'json' };

/** Rules that belong together, ready to be taken. */
export interface ReadyRuleSet {
  readonly code: string;
  /** ISO 3166-2, or a country. */
  readonly jurisdiction: string;
  readonly name: Text;
  readonly rules: readonly DccRule[];
}

/** The rules of a checkpoint that nobody gave any. */
export const defaultRuleSet = 'VN-72H';

/** The sets that come with Ketqua; their source stands in the data file. What is published under a code replaces it. */
export const readyRuleSets: readonly ReadyRuleSet[] = [
  {
    code: defaultRuleSet,
    jurisdiction: 'VN',
    name: {
      vi: 'Không phát hiện, mẫu trong 72 giờ',
      en: 'Not detected, specimen within 72 hours',
    },
    rules: notDetectedWithin72Hours.map((rule) => dccRuleOf(rule, 'VN', null)),
  },
  ...(data.sets as unknown as readonly ReadyRuleSet[]),
];
