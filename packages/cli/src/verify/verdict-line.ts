import type { HealthCertVerdict } from '@ketqua/health-cert';
import type { Language } from '../console/console.js';
import type { LineProblem } from './verify-request.js';

/** Where an input could not be judged. */
export interface InputPosition {
  /** The file; absent for standard input. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/**
 * A verdict as one line of JSON: what was found out, never who the certificate is for. `docs/verifier.md` is its
 * description.
 */
export function verdictLine(
  found: HealthCertVerdict,
  language: Language,
  more: readonly string[] = [],
): string {
  return JSON.stringify({
    verdict: found.verdict,
    decode: found.decode,
    signature: found.signature,
    validity: found.validity,
    schema: found.schema ?? null,
    rules: found.rules.map(({ id, outcome, description }) => ({
      id,
      outcome,
      description: description[language],
    })),
    status: found.status,
    reasons: [...found.reasons, ...more],
    kid: found.kid,
    issuer: found.issuer,
    issuedAt: found.issuedAt,
    expiresAt: found.expiresAt,
  });
}

/** The line of a picture in which no QR code can be read. */
export function pictureLine(): string {
  return JSON.stringify({ ...nothingFound, decode: 'PICTURE', reasons: ['UNREADABLE_PICTURE'] });
}

/** The line of what could not be judged, in its place: where it stands and how to mend it, never what it says. */
export function problemLine(
  { code, field, message }: Omit<LineProblem, 'code'> & { readonly code: string },
  position: InputPosition,
  language: Language,
): string {
  return JSON.stringify({
    ...nothingFound,
    decode: 'INPUT',
    reasons: [code],
    error: { code, ...position, field, message: message[language] },
  });
}

const nothingFound = {
  verdict: 'FAIL',
  decode: '',
  signature: 'INVALID',
  validity: 'UNKNOWN',
  schema: null,
  rules: [],
  status: 'UNKNOWN',
  reasons: [] as readonly string[],
};
