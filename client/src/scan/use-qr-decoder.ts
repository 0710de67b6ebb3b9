import { useEffect, useRef } from 'react';
import { createQrDecoder, type QrDecoder } from './qr-decoder.ts';

/** Gives the decoder of this component, started when first asked for and closed with it. */
export function useQrDecoder(): () => QrDecoder {
  const started = useRef<QrDecoder | null>(null);
  useEffect(
    () => () => {
      started.current?.close();
      started.current = null;
    },
    [],
  );
  return () => {
    started.current ??= createQrDecoder();
    return started.current;
  };
}
