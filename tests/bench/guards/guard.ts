/** A guard: what it is, how it is switched off, and the attack that only it stops. */
export interface Guard {
  readonly name: string;
  /** The compiled file. */
  readonly file: string;
  /** What stands there, once, and what is put in its place. */
  readonly find: string;
  readonly replace: string;
  /** The test that fails without the guard: its file, and a part of its name. */
  readonly where: string;
  readonly attack: string;
  /** It shows only where requests are answered by several connections, or subgraphs have doors of their own. */
  readonly onPostgres?: boolean;
}

/** The file that is altered to switch a guard off: tests beside the sources run the sources, all others what was compiled. */
export function alteredFile({ file, where }: Guard): string {
  return where.startsWith('tests/') ? file : file.replace('/dist/', '/src/').replace(/js$/, 'ts');
}

/** The attacks by name, one after the other on one platform. */
export const attacks = 'tests/journeys/attacks.test.ts';
/** The attempts by chance: each takes a minute. */
export const generated = 'tests/journeys/generated-attacks.test.ts';
/** Of those, the attempts through the public door. */
export const toldNothing = 'are told nothing, change nothing';
