import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildTestCertificate, issueHealthCert, newUvci } from '@ketqua/health-cert';
import { createSigningKey, signerFrom } from '@ketqua/health-cert/node';
import { Chance } from '../journeys/attack-chance.js';
import { type Degradation, type Frame, photograph } from './degraded-frame.js';
import { percentile } from './measure.js';

/*
 * How many of 288 degraded frames the web app's reader reads, and how long a frame takes it: six ways to spoil a frame
 * in four strengths up to the edge of what can be read (no reader made much of a blur of 3, or a motion of 9), twelve certificates each; against zxing alone, once a frame.
 */

/** client/src/scan/read-qr.ts: the app's own, as it is written. */
interface Reader {
  prepareReader(wasm: ArrayBuffer): void;
  readQr(frame: Frame): Promise<string | null>;
  readPlainly(frame: Frame): Promise<string | null>;
}

const codes = 12;
const unspoilt: Degradation = {
  ...{ roll: 0, tilt: 0, tiltAxis: 0, blur: 0.5, motion: 0, motionAngle: 0, light: 1, covered: 0 },
};
/** A module of these codes covers some 4.7 pixels: the code fills little more than half of the frame's height. */
const kinds: Readonly<Record<string, readonly Partial<Degradation>[]>> = {
  rotation: [{ roll: 12 }, { roll: 27 }, { roll: 45 }, { roll: 200 }],
  perspective: [{ tilt: 20 }, { tilt: 35 }, { tilt: 50 }, { tilt: 60 }],
  blur: [{ blur: 1 }, { blur: 1.5 }, { blur: 2 }, { blur: 2.5 }],
  motion: [{ motion: 2 }, { motion: 4 }, { motion: 6 }, { motion: 8 }],
  dim: [{ light: 0.2 }, { light: 0.1 }, { light: 0.06 }, { light: 0.03 }],
  covered: [{ covered: 0.03 }, { covered: 0.06 }, { covered: 0.09 }, { covered: 0.12 }],
};
const root = rootAbove(dirname(fileURLToPath(import.meta.url)));
const tell = (line: string) => process.stdout.write(`${line}\n`);

function rootAbove(folder: string): string {
  return folder.endsWith(join('tests', 'dist', 'bench')) ? join(folder, '../../..') : dirname(folder);
}

async function certificates(): Promise<string[]> {
  const now = Date.now();
  const key = await createSigningKey({
    ...{ country: 'VN', organisation: 'Bench', commonName: 'Bench', algorithm: 'ES256' },
    ...{ notBefore: new Date(now - 86_400_000), notAfter: new Date(now + 700 * 86_400_000) },
  });
  const names = ['Nguyễn Thị Ánh Tuyết', 'Trần Văn Bảo', 'Lê Hoàng Phương Uyên', 'Phạm Minh'];
  return Promise.all(
    Array.from({ length: codes }, (_, code) =>
      issueHealthCert(
        {
          certificate: buildTestCertificate({
            ...{ uvci: newUvci('VN'), country: 'VN', issuer: 'Sở Y tế Thành phố Hồ Chí Minh' },
            ...{ fullName: names[code % names.length]!, dateOfBirth: '1990-03-14', disease: '840539006' },
            ...{ testType: 'LP6464-4', testName: 'RT-PCR', outcome: 'NOT_DETECTED' },
            ...{ testingCentre: 'Bệnh viện Chợ Rẫy', specimenCollectedAt: new Date(now).toISOString() },
          }),
          ...{ issuer: 'VN', issuedAt: new Date(now), expiresAt: new Date(now + 7 * 86_400_000) },
        },
        signerFrom(key),
      ),
    ),
  );
}

const reader = (await import(pathToFileURL(join(root, 'client/src/scan/read-qr.ts')).href)) as Reader;
reader.prepareReader(
  Uint8Array.from(readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))))
    .buffer,
);
const ways = {
  'as the app reads': (frame: Frame) => reader.readQr(frame),
  'zxing once': (frame: Frame) => reader.readPlainly(frame),
};
const chance = new Chance(20211);
const next = () => chance.next();
const texts = await certificates();
const tally = Object.fromEntries(
  Object.keys(ways).map((way) => [way, { read: 0, misread: 0, times: [] as number[] }]),
);
let frames = 0;
for (const [kind, strengths] of Object.entries(kinds)) {
  const readOfKind: string[] = [];
  for (const strength of strengths) {
    const readOfStrength: Record<string, number> = {};
    for (const text of texts) {
      const held = { roll: 6 * next() - 3, tiltAxis: 360 * next(), motionAngle: 180 * next() };
      const frame = photograph(text, { ...unspoilt, ...held, ...strength }, next);
      frames += 1;
      for (const [way, read] of Object.entries(ways)) {
        const begun = performance.now();
        const found = await read(frame);
        const of = tally[way]!;
        of.times.push(performance.now() - begun);
        if (found === text) of.read += 1;
        else if (found !== null) of.misread += 1;
        readOfStrength[way] = (readOfStrength[way] ?? 0) + (found === text ? 1 : 0);
      }
    }
    readOfKind.push(
      `${JSON.stringify(strength).replaceAll(/[{}"]/g, '')} ${Object.values(readOfStrength).join(' / ')}`,
    );
  }
  tell(`${kind}: ${readOfKind.join(', ')} (of ${codes} each; as the app reads / zxing once)`);
}
const [ours, plain] = Object.values(tally);
for (const [way, { read, misread, times }] of Object.entries(tally)) {
  times.sort((one, other) => one - other);
  tell(
    `${way}: ${read} of ${frames} read, ${misread} misread; ${percentile(times, 0.5).toFixed(0)} ms a frame, p95 ${percentile(times, 0.95).toFixed(0)} ms`,
  );
}
tell(
  `Read: ${(ours!.read / Math.max(1, plain!.read)).toFixed(2)} times as many as by zxing once, in ` +
    `${(percentile(ours!.times, 0.5) / percentile(plain!.times, 0.5)).toFixed(2)} times the time. Aim: at least 270 of 288, none misread.`,
);
