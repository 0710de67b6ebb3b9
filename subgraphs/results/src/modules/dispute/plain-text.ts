/** The longest statement or note, in characters as a reader counts them. */
export const longestText = 1_000;

/**
 * What somebody wrote, as it is kept: NFC, lines as they are, no other control characters, no marks that turn the
 * direction of what stands around it. `undefined` where it is too long. Never markup: readers show it as text.
 */
export function plainText(text: string | null | undefined): string | undefined {
  // What is far too long is not worked through.
  if ((text ?? '').length > longestText * 4) return undefined;
  const kept = (text ?? '')
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return [...kept].length <= longestText ? kept : undefined;
}
