import { CombinedError } from '@urql/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { saveText } from '../lab/save-text.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import {
  type Ask,
  type CollectedRecord,
  collectRecord,
  type Progress,
  recordAsJson,
} from './collect-record.ts';
import { recordAsHtml } from './record-as-html.ts';
import styles from './rights.module.css';
import { useRightsWords } from './words/rights-catalogue.ts';

/** Saves everything as one file: for a program, or to read and to print. */
export function DownloadSection() {
  const { language } = useLanguage();
  const words = useRightsWords().download;
  const { collect, progress, isBusy, isDone, failure } = useCollection();
  const day = new Date().toISOString().slice(0, 10);
  const saveJson = (record: CollectedRecord) =>
    saveText(`ketqua-${day}.json`, recordAsJson(record), 'application/json');
  const saveHtml = (record: CollectedRecord) =>
    saveText(`ketqua-${day}.html`, recordAsHtml(record, language), 'text/html;charset=utf-8');
  return (
    <section aria-labelledby="download-title">
      <h3 id="download-title">{words.title}</h3>
      <p>{words.lead}</p>
      <div className={styles.buttons}>
        <PressButton
          kind="secondary"
          isPending={isBusy}
          onPress={() => void collect(saveJson)}
          testId="download-json"
        >
          {words.json}
        </PressButton>
        <PressButton
          kind="secondary"
          isPending={isBusy}
          onPress={() => void collect(saveHtml)}
          testId="download-html"
        >
          {words.html}
        </PressButton>
      </div>
      <p role="status" className={styles.quiet}>
        {isBusy && progress && words.collecting(String(progress.people), String(progress.results))}
        {isDone && words.done}
      </p>
      {failure && <Problem failure={failure} />}
    </section>
  );
}

function useCollection() {
  const client = useClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [failure, setFailure] = useState<Failure | null>(null);
  const ask: Ask = async (document, variables) => {
    const { data, error } = await client
      .query(document, variables, { requestPolicy: 'network-only' })
      .toPromise();
    if (error || !data) throw error ?? new Error('no data');
    return data;
  };
  const collect = async (save: (record: CollectedRecord) => void) => {
    setFailure(null);
    setState('busy');
    try {
      save(await collectRecord(ask, setProgress));
      setState('done');
    } catch (error) {
      setState('idle');
      setFailure(error instanceof CombinedError ? failureOf(error) : { code: 'UNFORESEEN' });
    }
  };
  return { collect, progress, isBusy: state === 'busy', isDone: state === 'done', failure };
}
