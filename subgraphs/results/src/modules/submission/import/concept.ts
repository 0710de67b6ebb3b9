/** A code and where it comes from: a triplet of HL7 v2's CWE, or FHIR's Coding. */
export interface Coding {
  readonly code: string;
  readonly text: string;
  /** As written: LN, SCT, L, or a URL. */
  readonly system: string;
}

/** One notion, said in several codes and in words: HL7 v2's CWE, FHIR's CodeableConcept. */
export interface Concept {
  readonly codings: readonly Coding[];
  readonly text: string;
}

export const nothing: Concept = { codings: [], text: '' };

/** Whether a concept says anything. */
export function isEmpty({ codings, text }: Concept): boolean {
  return text === '' && codings.every(({ code, text: display }) => code === '' && display === '');
}

// Longer texts are remarks.
const longestWord = 100;
const trailing = new Set(' *.:;,!');

/** A word as tables know it: NFC, without case, and without what writers put at its end. Empty for a remark. */
export function foldedWord(text: string): string {
  if (text.length > longestWord) return '';
  const word = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s]+/g, ' ')
    .replace(/^[ *]+/, '');
  return withoutMarks(withoutMarks(word).replace(/ \*{1,5} ?(?:high|low|abnormal)$/, ''));
}

function withoutMarks(word: string): string {
  let end = word.length;
  while (end > 0 && trailing.has(word[end - 1]!)) end--;
  return word.slice(0, end);
}

/** A table of words, folded. */
export function wordTable<Value>(words: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(words).map(([word, value]) => [foldedWord(word), value]));
}
