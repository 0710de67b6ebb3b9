/** Folds what people write differently without meaning another name: form, case and spacing; never diacritics. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLocaleLowerCase('vi').replaceAll(/\s+/g, ' ').trim();
}
