/** How often codes may be asked for in one window, known and unknown phones alike. */
export interface RequestLimits {
  readonly perPhone: number;
  readonly perAddress: number;
  readonly global: number;
  readonly windowSeconds: number;
}

/** How Vonage is reached. */
export interface VonageSettings {
  readonly applicationId: string;
  /** RSA, PEM. */
  readonly privateKey: string;
  /** What a code's text names as its sender. */
  readonly brand: string;
  /** The registered sender of notices. */
  readonly sender: string;
  readonly apiHost?: string;
  readonly timeoutMilliseconds: number;
}

/** What an installation may set of the citizens subgraph. */
export interface CitizensSettings {
  /** Shows, to whoever asks, what a provider would have sent. Loopback only, with demo data. */
  readonly development: boolean;
  /** Where a phone without a country prefix belongs: ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Has an ADMIN account from the start. */
  readonly bootstrapAdminPhone?: string;
  /** Absent: texts and codes go to the development messages. */
  readonly vonage?: VonageSettings;
  readonly limits: RequestLimits;
  /** No answer to a wrong code is quicker than this, so that a phone nobody was texted at is not told by its haste. */
  readonly wrongCodeMilliseconds: number;
}

const windowSeconds = 600;

/** The limits of a demo and of tests. */
export const developmentLimits: RequestLimits = {
  perPhone: 100,
  perAddress: 1_000,
  global: 10_000,
  windowSeconds,
};

/** The limits of an installation that serves people. */
export const productionLimits: RequestLimits = { perPhone: 5, perAddress: 30, global: 2_000, windowSeconds };
