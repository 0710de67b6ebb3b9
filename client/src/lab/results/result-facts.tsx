import type { ReactNode } from 'react';
import { formatDate, formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { plainOutcome } from '../../results/plain-outcome.ts';
import { plainTestName } from '../../results/test-name.ts';
import type { OwnResultDetailFragment } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** What a result says, who it is about as far as the viewer may know, and why it is held. */
export function ResultFacts({ result }: { result: OwnResultDetailFragment }) {
  const { language, words: app } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const time = (instant: string | null) =>
    instant === null ? app.unknownValue : formatDateTime(instant, language, timeZone);
  const { patient, run, hold } = result;
  const sexes: Partial<Record<string, string>> = words.entry.sexOf;
  const facts: [string, ReactNode][] = [
    [words.results.outcome, <strong key="outcome">{app.results.outcome[plainOutcome(result)]}</strong>],
    [words.results.status, words.results.statusOf[result.status]],
    [words.results.test, `${result.disease.name}, ${plainTestName(result.test, app)}`],
    [words.results.collectedAt, time(result.specimenCollectedAt)],
    [words.results.resultedAt, time(result.resultedAt)],
    [words.results.releasedAt, result.releasedAt ? time(result.releasedAt) : words.results.notReleased],
  ];
  if (hold) facts.push(['', `${words.results.held[hold.mode]} ${words.results.heldSince(time(hold.since))}`]);
  if (patient) {
    const parts = [
      patient.fullName,
      formatDate(patient.dateOfBirth),
      sexes[patient.sex],
      patient.maskedNationalId,
      patient.maskedPhone,
    ];
    facts.push([words.results.patient, parts.filter(Boolean).join(', ')]);
  }
  const runParts = [run?.id, run?.instrument, run?.kitLot].filter(Boolean);
  if (runParts.length > 0) facts.push([words.results.run, runParts.join(', ')]);
  return (
    <dl className={tables.facts} data-testid="result-facts" data-status={result.status}>
      {facts.map(([name, value]) => (
        <div key={name} className={tables.pair}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
