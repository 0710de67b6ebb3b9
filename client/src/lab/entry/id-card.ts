/** What a Vietnamese ID card's QR code fills in. The addresses and the date of issue are passed over. */
export interface IdCard {
  nationalId: string;
  fullName: string;
  /** YYYY-MM-DD, or YYYY-MM or YYYY where the card knows no more. */
  dateOfBirth: string;
  sex: 'MALE' | 'FEMALE';
}

/** Why a text is not taken for an ID card; the codes are those that the page shows. */
export type IdCardProblem =
  | 'ID_CARD_UNREADABLE'
  | 'ID_CARD_INCOMPLETE'
  | 'ID_CARD_NUMBER'
  | 'ID_CARD_NAME'
  | 'ID_CARD_BIRTH_DATE'
  | 'ID_CARD_SEX';

/** Number, old number, name, birth, sex, address, date of issue; newer cards add the parents' names behind. */
const fewestParts = 7;
const sexes: Readonly<Record<string, IdCard['sex']>> = { nam: 'MALE', nữ: 'FEMALE' };

/**
 * Reads the QR code of a Vietnamese ID card, `ID|old ID|name|birth ddmmyyyy|sex|address|issued ddmmyyyy`. Nothing is
 * guessed: what is missing or cannot be is refused, with the reason.
 */
export function readIdCard(text: string, today: Date): IdCard | { problem: IdCardProblem } {
  const parts = text
    .normalize('NFC')
    .replace(/[\r\n]+$/, '')
    .split('|')
    .map((part) => part.trim());
  if (parts.length < 2) return { problem: 'ID_CARD_UNREADABLE' };
  if (parts.length < fewestParts) return { problem: 'ID_CARD_INCOMPLETE' };
  const [nationalId = '', , name = '', birth = '', sexWord = ''] = parts;
  if (!/^\d{12}$/.test(nationalId)) return { problem: 'ID_CARD_NUMBER' };
  const fullName = name.replaceAll(/\s+/g, ' ');
  if (!/\p{L}/u.test(fullName)) return { problem: 'ID_CARD_NAME' };
  const dateOfBirth = birthDateOf(birth, today);
  if (dateOfBirth === null) return { problem: 'ID_CARD_BIRTH_DATE' };
  const sex = sexes[sexWord.toLowerCase()];
  if (sex === undefined) return { problem: 'ID_CARD_SEX' };
  return { nationalId, fullName, dateOfBirth, sex };
}

/** ddmmyyyy as ISO 8601; 00 stands for a day or a month that is not known. */
function birthDateOf(written: string, today: Date): string | null {
  const [, day = '', month = '', year = ''] = /^(\d{2})(\d{2})(\d{4})$/.exec(written) ?? [];
  if (year === '' || Number(year) < 1900) return null;
  if (day === '00' && month === '00') return Number(year) <= today.getUTCFullYear() ? year : null;
  const date = `${year}-${month}-${day === '00' ? '01' : day}`;
  const instant = new Date(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
  if (!exists || instant > today) return null;
  return day === '00' ? `${year}-${month}` : date;
}
