/// <reference lib="webworker" />
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { DecodeAnswer, DecodeQuestion } from './qr-decoder.ts';
import { prepareReader, readPlainly, readQr } from './read-qr.ts';

prepareReader(wasmUrl);

self.addEventListener('message', async ({ data }: MessageEvent<DecodeQuestion>) => {
  const { id, image, looksTwice } = data;
  const answer: DecodeAnswer = { id, text: await (looksTwice ? readQr(image) : readPlainly(image)) };
  self.postMessage(answer);
});
