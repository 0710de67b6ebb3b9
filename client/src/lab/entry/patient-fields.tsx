import { RadioEntry } from '../../controls/radio-entry.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { formatDateInWords } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { parseBirthDate } from '../../people/birth-date.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import { type EntryPart, fieldOf } from './entry-fields.ts';
import styles from './entry-page.module.css';

const sexes = ['FEMALE', 'MALE', 'OTHER', 'UNKNOWN'] as const;

/** Who was tested. */
export function PatientFields(part: EntryPart) {
  const { language } = useLanguage();
  const words = useLabWords();
  const dateOfBirth = parseBirthDate(part.form.dateOfBirth, new Date());
  return (
    <section aria-labelledby="patient" className={styles.part}>
      <h2 id="patient">{words.entry.patient}</h2>
      <TextEntry label={words.entry.fullName} {...fieldOf(part, 'fullName')} />
      <TextEntry
        label={words.entry.dateOfBirth}
        hint={words.entry.dateOfBirthHint}
        width="short"
        {...fieldOf(part, 'dateOfBirth')}
      />
      <p className={styles.read} aria-live="polite">
        {dateOfBirth && words.entry.read(formatDateInWords(dateOfBirth, language))}
      </p>
      <RadioEntry
        label={words.entry.sex}
        choices={sexes.map((value) => ({ value, label: words.entry.sexOf[value] }))}
        {...fieldOf(part, 'sex')}
      />
      <TextEntry label={words.entry.nationalId} width="short" {...fieldOf(part, 'nationalId')} />
      <TextEntry
        label={words.entry.phone}
        hint={words.entry.phoneHint}
        type="tel"
        inputMode="tel"
        width="short"
        {...fieldOf(part, 'phone')}
      />
    </section>
  );
}
