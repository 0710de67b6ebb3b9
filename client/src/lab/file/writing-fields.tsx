import { TextEntry } from '../../controls/text-entry.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import { useFileWork } from './file-work.tsx';
import type { WritingOptions } from './writing-options.ts';

/** The zone, the dates and the country of a file. */
export function WritingFields() {
  const words = useLabWords();
  const { desk, state } = useFileWork();
  const { options } = state;
  const set = (change: Partial<WritingOptions>) => desk.setOptions({ ...options, ...change });
  return (
    <>
      <TextEntry
        label={words.file.timeZone}
        hint={words.file.timeZoneHint}
        value={options.timeZone}
        onChange={(timeZone) => set({ timeZone })}
        autoComplete="off"
        testId="time-zone-field"
      />
      <TextEntry
        label={words.file.dateFormat}
        hint={words.file.dateFormatHint}
        value={options.dateFormat}
        onChange={(dateFormat) => set({ dateFormat })}
        autoComplete="off"
        testId="date-format-field"
      />
      <TextEntry
        label={words.file.country}
        hint={words.file.countryHint}
        value={options.country}
        onChange={(country) => set({ country })}
        autoComplete="off"
        maxLength={2}
        testId="country-field"
      />
    </>
  );
}
