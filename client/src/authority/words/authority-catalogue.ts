import type { Language } from '../../language/catalogue.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the authority's catalogue: Vietnamese sets it. */
export type AuthorityCatalogue = typeof vi;

/** The authority's sentences in each language. */
export const authorityCatalogues: Record<Language, AuthorityCatalogue> = { vi, en };

/** The authority's sentences in the language of the page. */
export function useAuthorityWords(): AuthorityCatalogue {
  return authorityCatalogues[useLanguage().language];
}
