import { ChoiceEntry } from '../../controls/choice-entry.tsx';
import { RadioEntry } from '../../controls/radio-entry.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import { type EntryPart, fieldOf } from './entry-fields.ts';
import styles from './entry-page.module.css';
import { knownTests, testsWithDevice } from './known-tests.ts';
import { TimeField } from './time-field.tsx';

const outcomes = ['NOT_DETECTED', 'DETECTED', 'INCONCLUSIVE', 'INVALID'] as const;

/** What was tested, when, and what it found. */
export function SpecimenFields(part: EntryPart) {
  const { words: app } = useLanguage();
  const words = useLabWords();
  const { form } = part;
  const code = form.test || form.otherTest.trim();
  const tests = knownTests.map((value) => ({ value: value as string, label: words.entry.testOf[value] }));
  return (
    <section aria-labelledby="specimen" className={styles.part}>
      <h2 id="specimen">{words.entry.specimen}</h2>
      {/* A hand scanner that reads the tube ends with Enter: that sends nothing yet. */}
      <TextEntry
        label={words.entry.accessionNumber}
        width="short"
        onEnter={() => part.focus('outcome')}
        {...fieldOf(part, 'accessionNumber')}
      />
      <ChoiceEntry
        label={words.entry.test}
        choices={[...tests, { value: '', label: words.entry.otherTest }]}
        {...fieldOf(part, 'test')}
      />
      {form.test === '' && (
        <TextEntry
          label={words.entry.testCode}
          hint={words.entry.testCodeHint}
          width="short"
          {...fieldOf(part, 'otherTest')}
        />
      )}
      {testsWithDevice.has(code) && (
        <TextEntry
          label={words.entry.deviceId}
          hint={words.entry.deviceIdHint}
          width="short"
          {...fieldOf(part, 'deviceId')}
        />
      )}
      <RadioEntry
        label={words.entry.outcome}
        choices={outcomes.map((value) => ({ value, label: app.results.outcome[value] }))}
        {...fieldOf(part, 'outcome')}
      />
      <TimeField label={words.entry.collectedAt} part={part} field="collectedAt" />
      <TimeField label={words.entry.resultedAt} part={part} field="resultedAt" />
      <details className={styles.run}>
        <summary>{words.entry.run}</summary>
        <TextEntry label={words.entry.runId} width="short" {...fieldOf(part, 'runId')} />
        <TextEntry label={words.entry.instrument} width="short" {...fieldOf(part, 'instrument')} />
        <TextEntry label={words.entry.kitLot} width="short" {...fieldOf(part, 'kitLot')} />
      </details>
    </section>
  );
}
