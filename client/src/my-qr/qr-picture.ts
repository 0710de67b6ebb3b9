import type { QrDrawing } from './qr-drawing.ts';

const pixelsPerModule = 10;

/** Saves the code as a PNG on this device; the file's name holds nothing about the person. */
export async function saveQrPicture({ size, runs }: QrDrawing): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = size * pixelsPerModule;
  canvas.height = size * pixelsPerModule;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  for (const { row, column, length } of runs) {
    context.fillRect(
      column * pixelsPerModule,
      row * pixelsPerModule,
      length * pixelsPerModule,
      pixelsPerModule,
    );
  }
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (picture === null) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(picture);
  link.download = 'ketqua-qr.png';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
