import type { Language } from '../console/console.js';

/** What `ketqua keys list` is answered. */
export interface ListedKeys {
  readonly signingKeys: readonly {
    readonly kid: string;
    readonly algorithm: string;
    readonly state: string;
    readonly vault: string;
    readonly signsFrom: string;
    readonly signsUntil: string | null;
    readonly notAfter: string;
    readonly revokedReason: string | null;
  }[];
  readonly trustLists: readonly {
    readonly source: string;
    readonly format: string;
    readonly keys: number;
    readonly countries: readonly string[];
    readonly importedAt: string;
    readonly isStale: boolean;
  }[];
  readonly revokingCountries: readonly {
    readonly country: string;
    readonly hashes: number;
    readonly importedAt: string;
    readonly isStale: boolean;
  }[];
}

/** The lines of `ketqua keys list`: our keys, the lists of others, and what they revoked. */
export function keyTable(
  { signingKeys, trustLists, revokingCountries }: ListedKeys,
  language: Language,
): string[] {
  const words = inLanguage[language];
  const age = (isStale: boolean) => (isStale ? words.stale : '');
  return [
    words.keys,
    ...signingKeys.map(({ kid, algorithm, state, vault, signsFrom, signsUntil, notAfter, revokedReason }) =>
      [
        ...[kid.padEnd(13), algorithm, state.padEnd(9), vault.padEnd(8)],
        ...[day(signsFrom), day(signsUntil), day(notAfter), revokedReason ?? ''],
      ]
        .join('  ')
        .trimEnd(),
    ),
    ...(trustLists.length ? ['', words.lists] : []),
    ...trustLists.map(({ source, format, keys, countries, importedAt, isStale }) =>
      [
        source.padEnd(13),
        format.padEnd(6),
        String(keys).padStart(5),
        day(importedAt),
        countries.join(' '),
        age(isStale),
      ]
        .join('  ')
        .trimEnd(),
    ),
    ...(revokingCountries.length ? ['', words.revocations] : []),
    ...revokingCountries.map(({ country, hashes, importedAt, isStale }) =>
      [country.padEnd(13), String(hashes).padStart(8), day(importedAt), age(isStale)].join('  ').trimEnd(),
    ),
  ];
}

function day(time: string | null): string {
  return time === null ? '-         ' : time.slice(0, 10);
}

const inLanguage = {
  en: {
    keys: 'kid            alg    state      vault     signs from  until       verifies until',
    lists: 'believed besides ours: source, format, keys, imported, countries',
    revocations: 'revocations of others: country, hashes, imported',
    stale: 'STALE: import it again',
  },
  vi: {
    keys: 'kid            alg    trạng thái  nơi giữ   ký từ       đến         xác minh đến',
    lists: 'các danh sách được tin cậy: nguồn, dạng, số khóa, ngày nhập, quốc gia',
    revocations: 'thu hồi của nước khác: quốc gia, số mã băm, ngày nhập',
    stale: 'ĐÃ CŨ: hãy nhập lại',
  },
} as const satisfies Record<Language, object>;
