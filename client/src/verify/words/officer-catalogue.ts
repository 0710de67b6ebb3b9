import type { Language } from '../../language/catalogue.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** What the officer's page says beside the verdict: loaded with it, not with the app. */
export type OfficerCatalogue = typeof vi;

const catalogues: Record<Language, OfficerCatalogue> = { vi, en };

/** The officer's words in the language of the page. */
export function useOfficerWords(): OfficerCatalogue {
  return catalogues[useLanguage().language];
}
