import {
  decodeHealthCert,
  displayName,
  isDigitalCovidCertificate,
  subClaimOfNumber,
} from '@ketqua/health-cert';
import type { Text } from '@ketqua/platform';
import { diseaseName } from '../test-result/test-result.vocabulary.js';

/** One line of the slip: what it is, in both languages, and what the certificate says of it. */
export interface SlipFact {
  readonly label: Text;
  readonly value: Text;
}

/** What the slip says: nothing but what is signed. */
export interface SlipFacts {
  readonly holder: string;
  readonly birthDate: string;
  readonly outcome: Text;
  readonly meaning: Text;
  readonly facts: readonly SlipFact[];
  /** The certificate's identifier in groups that can be read out. */
  readonly certificateId: string;
  readonly issuedAt: Date;
}

/** Where the authority's people read a clock, by its country. */
const timeZones: Readonly<Record<string, string>> = { VN: 'Asia/Ho_Chi_Minh' };

const detected = '260373001';

const outcomes = {
  detected: { vi: 'Phát hiện', en: 'Detected' },
  notDetected: { vi: 'Không phát hiện', en: 'Not detected' },
};

const meanings = {
  detected: {
    vi: 'Có dấu vết của tác nhân gây bệnh trong mẫu. Hãy liên hệ cơ sở y tế để được hướng dẫn.',
    en: 'Traces of the disease agent were found in the specimen. Contact a health facility for advice.',
  },
  notDetected: {
    vi: 'Tại thời điểm lấy mẫu. Kết quả này không chứng minh rằng bạn không nhiễm bệnh.',
    en: 'At the time of collection. It is no proof that you are not infected.',
  },
};

const methods: Readonly<Record<string, Text>> = {
  'LP6464-4': { vi: 'Xét nghiệm PCR', en: 'Nucleic acid test (PCR)' },
  'LP217198-3': { vi: 'Kháng nguyên nhanh', en: 'Rapid antigen test' },
};

/**
 * Reads the slip's words out of a signed certificate.
 * @throws Error for a text that is no certificate of a test: one of ours always is
 */
export function slipFactsOf(payload: string): SlipFacts {
  const decoded = decodeHealthCert(payload);
  if (decoded.step !== 'OK') throw new Error(`A certificate of ours cannot be read (${decoded.step})`);
  const { claims } = decoded;
  const { certificate } = claims;
  if (!isDigitalCovidCertificate(certificate)) throw new Error('A certificate of ours leaves its schema');
  const { nam, dob, t } = certificate;
  const test = t?.[0];
  if (!test) throw new Error('A certificate of ours holds no test');
  const timeZone = timeZones[test.co] ?? 'UTC';
  const timeOf = (time: Date | string | undefined) => (time ? timeIn(timeZone, new Date(time)) : undefined);
  const outcome = test.tr === detected ? 'detected' : 'notDetected';
  const disease = (locale: 'vi' | 'en') => {
    const isExperimental = subClaimOfNumber(claims.subClaim)?.state === 'EXPERIMENTAL';
    const note = { vi: ' (định dạng thử nghiệm)', en: ' (experimental format)' }[locale];
    return diseaseName(test.tg, locale) + (isExperimental ? note : '');
  };
  const method = methods[test.tt] ?? same(test.tt);
  return {
    holder: displayName(nam),
    birthDate: dob.split('-').reverse().join('/'),
    outcome: outcomes[outcome],
    meaning: meanings[outcome],
    facts: [
      fact('Bệnh', 'Disease', { vi: disease('vi'), en: disease('en') }),
      fact('Xét nghiệm', 'Test', {
        vi: [method.vi, test.nm ?? test.ma].filter(Boolean).join(', '),
        en: [method.en, test.nm ?? test.ma].filter(Boolean).join(', '),
      }),
      fact('Lấy mẫu', 'Specimen collected', timeOf(test.sc)),
      fact('Có kết quả', 'Result established', timeOf(claims.resultedAt)),
      fact('Cấp ngày', 'Issued', timeOf(claims.issuedAt)),
      fact('Có hiệu lực đến', 'Valid until', timeOf(claims.expiresAt)),
      fact('Nơi cấp', 'Issuer', same(`${test.is} (${test.co})`)),
    ].flat(),
    certificateId: grouped(test.ci),
    issuedAt: claims.issuedAt ?? new Date(0),
  };
}

function fact(vi: string, en: string, value: Text | undefined): SlipFact[] {
  return value ? [{ label: { vi, en }, value }] : [];
}

function same(text: string): Text {
  return { vi: text, en: text };
}

/** 12/07/2021 09:30 (GMT+7), day first in both languages. */
function timeIn(timeZone: string, time: Date): Text {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ hourCycle: 'h23', timeZone, timeZoneName: 'shortOffset' },
  } as Intl.DateTimeFormatOptions).formatToParts(time);
  const { day, month, year, hour, minute, timeZoneName } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  );
  return same(`${day}/${month}/${year} ${hour}:${minute} (${timeZoneName})`);
}

/** The random part of an identifier in groups of four; what stands before it is the same for all. A colon may check it. */
function grouped(uvci: string): string {
  const [named = '', checksum] = uvci.split('#');
  const last = named.lastIndexOf(':') + 1;
  const groups =
    named
      .slice(last)
      .match(/.{1,4}/g)
      ?.join(' ') ?? '';
  return `${named.slice(0, last)} ${groups}${checksum === undefined ? '' : ` #${checksum}`}`;
}
