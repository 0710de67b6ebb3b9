import { LongTextEntry } from '../../../controls/long-text-entry.tsx';
import { PressButton } from '../../../controls/press-button.tsx';
import { RadioEntry } from '../../../controls/radio-entry.tsx';
import { StepHeading } from '../../../controls/step-heading.tsx';
import { useLanguage } from '../../../language/language-provider.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import { nameOf, type RuleSet } from '../use-rule-sets.ts';
import { usualChoices } from './choices.ts';
import { ChoicesForm } from './choices-form.tsx';
import { type Draft, inMode } from './draft.ts';
import styles from './editor.module.css';
import { NewSetEntries } from './new-set-entries.tsx';
import { TrialSection } from './trial-section.tsx';
import type { Trial } from './use-trial.ts';

const modes = ['choices', 'json'] as const;

/** The rules by choices or as JSON, and beside them what they would decide. */
export function EditStep({
  draft,
  sets,
  trial,
  isReady,
  onChange,
  onRetry,
  onDone,
}: {
  draft: Draft;
  sets: readonly RuleSet[];
  trial: Trial;
  /** Whether these rules were tried and may be published. */
  isReady: boolean;
  onChange(draft: Draft): void;
  onRetry(): void;
  onDone(): void;
}) {
  const { language } = useLanguage();
  const words = useAuthorityWords().editor;
  const { set, base, mode } = draft;
  return (
    <div data-testid="edit-step">
      <StepHeading>{set ? words.title(nameOf(set, language)) : words.newTitle}</StepHeading>
      <p>
        {words.lead} {base !== null && words.begins(base)}
      </p>
      <div className={styles.editor}>
        <div>
          {!set && <NewSetEntries draft={draft} sets={sets} onChange={onChange} />}
          <RadioEntry
            label={words.mode}
            value={mode}
            choices={modes.map((value) => ({ value, label: words.modes[value] }))}
            onChange={(value) => onChange(inMode(draft, value as Draft['mode']))}
            testId="edit-mode"
          />
          {mode === 'choices' ? (
            <ByChoices draft={draft} onChange={onChange} />
          ) : (
            <div className={styles.json}>
              <LongTextEntry
                label={words.json}
                hint={words.jsonHint}
                value={draft.json}
                onChange={(json) => onChange({ ...draft, json })}
                maxLength={50_000}
                testId="rules-json"
              />
            </div>
          )}
        </div>
        <TrialSection trial={trial} onRetry={onRetry} />
        <div>
          <PressButton isDisabled={!isReady} onPress={onDone} testId="go-publish">
            {words.goOn}
          </PressButton>
        </div>
      </div>
    </div>
  );
}

function ByChoices({ draft, onChange }: { draft: Draft; onChange(draft: Draft): void }) {
  const words = useAuthorityWords().editor;
  if (draft.choices) {
    return <ChoicesForm choices={draft.choices} onChange={(choices) => onChange({ ...draft, choices })} />;
  }
  return (
    <>
      <p data-testid="unreadable">{words.unreadable}</p>
      <PressButton kind="secondary" onPress={() => onChange({ ...draft, choices: usualChoices })}>
        {words.startOver}
      </PressButton>
    </>
  );
}
