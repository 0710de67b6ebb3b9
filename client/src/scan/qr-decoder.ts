/** An image for the worker. */
export interface DecodeQuestion {
  id: number;
  image: ImageData;
  /** Whether it is made clearer and read again where nothing was read: some five times the work. */
  looksTwice: boolean;
}

/** The text of the QR code in an image, or null where there is none. */
export interface DecodeAnswer {
  id: number;
  text: string | null;
}

/** Reads QR codes beside the page's own thread. */
export interface QrDecoder {
  /** Of a film some frames are looked at once, so that the next one does not wait. */
  decode(image: ImageData, looksTwice?: boolean): Promise<string | null>;
  close(): void;
}

/** Starts the worker; it fetches zxing-wasm's reader from this origin with the first image. */
export function createQrDecoder(): QrDecoder {
  const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, (text: string | null) => void>();
  let lastId = 0;
  const settle = (id: number, text: string | null) => {
    waiting.get(id)?.(text);
    waiting.delete(id);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<DecodeAnswer>) => settle(data.id, data.text));
  worker.addEventListener('error', () => {
    for (const id of [...waiting.keys()]) settle(id, null);
  });
  return {
    decode: (image, looksTwice = true) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        const question: DecodeQuestion = { id: lastId, image, looksTwice };
        worker.postMessage(question, [image.data.buffer]);
      }),
    close: () => {
      worker.terminate();
      for (const id of [...waiting.keys()]) settle(id, null);
    },
  };
}
