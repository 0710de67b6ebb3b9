import table from '../../../data/outcome-words.json' with { type: 'json' };
import { type Concept, foldedWord, isEmpty, wordTable } from './concept.js';

const outcomes = wordTable<string>(table.words);
const interpretations: ReadonlyMap<string, string> = new Map(Object.entries(table.interpretations.codes));
const nameOfTheDisease = new Set(table.nameOfTheDisease);

/** What a value says of an outcome; `isContradictory` where its codes and words disagree. */
export interface OutcomeReading {
  /** Canonical, or as written where no table knows it; null where nothing is said. */
  readonly outcome: string | null;
  readonly isKnown: boolean;
  readonly isContradictory: boolean;
}

/**
 * Reads an outcome by the tables of `outcome-words.json`, from every code and word of a value. The interpretation
 * (HL7 v2 OBX-8, FHIR `interpretation`) is asked only where the value is empty or names no more than the disease:
 * a code that we do not know is refused, not overruled.
 */
export function outcomeOf(value: Concept, interpretation: readonly string[]): OutcomeReading {
  const words = [...value.codings.flatMap(({ code, text }) => [code, text]), value.text];
  const found = new Set(words.map(outcomeOfWord).filter((known) => known !== undefined));
  if (found.size > 1) return { outcome: null, isKnown: false, isContradictory: true };
  const [outcome] = found;
  if (outcome) return { outcome, isKnown: true, isContradictory: false };
  const saysNoMore = isEmpty(value) || value.codings.some(({ code }) => nameOfTheDisease.has(code.trim()));
  const interpreted = saysNoMore ? interpretationOf(interpretation) : undefined;
  if (interpreted) return { outcome: interpreted, isKnown: true, isContradictory: false };
  return { outcome: words.find((word) => word.trim()) ?? null, isKnown: false, isContradictory: false };
}

function outcomeOfWord(word: string): string | undefined {
  return word === '' ? undefined : (outcomes.get(word) ?? outcomes.get(foldedWord(word)));
}

function interpretationOf(codes: readonly string[]): string | undefined {
  const found = new Set(codes.map((code) => interpretations.get(code.trim().toUpperCase())));
  found.delete(undefined);
  return found.size === 1 ? [...found][0] : undefined;
}
