import { ChoiceEntry } from '../../../controls/choice-entry.tsx';
import { TextEntry } from '../../../controls/text-entry.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import type { Span } from './choices.ts';
import styles from './editor.module.css';

/** For how long a kind of test counts: a number, and hours or days. */
export function SpanEntry({
  test,
  span,
  onChange,
}: {
  test: 'pcr' | 'antigen';
  span: Span;
  onChange(span: Span): void;
}) {
  const words = useAuthorityWords().editor;
  const { count, unit } = span;
  return (
    <div className={styles.span}>
      <TextEntry
        label={words.count[test]}
        error={Number.isInteger(count) && count >= 1 && count <= 999 ? undefined : words.countWrong}
        value={Number.isNaN(count) ? '' : String(count)}
        onChange={(typed) => onChange({ ...span, count: numberIn(typed) })}
        inputMode="numeric"
        autoComplete="off"
        maxLength={3}
        width="short"
        testId={`${test}-count`}
      />
      <ChoiceEntry
        label={words.unit[test]}
        value={unit}
        choices={(['hour', 'day'] as const).map((value) => ({ value, label: words.units[value] }))}
        onChange={(value) => onChange({ ...span, unit: value as Span['unit'] })}
        testId={`${test}-unit`}
      />
    </div>
  );
}

/** The whole number that somebody typed; NaN for anything else. */
export function numberIn(typed: string): number {
  const digits = typed.replaceAll(/\D/g, '');
  return digits === '' ? Number.NaN : Number(digits);
}
