import { TextEntry } from '../../../controls/text-entry.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import type { RuleSet } from '../use-rule-sets.ts';
import { type Draft, isFreeCode, isJurisdiction } from './draft.ts';

/** What a new set is called by and where it holds. */
export function NewSetEntries({
  draft,
  sets,
  onChange,
}: {
  draft: Draft;
  sets: readonly RuleSet[];
  onChange(draft: Draft): void;
}) {
  const words = useAuthorityWords().editor;
  const { code, jurisdiction } = draft;
  return (
    <>
      <TextEntry
        label={words.code}
        hint={words.codeHint}
        error={code === '' || isFreeCode(code, sets) ? undefined : words.codeWrong}
        value={code}
        onChange={(typed) => onChange({ ...draft, code: typed.toUpperCase() })}
        autoComplete="off"
        maxLength={32}
        testId="set-code"
      />
      <TextEntry
        label={words.jurisdiction}
        hint={words.jurisdictionHint}
        error={isJurisdiction(jurisdiction) ? undefined : words.jurisdictionWrong}
        value={jurisdiction}
        onChange={(typed) => onChange({ ...draft, jurisdiction: typed.toUpperCase() })}
        autoComplete="off"
        maxLength={6}
        width="short"
        testId="set-jurisdiction"
      />
    </>
  );
}
