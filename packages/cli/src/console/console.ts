/** The languages that the platform answers in. */
export type Language = 'vi' | 'en';

/** One text in both. */
export type Text = Readonly<Record<Language, string>>;

/** The language that is asked for, else that of the environment's locale. */
export function languageOf(asked: string | undefined, locale: string): Language {
  return (asked ?? locale).toLowerCase().startsWith('vi') ? 'vi' : 'en';
}

/** Where a command's words go. */
export interface Console {
  readonly language: Language;
  /** Whether a person looks on: progress is drawn. */
  readonly isTerminal: boolean;
  /** What was asked for, to standard output. */
  print(line: string): void;
  /** What is told beside it, to standard error. */
  tell(line: string): void;
  /** Draws over the present line; an empty text wipes it. Nothing where nobody looks on. */
  draw(line: string): void;
}

/** The console of this process. */
export function processConsole(language: Language): Console {
  const isTerminal = process.stderr.isTTY === true;
  let isDrawn = false;
  const wipe = () => {
    if (isDrawn) process.stderr.write('\r\u001B[2K');
    isDrawn = false;
  };
  return {
    language,
    isTerminal,
    print(line) {
      wipe();
      process.stdout.write(`${line}\n`);
    },
    tell(line) {
      wipe();
      process.stderr.write(`${line}\n`);
    },
    draw(line) {
      if (!isTerminal) return;
      wipe();
      process.stderr.write(line.slice(0, (process.stderr.columns ?? 80) - 1));
      isDrawn = line !== '';
    },
  };
}
