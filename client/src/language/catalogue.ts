import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape of a catalogue: Vietnamese sets it, the compiler holds the others to it. */
export type Catalogue = typeof vi;

/** The languages of the app; the same names as the API's Locale. */
export type Language = 'vi' | 'en';

/** One catalogue for each language. */
export const catalogues: Record<Language, Catalogue> = { vi, en };
