import type { Language } from './catalogue.ts';

const key = 'ketqua.language';

/** The language chosen on this device before; Vietnamese if none was. */
export function rememberedLanguage(): Language {
  return localStorage.getItem(key) === 'en' ? 'en' : 'vi';
}

/** Keeps the choice on this device. */
export function rememberLanguage(language: Language): void {
  localStorage.setItem(key, language);
}
