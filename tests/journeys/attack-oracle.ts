import { getNamedType } from 'graphql';
import type { Sent } from './attack-attempts.js';
import { typeAt } from './attack-schema.js';

/** What is expected of a refusal: codes that say so, and nothing of whose it was. */
const failures = ['INTERNAL_SERVER_ERROR'];
const notJudged = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'OPERATION_TOO_COSTLY'];

/** Texts that the victim alone may read: where one of them is answered to somebody else, an attack has succeeded. */
export class Oracle {
  readonly #markers: readonly (readonly [text: string, written: string])[];

  constructor(
    markers: Iterable<string>,
    /** What is told of something to whoever gives it: a phone's last digits. */
    private readonly derived: Readonly<Record<string, readonly string[]>>,
  ) {
    this.#markers = [...markers].map((text) => [text, JSON.stringify(text).slice(1, -1)]);
  }

  get size(): number {
    return this.#markers.length;
  }

  /** The markers in a text. */
  found(text: string): string[] {
    return this.#markers.filter(([, written]) => text.includes(written)).map(([marker]) => marker);
  }

  /** The markers in a text that were not in what was given. */
  told(text: string, given: readonly string[]): string[] {
    const known = given.flatMap((value) => [value, ...(this.derived[value] ?? [])]);
    return this.found(text).filter((marker) => !known.some((value) => value.includes(marker)));
  }

  /** What is wrong with an answer to attempts; nothing where they failed as they must. */
  judge(sent: Sent): string | undefined {
    const problem = this.#problemOf(sent);
    return problem && described(sent, problem);
  }

  #problemOf({ attempts, query, variables, answer, pairs }: Sent): string | undefined {
    const [{ attacker }] = attempts as [Sent['attempts'][number]];
    const written = `${query} ${JSON.stringify(variables)}`;
    const beside = attempts.flatMap((attempt) => Object.values(attempt.beside));
    const given = [
      ...attempts.map(({ identifier }) => identifier.value),
      ...beside.filter((text) => written.includes(JSON.stringify(text).slice(1, -1))),
    ];
    const told = this.told(answer.text, given).filter((marker) => !attacker.knows.has(marker));
    if (told.length) return `it was told ${told.length} of the victim's texts`;
    if (answer.status >= 500 || failures.some((code) => answer.codes.includes(code))) {
      return `it failed on our side: ${answer.status} ${answer.codes}`;
    }
    const [differing] = pairs.filter(([mine, nobodys]) => {
      const [one, other] = [answer.data?.[mine], answer.data?.[nobodys]].map(comparable);
      return answer.data && one !== other;
    });
    if (differing) {
      const texts = differing.map((alias) => comparable(answer.data?.[alias]).slice(0, 300));
      return `what is the victim's is told from what is nobody's: ${texts.join(' / ')}`;
    }
    return undefined;
  }

  /** Whether the platform judged a document at all; one that it refused for its form has attacked nothing. */
  wasRefusedForItsForm({ attempts, answer: { codes } }: Sent): boolean {
    const isTime = attempts.some(({ place }) => getNamedType(typeAt(place)).name === 'DateTime');
    return codes.some((code) => notJudged.includes(code)) && !isTime;
  }
}

/** Everything that is needed to see what an attack did. */
function described({ attempts, query, variables, answer }: Sent, problem: string): string {
  const tries = attempts.map(({ attacker, place, identifier, disguise }) => {
    const way = place.steps.map(({ field }) => field.name).join('.');
    const argument = [place.argument.name, ...place.path].join('.');
    return `${attacker.name}: ${way}(${argument}) with ${identifier.kind}, ${disguise}`;
  });
  const written = [query, JSON.stringify(variables), answer.text.slice(0, 2_000)];
  return [problem, ...tries, ...written].join('\n');
}

/** What two answers must have in common: not identifiers and times, which are new each time. */
function comparable(answer: unknown): string {
  return (JSON.stringify(answer) ?? 'nothing')
    .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '#')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '#');
}
