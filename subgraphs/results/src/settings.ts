import type { IssuingSettings } from './modules/certificate/certificate-issuer.js';
import type { LabLimits } from './modules/lab-limit/lab-limits.js';
import type { OfficerLimits } from './modules/verification/admit-verifications.js';

/** What the results subgraph is told at its start. */
export interface ResultsSettings {
  /** ISO 3166-1 alpha-2: of the issuer, and of phones without a prefix. */
  readonly country: string;
  /** The issuing authority, as certificates name it; at most 80 characters. */
  readonly authority: string;
  /** How certificates are signed; ES256 and a status list in one piece where it is left out. */
  readonly issuing?: IssuingSettings;
  /** The thumbprint (RFC 7638) that the root key of trust bundles must have; whichever it is where it is left out. */
  readonly trustRoot?: string | undefined;
  /** How much a lab may ask for; generous where it is left out. */
  readonly labLimits?: LabLimits;
  /** How much one officer may verify. */
  readonly officerLimits?: OfficerLimits;
}
