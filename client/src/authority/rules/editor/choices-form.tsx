import { RadioEntry } from '../../../controls/radio-entry.tsx';
import entry from '../../../controls/text-entry.module.css';
import { TextEntry } from '../../../controls/text-entry.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import type { Choices } from './choices.ts';
import { DayEntry } from './day-entry.tsx';
import styles from './editor.module.css';
import { SentenceEntries } from './sentence-entries.tsx';
import { numberIn, SpanEntry } from './span-entry.tsx';

const tests = ['pcr', 'antigen'] as const;
const clocks = ['COLLECTION', 'RESULT'] as const;

/** The usual rule in plain choices. */
export function ChoicesForm({ choices, onChange }: { choices: Choices; onChange(choices: Choices): void }) {
  const words = useAuthorityWords().editor;
  const { exemptUnder, validFrom, validTo } = choices;
  const isAgeWrong = exemptUnder !== null && !(exemptUnder >= 1 && exemptUnder <= 18);
  const isReversed = validFrom !== '' && validTo !== '' && Date.parse(validTo) <= Date.parse(validFrom);
  return (
    <div data-testid="choices-form">
      <TestKinds choices={choices} onChange={onChange} />
      {tests.map((test) => {
        const span = choices[test];
        if (!span) return null;
        const change = (changed: typeof span) => onChange({ ...choices, [test]: changed });
        return <SpanEntry key={test} test={test} span={span} onChange={change} />;
      })}
      <RadioEntry
        label={words.clock}
        value={choices.clock}
        choices={clocks.map((value) => ({ value, label: words.clocks[value] }))}
        onChange={(clock) => onChange({ ...choices, clock: clock as Choices['clock'] })}
        testId="clock"
      />
      {choices.clock === 'RESULT' && <p className={entry.hint}>{words.clockHint}</p>}
      <TextEntry
        label={words.exempt}
        hint={words.exemptHint}
        error={isAgeWrong || Number.isNaN(exemptUnder) ? words.exemptWrong : undefined}
        value={exemptUnder === null || Number.isNaN(exemptUnder) ? '' : String(exemptUnder)}
        onChange={(typed) =>
          onChange({ ...choices, exemptUnder: typed.trim() === '' ? null : numberIn(typed) })
        }
        inputMode="numeric"
        autoComplete="off"
        maxLength={2}
        width="short"
        testId="exempt-under"
      />
      <DayEntry
        kind="from"
        value={validFrom}
        onChange={(moment) => onChange({ ...choices, validFrom: moment })}
      />
      <DayEntry
        kind="until"
        value={validTo}
        error={isReversed ? words.orderWrong : undefined}
        onChange={(moment) => onChange({ ...choices, validTo: moment })}
      />
      <SentenceEntries choices={choices} onChange={onChange} />
    </div>
  );
}

/** Which kinds of test are accepted; one that is chosen begins with the time of the other. */
function TestKinds({ choices, onChange }: { choices: Choices; onChange(choices: Choices): void }) {
  const words = useAuthorityWords().editor;
  const isMissing = !choices.pcr && !choices.antigen;
  return (
    <fieldset className={styles.group} aria-describedby={isMissing ? 'tests-error' : undefined}>
      <legend className={entry.label}>{words.tests}</legend>
      {tests.map((test) => (
        <label key={test} className={styles.check}>
          <input
            type="checkbox"
            checked={choices[test] !== null}
            data-testid={`${test}-accepted`}
            onChange={({ target }) => {
              const other = choices.pcr ?? choices.antigen ?? { count: 72, unit: 'hour' as const };
              onChange({ ...choices, [test]: target.checked ? other : null });
            }}
          />
          {words[test]}
        </label>
      ))}
      {isMissing && (
        <p id="tests-error" className={entry.error}>
          {words.testMissing}
        </p>
      )}
    </fieldset>
  );
}
