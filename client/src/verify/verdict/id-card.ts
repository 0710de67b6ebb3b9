/** Whom an ID card names, as its QR says it. */
export interface CardHolder {
  fullName: string;
  /** YYYY-MM-DD. */
  dateOfBirth: string;
}

/** Reads the QR of Viet Nam's ID card: `ID|old ID|name|birth ddmmyyyy|sex|address|issued ddmmyyyy`; null for any other. */
export function readIdCard(text: string): CardHolder | null {
  const [id = '', , name = '', born = '', ...rest] = text.split('|');
  const [, day, month, year] = /^(\d\d)(\d\d)(\d{4})$/.exec(born) ?? [];
  if (!/^\d{12}$/.test(id) || !name.trim() || !year || rest.length < 2) return null;
  return { fullName: name.normalize('NFC').trim(), dateOfBirth: `${year}-${month}-${day}` };
}

/** What comparing a card with a certificate showed. */
export interface Comparison {
  isSameName: boolean;
  isSameBirth: boolean;
}

/**
 * Compares a card with whom a certificate names, on this device; nothing is kept. Names are compared without case, marks
 * and order, since certificates of other countries are written in Latin letters alone; a birth date as far as the
 * certificate tells it.
 */
export function compareWithCard(
  card: CardHolder,
  holder: { displayName: string; dateOfBirth: string },
): Comparison {
  return {
    isSameName: folded(card.fullName) === folded(holder.displayName),
    isSameBirth: holder.dateOfBirth !== '' && card.dateOfBirth.startsWith(holder.dateOfBirth),
  };
}

function folded(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '')
    .sort()
    .join(' ');
}
