import type { Language } from '../../language/catalogue.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the help desk's catalogue: Vietnamese sets it. */
export type HelpDeskCatalogue = typeof vi;

/** The help desk's sentences in each language. */
export const helpDeskCatalogues: Record<Language, HelpDeskCatalogue> = { vi, en };

/** The help desk's sentences in the language of the page. */
export function useHelpDeskWords(): HelpDeskCatalogue {
  return helpDeskCatalogues[useLanguage().language];
}
