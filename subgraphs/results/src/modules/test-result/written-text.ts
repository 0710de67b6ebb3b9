/**
 * A text as rows are judged and stored: NFC, without control characters, spaces around it or double ones within.
 * PostgreSQL takes no NUL, and no row that was accepted has one.
 */
export function writtenText(text: string | null | undefined): string {
  return (text ?? '')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
