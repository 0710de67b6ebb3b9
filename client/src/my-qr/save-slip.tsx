import { useState } from 'react';
import { useClient } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { QrSlipDocument } from '../schema/operations.ts';

/** Saves the slip as a PDF, drawn by the platform; the file's name holds nothing about the person. */
export function SaveSlip({ resultId, tokenId }: { resultId: string; tokenId: string }) {
  const { words } = useLanguage();
  const client = useClient();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async () => {
    setIsBusy(true);
    setFailure(null);
    const { data, error } = await client
      .query(QrSlipDocument, { resultId }, { requestPolicy: 'network-only' })
      .toPromise();
    setIsBusy(false);
    const slip = data?.testResult?.qrTokens.find(({ id }) => id === tokenId)?.slip;
    if (slip) savePdf(slip);
    else setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
  };
  return (
    <>
      <PressButton kind="secondary" isPending={isBusy} onPress={() => void save()} testId="save-slip">
        {words.myQr.saveSlip}
      </PressButton>
      {failure && <Problem failure={failure} />}
    </>
  );
}

function savePdf(base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  link.download = 'ketqua-phieu.pdf';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
