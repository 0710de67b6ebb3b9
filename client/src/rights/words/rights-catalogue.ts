import type { Language } from '../../language/catalogue.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the catalogue of rights: Vietnamese sets it. */
export type RightsCatalogue = typeof vi;

/** The sentences about a citizen's rights in each language. */
export const rightsCatalogues: Record<Language, RightsCatalogue> = { vi, en };

/** The sentences about a citizen's rights in the language of the page. */
export function useRightsWords(): RightsCatalogue {
  return rightsCatalogues[useLanguage().language];
}
