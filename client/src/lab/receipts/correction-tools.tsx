import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useClient } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import { CorrectionFileDocument, type ReceiptFactsFragment } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useFileWork } from '../file/file-work.tsx';
import { useLab } from '../lab-context.ts';
import { saveText } from '../save-text.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** What can be done about refused rows: correct them here, or save them as a file for a spreadsheet. */
export function CorrectionTools({ receipt }: { receipt: ReceiptFactsFragment }) {
  const words = useLabWords();
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const navigate = useNavigate();
  const { desk } = useFileWork();
  const { fetch, isFetching, failure, isGone, until } = useCorrectionFile(receipt.id);
  const download = async () => {
    const file = await fetch();
    if (file) saveText(file.fileName, file.content);
  };
  const correct = async () => {
    const file = await fetch();
    if (!file) return;
    void desk.openText(file.fileName, file.content);
    void navigate('/lab');
  };
  const isDisabled = isFetching || isGone;
  return (
    <>
      {failure && <Problem failure={failure} />}
      <div className={tables.buttons}>
        <PressButton isDisabled={isDisabled} onPress={correct} testId="correct-rows">
          {words.receipts.correct}
        </PressButton>
        <PressButton
          kind="secondary"
          isDisabled={isDisabled}
          onPress={download}
          testId="download-corrections"
        >
          {words.receipts.download}
        </PressButton>
        <span role="status" className={tables.quiet}>
          {isGone && words.receipts.fileGone}
          {until && words.receipts.fileUntil(formatDateTime(until, language, timeZone))}
        </span>
      </div>
    </>
  );
}

function useCorrectionFile(id: string) {
  const client = useClient();
  const [isFetching, setIsFetching] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isGone, setIsGone] = useState(false);
  const [until, setUntil] = useState<string | null>(null);
  const fetch = async () => {
    setIsFetching(true);
    setFailure(null);
    const { data, error } = await client
      .query(CorrectionFileDocument, { id }, { requestPolicy: 'network-only' })
      .toPromise();
    setIsFetching(false);
    const file = data?.submission?.correctionFile ?? null;
    if (error && !data) setFailure(failureOf(error));
    else if (file) setUntil(file.availableUntil);
    else setIsGone(true);
    return file;
  };
  return { fetch, isFetching, failure, isGone, until };
}
