/** Why facts or a certificate cannot be issued. */
export type NotCertifiableReason =
  | 'OUTCOME_NOT_CERTIFIABLE'
  | 'DISEASE_NOT_COVERED'
  | 'TEST_TYPE_NOT_COVERED'
  | 'DEVICE_MISSING'
  | 'DEVICE_NOT_LISTED'
  | 'COUNTRY_UNKNOWN'
  | 'NAME_MISSING'
  | 'NAME_NOT_TRANSLITERABLE'
  | 'FIELD_MISSING'
  | 'FIELD_INVALID'
  | 'FIELD_TOO_LONG'
  | 'VALIDITY_INVALID';

/** Says that a certificate cannot be issued: why, and for which field; never with a personal value. */
export class NotCertifiableError extends Error {
  override readonly name = 'NotCertifiableError';

  constructor(
    readonly reason: NotCertifiableReason,
    /** The field of TestFacts or of the certificate, where one is to blame. */
    readonly field?: string,
  ) {
    super(field === undefined ? `not certifiable: ${reason}` : `not certifiable: ${reason} (${field})`);
  }
}
