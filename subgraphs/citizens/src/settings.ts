/** How often codes may be asked for in one window, and tried, known and unknown phones alike. */
export interface RequestLimits {
  /** A phone; each of its known devices by itself. */
  readonly perPhone: number;
  readonly perAddress: number;
  /** An IPv4 /24, or an IPv6 /64. */
  readonly perSubnet: number;
  /** An IPv4 /24, or an IPv6 /48. */
  readonly perNetwork: number;
  readonly global: number;
  readonly windowSeconds: number;
  /** Wrong codes for a phone; each of its known devices by itself. */
  readonly failuresPerDay: number;
  readonly failuresPerMonth: number;
}

/** What texts with codes may cost, and when none are sent because few are used. */
export interface TextBudgetSettings {
  readonly perHour: number;
  readonly perDay: number;
  /** Nothing is judged by fewer codes than these, in an hour. */
  readonly leastSent: number;
  /** What share of them is to be used. */
  readonly leastShare: number;
  /** How long a code has to be used before it counts as unused. */
  readonly patienceSeconds: number;
  /** How long none is sent before a few are tried. */
  readonly restSeconds: number;
  /** How many are tried then. */
  readonly probes: number;
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
  /** What webhooks are signed with; absent: none is believed. */
  readonly signatureSecret?: string;
  /** The account that webhooks must name, where it is set. */
  readonly apiKey?: string;
}

/** How a city's own SMS gateway is reached over HTTP. */
export interface SmsGatewaySettings {
  readonly url: string;
  readonly format: 'json' | 'form';
  /** The fields of a request; `{phone}` (+84912345678), `{digits}` (84912345678) and `{text}` stand for themselves. */
  readonly fields: Readonly<Record<string, string>>;
  /** Sent as `Bearer` in `authorization`, as it is in any other header. */
  readonly token?: string;
  readonly tokenHeader: string;
  readonly timeoutMilliseconds: number;
}

/** How browsers are pushed to (RFC 8030). */
export interface PushSettings {
  /** Whom a push service may write to about this installation: `mailto:` or `https:` (RFC 8292, section 2.1). */
  readonly contact: string;
  /** Where a browser's endpoint may lie: hosts, and what is below them where they begin with a dot. */
  readonly services: readonly string[];
  /** In development and tests: where every push goes instead, with the path of its endpoint. */
  readonly double?: string;
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
  /** Beside Vonage: where a code goes that Vonage refused or blocked. Without it: for all codes and texts. */
  readonly smsGateway?: SmsGatewaySettings;
  /** Prints what is sent on standard output. Development only. */
  readonly printsTexts?: boolean;
  /** Absent: no browser is pushed to. */
  readonly push?: PushSettings;
  readonly limits: RequestLimits;
  /** Absent: the budget of an installation that serves people. */
  readonly texts?: TextBudgetSettings;
  /** No answer to a wrong code is quicker than this, so that a phone nobody was texted at is not told by its haste. */
  readonly wrongCodeMilliseconds: number;
  /** Until so long after its request a code that comes waits for the provider to say which verification it answers. */
  readonly earlyCodeMilliseconds: number;
  /** How often is looked for what is due by the clock alone: 10 s, where nothing is said. */
  readonly keeperMilliseconds?: number;
}

/** The push services of Chrome and its kin, Firefox, Safari, and Edge on Windows. */
export const knownPushServices: readonly string[] = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  '.push.apple.com',
  '.notify.windows.com',
];

const windowSeconds = 600;

/** The limits of a demo and of tests. */
export const developmentLimits: RequestLimits = {
  perPhone: 100,
  perAddress: 1_000,
  perSubnet: 5_000,
  perNetwork: 5_000,
  global: 10_000,
  windowSeconds,
  failuresPerDay: 1_000,
  failuresPerMonth: 3_000,
};

/** The limits of an installation that serves people. */
export const productionLimits: RequestLimits = {
  perPhone: 5,
  perAddress: 30,
  // Mobile networks have many people behind few addresses.
  perSubnet: 300,
  perNetwork: 1_000,
  // Texts have a budget of their own: this is for the database, not for the bill.
  global: 10_000,
  windowSeconds,
  failuresPerDay: 10,
  failuresPerMonth: 30,
};

/** The budget of a city, where nothing else is set. */
export const generousTexts: TextBudgetSettings = {
  perHour: 5_000,
  perDay: 50_000,
  leastSent: 100,
  leastShare: 0.2,
  patienceSeconds: 300,
  restSeconds: 900,
  probes: 20,
};
