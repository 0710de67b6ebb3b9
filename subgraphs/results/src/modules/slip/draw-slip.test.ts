import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildTestCertificate,
  type CertificateSigner,
  issueHealthCert,
  newUvci,
  type TestFacts,
} from '@ketqua/health-cert';
import { createSigningKey, signerFrom } from '@ketqua/health-cert/node';
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { drawSlip } from './draw-slip.js';

const facts: TestFacts = {
  uvci: newUvci('VN'),
  country: 'VN',
  issuer: 'Sở Y tế Thành phố Hồ Chí Minh',
  fullName: 'Nguyễn Thị Ánh Tuyết Ngữ Ỷ',
  dateOfBirth: '1990-03-14',
  disease: '840539006',
  testType: 'LP6464-4',
  testName: 'SARS-CoV-2 RNA, Real-time RT-PCR',
  outcome: 'NOT_DETECTED',
  specimenCollectedAt: '2026-11-27T02:00:00Z',
};

describe('the slip', () => {
  let signer: CertificateSigner;
  beforeAll(async () => {
    const [notBefore, notAfter] = [new Date('2026-01-01T00:00:00Z'), new Date('2028-01-01T00:00:00Z')];
    const subject = { country: 'VN', organisation: 'Test', commonName: 'Test', notBefore, notAfter };
    signer = signerFrom(await createSigningKey(subject));
    const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
    await prepareZXingModule({
      overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer },
      fireImmediately: true,
    });
  });

  const certified = (given: Partial<TestFacts> = {}) =>
    issueHealthCert(
      {
        certificate: buildTestCertificate({ ...facts, ...given }),
        issuer: 'VN',
        issuedAt: new Date('2026-11-28T08:00:00Z'),
        expiresAt: new Date('2026-12-05T08:00:00Z'),
        resultedAt: new Date('2026-11-28T06:30:00Z'),
        statusPlace: { shard: 0, index: 1_234 },
      },
      signer,
    );
  const opened = async (payload: string) => {
    const pdf = await drawSlip(payload);
    const document = await getDocumentProxy(new Uint8Array(pdf));
    return { pdf, document, page: await document.getPage(1) };
  };
  const linesOf = async ({ page }: Awaited<ReturnType<typeof opened>>) => {
    const { items } = await page.getTextContent();
    return items.flatMap((item) => ('str' in item && item.str.trim() ? [item.str] : []));
  };

  it('says in both languages what is signed, in the order that it is read, in composed characters', async () => {
    const lines = await linesOf(await opened(await certified()));
    expect(lines.slice(0, 14)).toEqual([
      ...['Phiếu kết quả xét nghiệm', 'Test result slip', 'Nguyễn Thị Ánh Tuyết Ngữ Ỷ'],
      ...['Sinh ngày 14/03/1990', 'Born 14/03/1990', 'Không phát hiện', 'Not detected'],
      'Tại thời điểm lấy mẫu. Kết quả này không chứng minh rằng bạn không nhiễm bệnh.',
      'At the time of collection. It is no proof that you are not infected.',
      ...['Bệnh', 'COVID-19', 'Disease', 'Xét nghiệm'],
      'Xét nghiệm PCR, SARS-CoV-2 RNA, Real-time RT-PCR',
    ]);
    for (const line of ['27/11/2026 09:00 (GMT+7)', '28/11/2026 13:30 (GMT+7)', '05/12/2026 15:00 (GMT+7)']) {
      expect(lines).toContain(line);
    }
    expect(lines.join(' ')).toBe(lines.join(' ').normalize('NFC'));
    expect(lines.some((line) => line.startsWith('URN:UVCI:01:VN:KETQUA: '))).toBe(true);
  });

  it.each(['#:', '#/', '#A', ''])('groups the identifier, whatever checks it: %s', async (checksum) => {
    const uvci = `URN:UVCI:01:VN:KETQUA:WLCCQPLABSCOSGEK7SFOYD5GQO${checksum}`;
    const lines = await linesOf(await opened(await certified({ uvci })));
    expect(lines).toContain(
      `URN:UVCI:01:VN:KETQUA: WLCC QPLA BSCO SGEK 7SFO YD5G QO${checksum && ` ${checksum}`}`,
    );
  });

  it('is tagged in that order with the language of each line, and carries its fonts', async () => {
    const { pdf, document, page } = await opened(await certified());
    const { children } = (await page.getStructTree())!;
    const pieces = (
      children[0] as { role: string; children: { role: string; lang?: string; alt?: string }[] }
    ).children;
    expect(pieces.slice(0, 2).map(({ role, lang }) => `${role} ${lang}`)).toEqual(['H1 vi', 'P en']);
    expect(pieces.filter(({ role }) => role === 'Figure').map(({ alt }) => alt)).toEqual([
      'Mã QR của phiếu này – the QR code of this slip',
    ]);
    expect(pieces.every(({ role, lang, alt }) => (role === 'Figure' ? alt : lang))).toBe(true);
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({
      Language: 'vi',
      Title: 'Phiếu kết quả xét nghiệm – Test result slip',
      PDFFormatVersion: '1.7',
    });
    const text = pdf.toString('latin1');
    expect(text.match(/\/FontFile2/g)).toHaveLength(2);
    expect(text).toContain('pdfuaid');
    expect(text).not.toContain('Nguy');
  });

  it.each([
    ['as most are', {}],
    [
      'with the longest names',
      {
        fullName: 'Công Tằng Tôn Nữ Nguyễn Phước Thị Huyền Trang Thùy Dương Ánh Tuyết Như Ý Bảo',
        testName: 'SARS-CoV-2 (COVID-19) RNA panel, respiratory specimen, by NAA with probe detection',
        issuer: 'Trung tâm Kiểm soát Bệnh tật Thành phố Hồ Chí Minh, Sở Y tế Thành phố Hồ Chí Min',
      },
    ],
  ] as const)('is one page %s, and its code at level Q is read back', async (_kind, given) => {
    const payload = await certified(given);
    const slip = await opened(payload);
    expect(slip.document.numPages).toBe(1);
    const [read] = await readBarcodes(await picture(slip.page), {
      formats: ['QRCode'],
      maxNumberOfSymbols: 1,
    });
    expect(read?.text).toBe(payload);
    expect(read?.ecLevel).toBe('Q');
  });

  it('is the same file however often it is drawn', async () => {
    const payload = await certified();
    const first = await drawSlip(payload);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await drawSlip(payload)).equals(first)).toBe(true);
  });

  it('says that a positive result is one, and that another disease has no format of its own yet', async () => {
    const lines = await linesOf(
      await opened(
        await certified({ outcome: 'DETECTED', disease: '359814004', testName: 'Mpox virus DNA' }),
      ),
    );
    expect(lines).toContain('Phát hiện');
    expect(lines).not.toContain('Không phát hiện');
    expect(lines.join('\n')).toContain('(định dạng thử nghiệm)');
  });
});

/** The page's squares as a scanner's camera would see them: black on white, four pixels a point. */
async function picture(page: Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>) {
  const scale = 4;
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = await page.getOperatorList();
  const path = argsArray[fnArray.indexOf(OPS.constructPath)][1][0] as Float32Array;
  const { width, height } = page.getViewport({ scale });
  const [columns, rows] = [Math.ceil(width), Math.ceil(height)];
  const data = new Uint8ClampedArray(columns * rows * 4).fill(255);
  // Each square: move, three lines, close; thirteen numbers.
  for (let at = 0; at < path.length; at += 13) {
    const xs = [path[at + 1]!, path[at + 4]!].map((x) => Math.round(x * scale));
    const ys = [path[at + 2]!, path[at + 8]!].map((y) => Math.round(y * scale));
    for (let y = Math.min(...ys); y < Math.max(...ys); y += 1) {
      for (let x = Math.min(...xs); x < Math.max(...xs); x += 1) {
        data.fill(0, (y * columns + x) * 4, (y * columns + x) * 4 + 3);
      }
    }
  }
  return { data, width: columns, height: rows, colorSpace: 'srgb' } as never;
}
