import { create } from 'qrcode';

/** Empty modules around the code: ISO/IEC 18004 asks for four. */
const quietZone = 4;

/** A QR code as squares, ready to be drawn. */
export interface QrDrawing {
  /** 1 to 40; a certificate with a full name is about 17. */
  version: number;
  /** Width and height in modules, quiet zone included. */
  size: number;
  /** The dark squares as one SVG path. */
  path: string;
  /** The dark runs: row, first column, length. */
  runs: { row: number; column: number; length: number }[];
}

/**
 * Draws a certificate ("HC1:…", whose base45 is the alphanumeric set) at error correction level M.
 * @throws if the text holds a character outside the alphanumeric set
 */
export function drawQr(payload: string): QrDrawing {
  const { modules, version } = create([{ data: payload, mode: 'alphanumeric' }], {
    errorCorrectionLevel: 'M',
  });
  const runs: QrDrawing['runs'] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      const start = column;
      while (column < modules.size && modules.get(row, column)) column += 1;
      if (column > start)
        runs.push({ row: row + quietZone, column: start + quietZone, length: column - start });
    }
  }
  const path = runs.map(({ row, column, length }) => `M${column} ${row}h${length}v1h-${length}z`).join('');
  return { version, size: modules.size + 2 * quietZone, path, runs };
}
