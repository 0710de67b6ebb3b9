import type { Language } from '../../../language/catalogue.ts';
import { useLanguage } from '../../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the catalogue: Vietnamese sets it. */
export type PhoneReportCatalogue = typeof vi;

/** What the laboratory's page says of wrong phones in each language. */
export const phoneReportCatalogues: Record<Language, PhoneReportCatalogue> = { vi, en };

/** The same in the language of the page. */
export function usePhoneReportWords(): PhoneReportCatalogue {
  return phoneReportCatalogues[useLanguage().language];
}
