import { type FormEvent, useState } from 'react';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import type { RecallFactsFragment } from '../../schema/lab-operations.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import tables from '../dense-table.module.css';
import { useLabWords } from '../words/lab-catalogue.ts';
import { useRecall } from './use-recall.ts';

/** Which run or kit lot, how many results that concerns, why; then asked once more. */
export function RecallForm({ onStarted }: { onStarted(recall: RecallFactsFragment): void }) {
  const { language } = useLanguage();
  const words = useLabWords();
  const recall = useRecall(onStarted);
  const [runId, setRunId] = useState('');
  const [kitLot, setKitLot] = useState('');
  const [reason, setReason] = useState('');
  const [isRunMissing, setIsRunMissing] = useState(false);
  const [isReasonMissing, setIsReasonMissing] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const target = { runId: runId.trim() || null, kitLot: kitLot.trim() || null };
  const { matches } = recall;
  const change = (set: (text: string) => void) => (text: string) => {
    set(text);
    recall.forget();
  };
  const goOn = (event: FormEvent) => {
    event.preventDefault();
    const isMissing = target.runId === null && target.kitLot === null;
    setIsRunMissing(isMissing);
    if (isMissing) return;
    if (matches === null) return void recall.find(target);
    setIsReasonMissing(reason.trim() === '');
    setIsAsking(reason.trim() !== '' && matches.count > 0);
  };
  const say = (count: number) => count.toLocaleString(language);
  const counted =
    matches && (matches.isMore ? words.recall.matchedMore : words.recall.matched)(say(matches.count));
  return (
    <form onSubmit={goOn} noValidate className={tables.form}>
      <TextEntry
        label={words.entry.runId}
        error={isRunMissing ? words.recall.fieldsMissing : undefined}
        value={runId}
        onChange={change(setRunId)}
        autoComplete="off"
        width="short"
        testId="recall-run"
      />
      <TextEntry
        label={words.entry.kitLot}
        value={kitLot}
        onChange={change(setKitLot)}
        autoComplete="off"
        width="short"
        testId="recall-kit-lot"
      />
      <p role="status" data-testid="recall-matches">
        {matches && <strong>{matches.count === 0 ? words.recall.none : counted}</strong>}
      </p>
      {matches !== null && matches.count > 0 && (
        <TextEntry
          label={words.results.reasonField}
          hint={words.results.reasonHint}
          error={isReasonMissing ? words.results.reasonMissing : undefined}
          value={reason}
          onChange={setReason}
          maxLength={500}
          testId="recall-reason"
        />
      )}
      {recall.failure && <Problem failure={recall.failure} />}
      <div className={tables.buttons}>
        <PressButton type="submit" isPending={recall.isBusy} testId="recall-go-on">
          {matches === null ? words.recall.find : words.recall.start}
        </PressButton>
      </div>
      <ConfirmDialog
        title={words.recall.title}
        sentence={words.recall.confirm(counted ?? '')}
        action={words.recall.confirmButton}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirm={() => void recall.start(target, reason.trim())}
      />
    </form>
  );
}
