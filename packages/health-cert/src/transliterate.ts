/** The most characters that `fnt` and `gnt` may hold. */
const MAX_LENGTH = 80;

/**
 * Letters that ICAO Doc 9303-3, section 6.A, writes with other letters than their base; every other Latin
 * letter loses its marks. Where it leaves a choice (Ä, Ö, Ü), the European issuers' choice is taken.
 */
const LETTERS: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Đ: 'D',
  // African D, which looks the same and is met in Vietnamese data.
  Ɖ: 'D',
  Ħ: 'H',
  ı: 'I',
  Ĳ: 'IJ',
  ĸ: 'Q',
  Ł: 'L',
  Ŋ: 'N',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  ẞ: 'SS',
  Þ: 'TH',
  Ŧ: 'T',
  Ü: 'UE',
  Ə: 'E',
};

/**
 * Transliterates a name as the machine-readable zone of a passport does (ICAO Doc 9303-3): A to Z, with `<`
 * between the parts. Vietnamese letters lose hook, horn, breve, circumflex and tone: `Nguyễn Đức` becomes
 * `NGUYEN<DUC`. Apostrophes are dropped, spaces and hyphens become `<`, and what is no Latin letter is left out.
 *
 * @param name a name as written, in any Unicode normalization
 * @returns at most 80 characters; empty where the name has no Latin letter
 */
export function transliterate(name: string): string {
  // NFKC: full-width letters and ligatures are the letters that they show.
  const upper = name.normalize('NFKC').toUpperCase();
  const latin = [...upper]
    .map((letter) => LETTERS[letter] ?? letter)
    .join('')
    .normalize('NFD');
  return latin
    .replace(/[\s\-\u2010-\u2015\u2212<,]+/gu, '<')
    .replace(/[^A-Z<]/g, '')
    .replace(/<+/g, '<')
    .replace(/^<|<$/g, '')
    .slice(0, MAX_LENGTH)
    .replace(/<$/, '');
}
