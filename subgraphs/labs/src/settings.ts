/** What an installation may set of the labs subgraph. */
export interface LabsSettings {
  /** How many wrong keys one network address may present in a window before it must wait. */
  readonly keyFailures: { readonly limit: number; readonly windowSeconds: number };
}

/** The settings of an installation that says nothing else. */
export const labsSettings: LabsSettings = { keyFailures: { limit: 60, windowSeconds: 600 } };
