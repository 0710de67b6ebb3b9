import type { Language } from '../../language/catalogue.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the catalogue of accounts: Vietnamese sets it. */
export type AccountCatalogue = typeof vi;

/** The sentences about an account in each language. */
export const accountCatalogues: Record<Language, AccountCatalogue> = { vi, en };

/** The sentences about an account in the language of the page. */
export function useAccountWords(): AccountCatalogue {
  return accountCatalogues[useLanguage().language];
}
