import { DateTime, UserError } from '@ketqua/platform';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum TrustListFormat {
  DCC = 'DCC',
  GDHCN = 'GDHCN',
  JWKS = 'JWKS',
  PEM = 'PEM',
  DCC_REVOCATIONS = 'DCC_REVOCATIONS',
}
registerEnumType(TrustListFormat, {
  name: 'TrustListFormat',
  description:
    "DCC: the EU gateway's list of document signers, also behind the line that signs it. GDHCN: a DID document of WHO's network. JWKS: keys with x5c. PEM: certificates. DCC_REVOCATIONS: batches of revocation hashes.",
});

@InputType()
export class ImportTrustListInput {
  @Field(() => String, {
    description:
      'Whose list it is, as DE or GDHCN: 1 to 40 letters, digits, dots, dashes. A list takes the place of the one of before from the same source; revocations are added to those of before.',
  })
  source!: string;
  @Field(() => TrustListFormat)
  format!: TrustListFormat;
  @Field(() => String, {
    description: 'The file as it was published. Whoever imports it has made sure that it is genuine.',
  })
  content!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'Whose signature the list must bear: for DCC a public key in PEM, over the list behind its first line; for JWKS the thumbprint of the key that signed it as a JWS. Left out, it is not asked for.',
  })
  signedBy?: string | null;
}

@InputType()
export class RemoveTrustListInput {
  @Field(() => String)
  source!: string;
}

@ObjectType('TrustList', {
  description: 'A list of keys that was imported: whose certificates are believed. Read by ADMIN.',
})
export class TrustListType {
  @Field(() => String)
  source!: string;
  @Field(() => TrustListFormat)
  format!: TrustListFormat;
  @Field(() => Int, { description: 'Grows with each import.' })
  version!: number;
  @Field(() => Int)
  keys!: number;
  @Field(() => Int, { description: 'Entries that are no document signer that can be used.' })
  skipped!: number;
  @Field(() => [String], { description: 'ISO 3166-1 alpha-2.' })
  countries!: string[];
  @Field(() => DateTime)
  importedAt!: Date;
  @Field(() => ID)
  importedBy!: string;
  @Field(() => Boolean, {
    description:
      'Imported more than 7 days ago: nothing that its keys signed is green until it is imported again.',
  })
  isStale!: boolean;
}

@ObjectType({ description: 'What was imported of what a country revoked. Read by ADMIN.' })
export class RevokingCountry {
  @Field(() => String, { description: 'ISO 3166-1 alpha-2.' })
  country!: string;
  @Field(() => Int, { description: 'Hashes that have not expired.' })
  hashes!: number;
  @Field(() => DateTime)
  importedAt!: Date;
  @Field(() => Boolean, {
    description: 'Imported more than 7 days ago: its certificates are of unknown status.',
  })
  isStale!: boolean;
}

@ObjectType({ description: 'What an import brought.' })
export class TrustListImport {
  @Field(() => TrustListType, { nullable: true, description: 'Null for revocations.' })
  trustList!: TrustListType | null;
  @Field(() => [RevokingCountry], { description: 'The countries of revocations, as they stand now.' })
  countries!: RevokingCountry[];
}

@ObjectType({
  implements: UserError,
  description:
    'Nothing was imported: INVALID_SOURCE, UNREADABLE_TRUST_LIST (not of this format, or without a key that can be used), TOO_MANY_TRUSTED_KEYS (2,000 in all).',
})
export class InvalidTrustListError extends UserError {
  @Field(() => [String])
  path!: string[];
}
