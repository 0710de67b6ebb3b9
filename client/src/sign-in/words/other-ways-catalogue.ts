import type { Language } from '../../language/catalogue.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of this catalogue: Vietnamese sets it. It is apart, so that a sign-in that goes well does not load it. */
export type OtherWaysCatalogue = typeof vi;

/** The sentences in each language. */
export const otherWaysCatalogues: Record<Language, OtherWaysCatalogue> = { vi, en };
