import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { type Catalogue, catalogues, type Language } from './catalogue.ts';
import { rememberedLanguage, rememberLanguage } from './remembered-language.ts';

/** The chosen language, its sentences, and the way to change it. */
export interface LanguageChoice {
  language: Language;
  words: Catalogue;
  choose(language: Language): void;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

/** Holds the language of the page; `html[lang]` follows it. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(rememberedLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo<LanguageChoice>(
    () => ({
      language,
      words: catalogues[language],
      choose: (chosen) => {
        rememberLanguage(chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

/** The language choice of the page. */
export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext);
  if (choice === null) throw new Error('LanguageProvider is missing');
  return choice;
}
