import { PressButton } from '../../controls/press-button.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { formatDateInWords, formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import { type EntryPart, fieldOf } from './entry-fields.ts';
import styles from './entry-page.module.css';
import { parseLocalTime } from './local-time.ts';

/** A time on the laboratory's clock, day first, told back in words so that day and month are not mistaken. */
export function TimeField({
  label,
  part,
  field,
}: {
  label: string;
  part: EntryPart;
  field: 'collectedAt' | 'resultedAt';
}) {
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const time = parseLocalTime(part.form[field], timeZone);
  return (
    <div className={styles.time}>
      <TextEntry label={label} hint={words.entry.timeHint(timeZone)} {...fieldOf(part, field)} />
      <div className={styles.told}>
        <span aria-live="polite">
          {time &&
            words.entry.read(`${formatDateInWords(time.slice(0, 10), language)}, ${time.slice(11, 16)}`)}
        </span>
        <PressButton
          kind="link"
          onPress={() => part.set(field, formatDateTime(new Date().toISOString(), language, timeZone))}
        >
          {words.entry.now}
        </PressButton>
      </div>
    </div>
  );
}
