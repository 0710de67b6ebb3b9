/** What an installation may set of the labs subgraph. */
export interface LabsSettings {
  /** How many wrong keys one network address may present in a window before it must wait. */
  readonly keyFailures: { readonly limit: number; readonly windowSeconds: number };
  /** How many sessions a key may open in a minute, in each process. */
  readonly sessionsAMinute: number;
  /** The longest time between two looks at the sync board: it wakes at each deadline beside. */
  readonly keeperSeconds: number;
  /** Where a phone without a country prefix belongs: ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** The settings of an installation that says nothing else. */
export const labsSettings: LabsSettings = {
  keyFailures: { limit: 60, windowSeconds: 600 },
  sessionsAMinute: 60,
  keeperSeconds: 15,
  country: 'VN',
};
