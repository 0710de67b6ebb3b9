import data from './sub-claims.json' with { type: 'json' };

/** A sub-claim of the health certificate claim (HCERT 1.0.5, section 2.6.3): the disease that it is for. */
export interface SubClaim {
  readonly number: number;
  /** IN_FORCE: given by the specification. EXPERIMENTAL: our own number, which other verifiers do not know. */
  readonly state: 'IN_FORCE' | 'EXPERIMENTAL';
  /** SNOMED CT. */
  readonly disease: string;
  readonly name: string;
}

/** The EU Digital COVID Certificate: COVID-19 and no other disease, ever. */
export const SUBCLAIM_EU_DCC_V1 = 1;

/** The registry of sub-claims; its source stands in the data file. */
export const subClaims = data.subClaims as readonly SubClaim[];

const byDisease = new Map(subClaims.map((subClaim) => [subClaim.disease, subClaim]));
const byNumber = new Map(subClaims.map((subClaim) => [subClaim.number, subClaim]));

/** The sub-claim that a disease (SNOMED CT) is certified in, or nothing. */
export function subClaimOfDisease(disease: string): SubClaim | undefined {
  return byDisease.get(disease);
}

/** The sub-claim of a number, or nothing. */
export function subClaimOfNumber(number: number): SubClaim | undefined {
  return byNumber.get(number);
}
