import type { Language } from '../../../language/catalogue.ts';
import { useLanguage } from '../../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the signing keys' catalogue: Vietnamese sets it. */
export type KeysCatalogue = typeof vi;

/** The signing keys' sentences in each language. */
export const keysCatalogues: Record<Language, KeysCatalogue> = { vi, en };

/** The signing keys' sentences in the language of the page. */
export function useKeysWords(): KeysCatalogue {
  return keysCatalogues[useLanguage().language];
}
