import type { Language } from '../../language/catalogue.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the laboratory's catalogue: Vietnamese sets it. It is apart, so that citizens do not load it. */
export type LabCatalogue = typeof vi;

/** The laboratory's sentences in each language. */
export const labCatalogues: Record<Language, LabCatalogue> = { vi, en };

/** The laboratory's sentences in the language of the page. */
export function useLabWords(): LabCatalogue {
  return labCatalogues[useLanguage().language];
}
