import type { Language } from '../../../language/catalogue.ts';
import { useLanguage } from '../../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the catalogue: Vietnamese sets it. */
export type LabDisputeCatalogue = typeof vi;

/** What the laboratory's page says of disputes in each language. */
export const labDisputeCatalogues: Record<Language, LabDisputeCatalogue> = { vi, en };

/** The same in the language of the page. */
export function useLabDisputeWords(): LabDisputeCatalogue {
  return labDisputeCatalogues[useLanguage().language];
}
