import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Text } from '@ketqua/platform';
import PDFDocument from 'pdfkit';
import qrcode from 'qrcode';
import { type SlipFacts, slipFactsOf } from './slip-facts.js';

const font = (style: string) =>
  readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/be-vietnam-pro/${style}.ttf`)));
/** Read at the first slip. */
let fonts: { regular: Buffer; strong: Buffer } | undefined;

/** A4 in points, and the measures of the page on it. */
const margin = 48;
const width = 595.28 - 2 * margin;
const qrSize = 264;
const labelWidth = 170;

const quiet = '#4a4a4a';

/**
 * Draws the slip of a certificate: one page, A4, Vietnamese and English, the code at level Q as large as the page bears.
 * The PDF is tagged (PDF/UA-1, ISO 14289-1): a reader reads it in its order, in the language of each line.
 */
export async function drawSlip(payload: string): Promise<Buffer> {
  const slip = slipFactsOf(payload);
  fonts ??= {
    regular: font('400Regular/BeVietnamPro_400Regular'),
    strong: font('600SemiBold/BeVietnamPro_600SemiBold'),
  };
  const document = new PDFDocument({
    size: 'A4',
    margin,
    pdfVersion: '1.7',
    subset: 'PDF/UA' as never,
    tagged: true,
    lang: 'vi',
    displayTitle: true,
    info: {
      Title: 'Phiếu kết quả xét nghiệm – Test result slip',
      Creator: 'Ketqua',
      Producer: 'Ketqua',
      // Of the certificate, not of the drawing: the same slip is the same file.
      CreationDate: slip.issuedAt,
    },
    font: null as never,
  });
  document.registerFont('regular', fonts.regular);
  document.registerFont('strong', fonts.strong);
  const written = collected(document);
  writePage(document, slip, payload);
  document.end();
  return written;
}

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
  });
}

function writePage(document: PDFKit.PDFDocument, slip: SlipFacts, payload: string): void {
  const page = new Page(document);
  page.both('H1', { vi: 'Phiếu kết quả xét nghiệm', en: 'Test result slip' }, { size: 20, font: 'strong' });
  page.space(6);
  page.line('P', 'vi', slip.holder, { size: 16, font: 'strong' });
  page.both(
    'P',
    { vi: `Sinh ngày ${slip.birthDate}`, en: `Born ${slip.birthDate}` },
    { size: 11, font: 'regular' },
  );
  page.space(4);
  page.both('P', slip.outcome, { size: 16, font: 'strong' });
  page.both('P', slip.meaning, { size: 9, font: 'regular' });
  page.code(payload);
  for (const { label, value } of slip.facts) page.fact(label, value);
  page.space(6);
  page.line('P', 'en', slip.certificateId, { size: 8, font: 'regular', color: quiet });
  page.space(4);
  page.both(
    'P',
    {
      vi: 'Mã QR có chữ ký số: nơi kiểm tra quét mã bằng Ketqua hoặc ứng dụng đọc HCERT. Nơi đó quyết định theo quy định của mình và đối chiếu với giấy tờ có ảnh.',
      en: 'The QR code is signed: checkpoints scan it with Ketqua or any HCERT reader. They decide by their own rules, and compare with a document with a photo.',
    },
    { size: 8, font: 'regular' },
  );
}

interface Style {
  readonly size: number;
  readonly font: 'regular' | 'strong';
  readonly color?: string;
}

/** Writes down the page, each piece into the tree that readers read by. */
class Page {
  readonly #tree;

  constructor(private readonly document: PDFKit.PDFDocument) {
    this.#tree = document.struct('Document');
    document.addStructure(this.#tree);
  }

  space(points: number): void {
    this.document.y += points;
  }

  /** Vietnamese, and English beneath it. */
  both(kind: string, { vi, en }: Text, style: Style): void {
    this.line(kind, 'vi', vi, style);
    this.line('P', 'en', en, {
      ...style,
      font: 'regular',
      size: Math.max(8, style.size * 0.7),
      color: quiet,
    });
  }

  line(kind: string, lang: 'vi' | 'en', text: string, style: Style): void {
    this.#tree.add(
      this.document.struct(kind as never, { lang } as never, () => {
        this.#write(text, style, margin, width);
      }),
    );
  }

  fact(label: Text, value: Text): void {
    const top = this.document.y;
    this.line('P', 'vi', label.vi, { size: 9, font: 'strong' });
    this.document.y = top;
    this.#beside(value.vi, 'vi', { size: 9, font: 'regular' });
    const below = this.document.y;
    this.line('P', 'en', label.en, { size: 7, font: 'regular', color: quiet });
    if (value.en !== value.vi) {
      this.document.y = below;
      this.#beside(value.en, 'en', { size: 7, font: 'regular', color: quiet });
    }
    this.space(2);
  }

  /** The code as squares, black on white, with its quiet zone. */
  code(payload: string): void {
    const { modules } = qrcode.create([{ data: payload, mode: 'alphanumeric' }], {
      errorCorrectionLevel: 'Q',
    });
    const side = qrSize / (modules.size + 8);
    const [left, top] = [margin + (width - qrSize) / 2, this.document.y];
    const alt = 'Mã QR của phiếu này – the QR code of this slip';
    this.#tree.add(
      this.document.struct('Figure', { alt, bbox: [left, top, left + qrSize, top + qrSize] } as never, () => {
        for (let row = 0; row < modules.size; row += 1) {
          for (let column = 0; column < modules.size; column += 1) {
            const from = column;
            while (column < modules.size && modules.get(row, column)) column += 1;
            if (column === from) continue;
            const [x, y] = [left + (from + 4) * side, top + (row + 4) * side];
            this.document.rect(x, y, (column - from) * side, side);
          }
        }
        this.document.fill('#000000');
      }),
    );
    this.document.y = top + qrSize;
  }

  #beside(text: string, lang: 'vi' | 'en', style: Style): void {
    this.#tree.add(
      this.document.struct('P', { lang } as never, () => {
        this.#write(text, style, margin + labelWidth, width - labelWidth);
      }),
    );
  }

  #write(text: string, { font: face, size, color = '#000000' }: Style, left: number, room: number): void {
    this.document
      .font(face)
      .fontSize(size)
      .fillColor(color)
      .text(text.normalize('NFC'), left, this.document.y, {
        width: room,
        lineGap: size * 0.1,
      });
  }
}
