import { Lexer, Source, TokenKind } from 'graphql';
import { limits } from './limits.js';

/** What a client asks for, as it was sent. */
interface Sent {
  readonly query?: unknown;
  readonly variables?: unknown;
}

/**
 * What nests too deeply of what a client sent; undefined where nothing does. Parsers, planners and what reads values go as deep as the
 * stack, which ends; and Apollo's planner looks through the lists of a literal twice at each level, so that thirty take minutes.
 */
export function nestingProblem({ query, variables }: Sent): string | undefined {
  if (typeof query === 'string' && isTextTooDeep(query)) {
    return `"query" may nest ${limits.nesting} levels, and list literals in it ${limits.listLiterals}: give deeper values in "variables"`;
  }
  if (!isDeeper(variables, limits.nesting)) return undefined;
  return `"variables" may nest ${limits.nesting} levels`;
}

const opening = /[{[(]/g;

/** What has few brackets is not deep; of what has many, those in texts and comments are not counted. */
function isTextTooDeep(text: string): boolean {
  const all = text.match(opening);
  if (!all || all.length <= limits.listLiterals) return false;
  if (
    all.length <= limits.nesting &&
    all.filter((bracket) => bracket === '[').length <= limits.listLiterals
  ) {
    return false;
  }
  const lexer = new Lexer(new Source(text));
  let [depth, lists] = [0, 0];
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      if (kind === TokenKind.BRACKET_L) lists++;
      else if (kind === TokenKind.BRACKET_R) lists--;
      if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) depth++;
      else if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R)
        depth--;
      if (depth > limits.nesting || lists > limits.listLiterals) return true;
    }
  } catch {
    // No document: its parser says where. It goes no deeper than what was read so far.
  }
  return false;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const inner of Object.values(value)) if (isDeeper(inner, levels - 1)) return true;
  return false;
}
