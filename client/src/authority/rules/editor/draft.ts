import type { RuleSet } from '../use-rule-sets.ts';
import { areComplete, type Choices, choicesOf, usualChoices } from './choices.ts';
import { type DccRule, rulesIn } from './dcc-rule.ts';
import { numberOf, writeRules } from './write-rules.ts';

/** Rules that are being changed, of a set that is there or of a new one. */
export interface Draft {
  /** Null for a new set. */
  readonly set: RuleSet | null;
  /** The version that is begun with; null for a new set. */
  readonly base: number | null;
  readonly code: string;
  readonly jurisdiction: string;
  readonly mode: 'choices' | 'json';
  /** Null where the rules say what choices cannot. */
  readonly choices: Choices | null;
  readonly json: string;
  /** What the choices are to replace, and the first number of what is new. */
  readonly earlier: readonly DccRule[];
  readonly firstNumber: number;
}

/** A draft of a new set, or of a version of one that is there; the newest where none is named, or there is none. */
export function draftOf(set: RuleSet | null, sets: readonly RuleSet[], from: number | null = null): Draft {
  const base = set?.versions.find(({ version }) => version === from) ?? set?.versions[0] ?? null;
  const json = base?.rules ?? '';
  const earlier = rulesIn(json) ?? [];
  const choices = set ? choicesOf(earlier) : usualChoices;
  return {
    set,
    base: base?.version ?? null,
    code: set?.code ?? '',
    jurisdiction: set?.jurisdiction ?? 'VN',
    mode: choices ? 'choices' : 'json',
    choices,
    json,
    earlier,
    firstNumber: firstNumberBeside(sets),
  };
}

/** The rules of a draft as JSON; null while the choices cannot be written. */
export function jsonOf({ mode, choices, json, jurisdiction, earlier, firstNumber }: Draft): string | null {
  if (mode === 'json') return json;
  if (!choices || !areComplete(choices)) return null;
  return JSON.stringify(writeRules(choices, jurisdiction, earlier, firstNumber), null, 2);
}

/** The same draft, changed in the other way: what is written so far goes along where it can. */
export function inMode(draft: Draft, mode: Draft['mode']): Draft {
  if (mode === draft.mode) return draft;
  if (mode === 'json') return { ...draft, mode, json: jsonOf(draft) ?? draft.json };
  return { ...draft, mode, choices: choicesOf(rulesIn(draft.json) ?? []) };
}

/** Identifiers of a new set begin at the next hundred, as those of the sets that are there do. */
function firstNumberBeside(sets: readonly RuleSet[]): number {
  const numbers = sets
    .flatMap(({ versions }) => versions)
    .flatMap(({ rules }) => (rulesIn(rules) ?? []).map(({ Identifier }) => numberOf(Identifier)));
  return Math.min((Math.floor(Math.max(0, ...numbers) / 100) + 1) * 100 + 1, 9901);
}

/** Whether a set may have this code: of the form that the server asks for, and nobody else's. */
export function isFreeCode(code: string, sets: readonly RuleSet[]): boolean {
  return /^[A-Z0-9][A-Z0-9-]{1,31}$/.test(code) && !sets.some((set) => set.code === code);
}

/** Whether this is ISO 3166-2, or a country. */
export function isJurisdiction(text: string): boolean {
  return /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(text);
}
