// What senders write for a test that is read with the eye (CDC LIVD).
const noInstrument = /^(?:no equipment|none|n\/a|unknown)$/i;

/** The instrument of a result: its own identifier, else the name of the test system. */
export function instrumentOf(identifiers: readonly string[], names: readonly string[]): string | null {
  return [...identifiers, ...names].find((text) => text !== '' && !noInstrument.test(text)) ?? null;
}
