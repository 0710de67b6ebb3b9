import type { Language } from '../../language/catalogue.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the catalogue of disputes: Vietnamese sets it. It is apart, so that the first load is without it. */
export type DisputeCatalogue = typeof vi;

/** The sentences about disputes in each language. */
export const disputeCatalogues: Record<Language, DisputeCatalogue> = { vi, en };

/** The sentences about disputes in the language of the page. */
export function useDisputeWords(): DisputeCatalogue {
  return disputeCatalogues[useLanguage().language];
}
