import type { Language } from '../../../language/catalogue.ts';
import { useLanguage } from '../../../language/language-provider.tsx';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of the audit log's catalogue: Vietnamese sets it. */
export type AuditCatalogue = typeof vi;

/** The audit log's sentences in each language. */
export const auditCatalogues: Record<Language, AuditCatalogue> = { vi, en };

/** The audit log's sentences in the language of the page. */
export function useAuditWords(): AuditCatalogue {
  return auditCatalogues[useLanguage().language];
}
