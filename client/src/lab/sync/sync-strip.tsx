import { useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { formatClock, formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import { useLive } from '../../network/use-live.ts';
import { LabSyncChangedDocument, ReportNothingToSubmitDocument } from '../../schema/lab-operations.ts';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import { spanInWords } from './span.ts';
import { SyncShape } from './sync-shape.tsx';
import { type Sync, syncState } from './sync-state.ts';
import styles from './sync-strip.module.css';
import { useNow } from './use-now.ts';

/** A laboratory is due every hour unless the authority says otherwise. */
const usualPeriod = 60;

/** What is due and when: a word, a shape, the hour as a line that fills, and the heartbeat. */
export function SyncStrip({ eventCursor }: { eventCursor: string }) {
  const { lab } = useLab();
  const failure = useSyncChanges(eventCursor);
  const words = useLabWords();
  return (
    <section className={styles.strip} aria-label={words.sync.title} data-testid="sync-strip">
      <p className={styles.lab}>
        <strong>{lab.name}</strong> <span className={styles.code}>{lab.code}</span>
      </p>
      <div>
        {lab.sync && <SyncLine sync={lab.sync} />}
        {failure && <Problem failure={failure} />}
      </div>
      <NothingToSubmit />
    </section>
  );
}

/** Asks for the laboratory anew whenever its status changes; gives why it cannot be followed. */
function useSyncChanges(eventCursor: string): Failure | null {
  const { lab, reload } = useLab();
  const [after, setAfter] = useState<string | null>(eventCursor);
  const [failure, setFailure] = useState<Failure | null>(null);
  useLive(LabSyncChangedDocument, { labIds: [lab.id], after }, `${lab.id}/${after}`, {
    onEvent: reload,
    onFailure: (met) => {
      if (met.code !== 'CURSOR_EXPIRED' || after === null) return setFailure(met);
      setAfter(null);
      reload();
    },
  });
  return failure;
}

function SyncLine({ sync }: { sync: Sync }) {
  const { language } = useLanguage();
  const { lab, timeZone } = useLab();
  const words = useLabWords();
  const now = useNow(10_000);
  const { status, filled, minutesLeft } = syncState(sync, lab.syncPeriodMinutes ?? usualPeriod, now);
  const isToday = Math.abs(minutesLeft) < 12 * 60;
  const due = isToday
    ? formatClock(sync.dueAt, language, timeZone)
    : formatDateTime(sync.dueAt, language, timeZone);
  const span = spanInWords(minutesLeft, words);
  const sentence = `${words.sync.due(due)}, ${minutesLeft < 0 ? words.sync.overdue(span) : words.sync.minutesLeft(span)}`;
  return (
    <div className={styles.line} data-testid="sync" data-status={status}>
      <p className={styles.sentence}>
        <SyncShape status={status} className={styles.shape} />
        <strong role="status">{words.sync.status[status]}</strong>
        <span>{sentence}</span>
      </p>
      <meter
        className={styles.hour}
        aria-label={words.sync.title}
        aria-valuetext={sentence}
        min={0}
        max={1}
        value={filled}
      />
      <p className={styles.more}>
        {sync.lastSyncedAt
          ? words.sync.last(formatDateTime(sync.lastSyncedAt, language, timeZone))
          : words.sync.never}
        {' · '}
        {words.sync.lastHour(sync.resultsLastHour.toLocaleString(language))}
        {sync.medianDelay !== null &&
          ` · ${words.sync.median(spanInWords(Math.round(sync.medianDelay / 60), words))}`}
      </p>
    </div>
  );
}

function NothingToSubmit() {
  const { reload } = useLab();
  const words = useLabWords();
  const [{ fetching }, reportNothing] = useMutation(ReportNothingToSubmitDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isDone, setIsDone] = useState(false);
  const report = async () => {
    setFailure(null);
    const { data, error } = await reportNothing({ input: {} });
    const answer = data?.reportNothingToSubmit;
    if (answer?.__typename === 'LabSync') {
      setIsDone(true);
      reload();
    } else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return (
    <div className={styles.nothing}>
      {failure && <Problem failure={failure} />}
      <PressButton kind="secondary" isPending={fetching} onPress={report} testId="nothing-to-submit">
        {words.sync.nothing}
      </PressButton>
      <p role="status" className={styles.done}>
        {isDone && words.sync.nothingDone}
      </p>
    </div>
  );
}
