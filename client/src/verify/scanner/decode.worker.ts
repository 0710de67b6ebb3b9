/// <reference lib="webworker" />
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { DecodeAnswer, DecodeQuestion } from './qr-decoder.ts';

// The library would fetch its wasm from a CDN: it comes from our own origin.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

self.addEventListener('message', async ({ data }: MessageEvent<DecodeQuestion>) => {
  const answer: DecodeAnswer = { id: data.id, text: null };
  try {
    const [read] = await readBarcodes(data.image, {
      formats: ['QRCode'],
      tryHarder: true,
      maxNumberOfSymbols: 1,
    });
    answer.text = read?.text ?? null;
  } catch {
    answer.text = null;
  }
  self.postMessage(answer);
});
