import type { DccRule } from './dcc-rule.ts';
import { type Sentence, sentenceOf } from './rule-sentences.ts';

/** How long a test counts. */
export interface Span {
  /** A whole number from 1 on; NaN while nothing usable is typed. */
  readonly count: number;
  readonly unit: 'hour' | 'day';
}

/** The parts of the usual rule, each a rule of its own: what came out, which test it was, how old it is. */
export type Part = 'outcome' | 'kind' | 'time';

/** The usual rule as plain choices: not detected, by these tests, so long ago at most. */
export interface Choices {
  /** How long a PCR test counts; null where none is accepted. */
  readonly pcr: Span | null;
  readonly antigen: Span | null;
  /** From when on the time runs. */
  readonly clock: 'COLLECTION' | 'RESULT';
  /** Children who are younger, in years, need no recent test; null for none. */
  readonly exemptUnder: number | null;
  /** ISO 8601 with an offset; empty while nothing usable is typed. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Sentences that were written by hand, in place of those that are made from the choices. */
  readonly sentences: Readonly<Partial<Record<Part, Sentence>>>;
}

/** What a set of rules has before it has any. */
export const usualChoices: Choices = {
  pcr: { count: 72, unit: 'hour' },
  antigen: { count: 24, unit: 'hour' },
  clock: 'COLLECTION',
  exemptUnder: null,
  validFrom: '2020-01-01T00:00:00Z',
  validTo: '9999-12-31T00:00:00Z',
  sentences: {},
};

/** Whether the choices can be written as rules. */
export function areComplete({ pcr, antigen, exemptUnder, validFrom, validTo }: Choices): boolean {
  const isWhole = (count: number, most: number) => Number.isInteger(count) && count >= 1 && count <= most;
  const spans = [pcr, antigen].filter((span) => span !== null);
  return (
    spans.length > 0 &&
    spans.every(({ count }) => isWhole(count, 999)) &&
    (exemptUnder === null || isWhole(exemptUnder, 18)) &&
    Date.parse(validFrom) < Date.parse(validTo)
  );
}

/** The parts that the choices need, in the order in which an officer reads them. */
export function partsOf({ pcr, antigen }: Choices): readonly Part[] {
  return pcr && antigen ? ['outcome', 'time'] : ['outcome', 'kind', 'time'];
}

/** What a part of the choices is told by: the sentence written by hand, or the one made from the choices. */
export function toldBy(choices: Choices, part: Part): Sentence {
  return choices.sentences[part] ?? sentenceOf(choices, part);
}

const types = { pcr: 'LP6464-4', antigen: 'LP217198-3' } as const;
const covid19 = '840539006';
const notDetected = '260415000';

const variable = (name: string) => ({ var: name });
const moved = (name: string, count: number, unit: string) => ({ plusTime: [variable(name), count, unit] });
const isOfType = (type: string) => ({ '===': [variable('payload.t.0.tt'), type] });

/** The CertLogic of a part. */
export function logicOf(choices: Choices, part: Part): unknown {
  const { pcr, exemptUnder } = choices;
  if (part === 'outcome') {
    return {
      and: [
        { '===': [variable('payload.t.0.tg'), covid19] },
        { '===': [variable('payload.t.0.tr'), notDetected] },
      ],
    };
  }
  const logic = part === 'kind' ? isOfType(pcr ? types.pcr : types.antigen) : timeOf(choices);
  if (exemptUnder === null) return logic;
  const isChild = {
    after: [
      { dccDateOfBirth: [variable('payload.dob')] },
      moved('external.validationClock', -exemptUnder, 'year'),
    ],
  };
  return { if: [isChild, true, logic] };
}

function timeOf({ pcr, antigen, clock }: Choices): unknown {
  const field = clock === 'COLLECTION' ? 'payload.t.0.sc' : 'external.resultedAt';
  const isWithin = ({ count, unit }: Span) => ({
    'not-after': [
      moved(field, 0, 'hour'),
      moved('external.validationClock', 0, 'hour'),
      moved(field, count, unit),
    ],
  });
  if (pcr && antigen && (pcr.count !== antigen.count || pcr.unit !== antigen.unit)) {
    const otherwise = { if: [isOfType(types.antigen), isWithin(antigen), false] };
    return { if: [isOfType(types.pcr), isWithin(pcr), otherwise] };
  }
  const within = isWithin((pcr ?? antigen)!);
  // Without the time of its result a certificate is OPEN; without that of its collection it is not one.
  return clock === 'COLLECTION' ? { if: [variable(field), within, false] } : within;
}

/** The choices that some rules say; null where they say anything else, to the letter of their logic. */
export function choicesOf(rules: readonly DccRule[]): Choices | null {
  const [outcome, ...others] = rules;
  const time = others.at(-1);
  if (!outcome || !time || others.length > 2) return null;
  const found = (pattern: RegExp) => [...JSON.stringify(time.Logic).matchAll(pattern)];
  const spans = found(/,([1-9]\d{0,2}),"(hour|day)"\]/g).map(
    ([, count, unit]): Span => ({ count: Number(count), unit: unit as Span['unit'] }),
  );
  const years = found(/,-(\d{1,2}),"year"\]/g).map(([, count]) => Number(count));
  const first = spans[0];
  if (!first) return null;
  const kind = others.length === 2 ? JSON.stringify(others[0]!.Logic) : '';
  const choices: Choices = {
    pcr: kind.includes(types.antigen) ? null : first,
    antigen: kind.includes(types.pcr) ? null : (spans[1] ?? first),
    clock: found(/external\.resultedAt/g).length > 0 ? 'RESULT' : 'COLLECTION',
    exemptUnder: years[0] ?? null,
    validFrom: outcome.ValidFrom,
    validTo: outcome.ValidTo,
    sentences: {},
  };
  return saysTheSame(choices, rules) ? { ...choices, sentences: ownSentences(choices, rules) } : null;
}

function saysTheSame(choices: Choices, rules: readonly DccRule[]): boolean {
  const parts = partsOf(choices);
  return (
    areComplete(choices) &&
    parts.length === rules.length &&
    rules.every(
      ({ Logic, ValidFrom, ValidTo, CertificateType }, index) =>
        JSON.stringify(Logic) === JSON.stringify(logicOf(choices, parts[index]!)) &&
        ValidFrom === choices.validFrom &&
        ValidTo === choices.validTo &&
        CertificateType === 'General',
    )
  );
}

function ownSentences(choices: Choices, rules: readonly DccRule[]): Choices['sentences'] {
  const told = partsOf(choices).map((part, index): [Part, Sentence] => {
    const say = (lang: string) =>
      rules[index]!.Description.find((description) => description.lang === lang)?.desc ?? '';
    return [part, { vi: say('vi'), en: say('en') }];
  });
  return Object.fromEntries(
    told.filter(([part, { vi, en }]) => {
      const made = sentenceOf(choices, part);
      return vi !== made.vi || en !== made.en;
    }),
  );
}
