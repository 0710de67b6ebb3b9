import { useState } from 'react';
import { TextEntry } from '../../../controls/text-entry.tsx';
import { formatDateTime } from '../../../language/format-date.ts';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import { parseMoment, timeZone } from '../moment.ts';

/** What is as far away as this has no end. */
const noEnd = '9999-12-31T00:00:00Z';
const farAway = Date.parse('2099-01-01T00:00:00Z');

/** A day that rules begin or end with; what was there and is not touched stays to the second. */
export function DayEntry({
  kind,
  value,
  error,
  onChange,
}: {
  kind: 'from' | 'until';
  /** ISO 8601 with its offset. */
  value: string;
  error?: string;
  /** @param moment ISO 8601; empty where what was typed is no day */
  onChange(moment: string): void;
}) {
  const words = useAuthorityWords().editor;
  const [typed, setTyped] = useState(() => (value && Date.parse(value) < farAway ? dayOf(value) : ''));
  const change = (text: string) => {
    setTyped(text);
    const end = text.trim() === '' ? noEnd : parseMoment(text, '23:59:59');
    onChange((kind === 'until' ? end : parseMoment(text)) ?? '');
  };
  const hint = kind === 'from' ? words.dateHint : words.untilHint;
  return (
    <TextEntry
      label={words[kind]}
      hint={hint}
      error={value === '' ? words.dateWrong : error}
      value={typed}
      onChange={change}
      inputMode="text"
      autoComplete="off"
      width="short"
      testId={`rules-${kind}`}
    />
  );
}

function dayOf(moment: string): string {
  return formatDateTime(moment, 'vi', timeZone).split(' ')[0]!;
}
