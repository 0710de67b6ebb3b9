import type { QrDecoder } from './qr-decoder.ts';
import { createScanGate } from './scan-gate.ts';

/** A certificate has some 85 modules a side: at this width each still covers several pixels. */
const longestSide = 1280;
const pauseBetweenFrames = 60;
/** One frame in three is looked at twice: a code that comes meanwhile does not wait for an empty wall. */
const everyThird = 3;

/**
 * Reads frame after frame, one at a time, until a QR code was found (its text) or `signal` stopped it (null).
 * @param justVerified a text that is left out while it is still in sight
 */
export async function scanVideo(
  video: HTMLVideoElement,
  decoder: QrDecoder,
  justVerified: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const admits = createScanGate(justVerified, Date.now());
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let frames = 0;
  while (context !== null && !signal.aborted) {
    const { videoWidth, videoHeight } = video;
    if (videoWidth > 0) {
      const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight));
      canvas.width = Math.round(videoWidth * scale);
      canvas.height = Math.round(videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      frames += 1;
      const frame = context.getImageData(0, 0, canvas.width, canvas.height);
      const text = await decoder.decode(frame, frames % everyThird === 0);
      if (admits(text, Date.now()) && !signal.aborted) return text;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseBetweenFrames));
  }
  return null;
}
