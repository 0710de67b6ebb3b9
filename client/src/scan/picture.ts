import type { QrDecoder } from './qr-decoder.ts';

/** Longest sides tried, in pixels: a photo is read small first, since a scaled one has less noise. */
const sizes = [1400, 4096];

function pixelsOf(bitmap: ImageBitmap, longestSide: number): ImageData | null {
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  // A picture with a clear ground would turn black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * The text of the QR code in a picture, or null where there is none.
 * @throws if the file is no picture that the browser can open
 */
export async function readPicture(file: Blob, decoder: QrDecoder): Promise<string | null> {
  const bitmap = await createImageBitmap(file);
  try {
    for (const size of sizes) {
      const pixels = pixelsOf(bitmap, size);
      const text = pixels && (await decoder.decode(pixels));
      if (text) return text;
      if (Math.max(bitmap.width, bitmap.height) <= size) return null;
    }
    return null;
  } finally {
    bitmap.close();
  }
}
