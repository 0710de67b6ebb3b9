import type { DecodeStep } from './decode-health-cert.js';
import type { RuleJudgement } from './evaluate-rules.js';
import type { CertificateStatus, CertifiedOutcome, SignatureJudgement, Verdict } from './judge.js';
import type { SchemaFindings } from './schema-findings.js';

/** What the certificate's own times say at the moment of the check; UNKNOWN where it does not say when it ends. */
export type CertificateValidity = 'VALID' | 'EXPIRED' | 'NOT_YET_VALID' | 'UNKNOWN';

/** The test that a certificate carries. */
export interface CertifiedTest {
  /** SNOMED CT. */
  readonly disease: string;
  /** LOINC part: LP6464-4 NAAT, LP217198-3 rapid antigen. */
  readonly type: string;
  readonly name?: string;
  readonly deviceId?: string;
  /** As written on the certificate, with its offset. */
  readonly specimenCollectedAt: string;
  readonly testingCentre?: string;
  readonly country: string;
  /** The authority's name. */
  readonly issuer: string;
}

/** What a verifier finds. Facts of the certificate are given only when its signature is VALID. */
export interface HealthCertVerdict {
  readonly verdict: Verdict;
  /** OK, or the step of reading that failed. */
  readonly decode: 'OK' | DecodeStep;
  readonly signature: SignatureJudgement;
  /** By the clock alone, and as the text claims it when the signature is not VALID. */
  readonly validity: CertificateValidity;
  /** Warnings beside the verdict, where they were asked for and the text could be read. */
  readonly schema?: SchemaFindings;
  readonly status: CertificateStatus;
  readonly rules: readonly RuleJudgement[];
  readonly outcome?: CertifiedOutcome;
  readonly holder?: { readonly displayName: string; readonly dateOfBirth: string };
  readonly test?: CertifiedTest;
  /** UVCI. */
  readonly certificateId?: string;
  /** Base64; as the text claims it when the signature is not VALID, and so are the next three. */
  readonly kid?: string;
  readonly issuer?: string;
  readonly issuedAt?: Date;
  readonly expiresAt?: Date;
  readonly resultedAt?: Date;
  /** Why the verdict is not PASS, and what was not checked: stable codes, the gravest first. */
  readonly reasons: readonly string[];
}
