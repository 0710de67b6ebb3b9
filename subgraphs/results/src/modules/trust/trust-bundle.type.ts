import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SigningAlgorithm } from '../signing-key/signing-key.type.js';

export enum TrustStatusSource {
  LIST = 'LIST',
  HASHES = 'HASHES',
  NONE = 'NONE',
}
registerEnumType(TrustStatusSource, {
  name: 'TrustStatusSource',
  description:
    'Where the status of a certificate of a key stands. LIST: in `status.lists`, by its index. HASHES: in `status.revocations`; what is not there is in force. NONE: what is not in `status.revocations` is of unknown status.',
});

export enum RevocationHashType {
  SIGNATURE = 'SIGNATURE',
  UCI = 'UCI',
  COUNTRYCODEUCI = 'COUNTRYCODEUCI',
}
registerEnumType(RevocationHashType, {
  name: 'RevocationHashType',
  description:
    'What a DCC revocation hash is of: the signature (r alone for ES256), the identifier, or issuing country and identifier.',
});

@ObjectType({ description: 'A key whose certificates are believed.' })
export class TrustBundleKey {
  @Field(() => String, { description: 'Base64 of 8 bytes.' })
  kid!: string;
  @Field(() => SigningAlgorithm)
  algorithm!: SigningAlgorithm;
  @Field(() => String, { description: 'ISO 3166-1 alpha-2.' })
  country!: string;
  @Field(() => String, { description: 'ISO 8601, whole seconds.' })
  notBefore!: string;
  @Field(() => String)
  notAfter!: string;
  @Field(() => Boolean)
  revoked!: boolean;
  @Field(() => [String], { description: 't tests, v vaccinations, r recoveries; empty for all.' })
  usages!: string[];
  @Field(() => String, {
    description: 'Base64url: x and y of the point for ES256, whose length tells the curve; "n.e" for PS256.',
  })
  publicKey!: string;
  @Field(() => TrustStatusSource)
  status!: TrustStatusSource;
}

@ObjectType()
export class TrustBundleRule {
  @Field(() => String)
  identifier!: string;
  @Field(() => String, {
    description: 'Of the set that it belongs to: checkpoints go by a set, `Checkpoint.ruleSet`.',
  })
  ruleSet!: string;
  @Field(() => String, { description: 'Whose rule it is: ISO 3166-2 or ISO 3166-1 alpha-2.' })
  jurisdiction!: string;
  @Field(() => String, { description: 'The DCC validation rule (CertLogic), as JSON.' })
  rule!: string;
}

@ObjectType()
export class TrustBundleValueSet {
  @Field(() => String)
  id!: string;
  @Field(() => String, { description: 'Base64url of the SHA-256 of the sorted values in canonical JSON.' })
  hash!: string;
  @Field(() => [String], { nullable: true, description: 'Given where a rule refers to it.' })
  values!: string[] | null;
}

@ObjectType({ description: 'Our certificates that are withdrawn and have not expired, by index.' })
export class TrustBundleStatusList {
  @Field(() => Int)
  shard!: number;
  @Field(() => Int, {
    description: 'The index of the first status. Before and behind the list all are in force.',
  })
  first!: number;
  @Field(() => Int, { description: 'How many bytes it inflates to.' })
  length!: number;
  @Field(() => String, {
    description:
      'Base64url of a zlib stream: two bits each, the lowest first, 0 in force, 1 revoked, 3 superseded (Token Status List).',
  })
  list!: string;
}

@ObjectType({ description: 'What another country revoked.' })
export class TrustBundleRevocations {
  @Field(() => String)
  country!: string;
  @Field(() => String, { nullable: true, description: 'Null where it is for whichever key of the country.' })
  kid!: string | null;
  @Field(() => RevocationHashType)
  hashType!: RevocationHashType;
  @Field(() => String, { description: 'Base64url of the hashes, 16 bytes each, sorted.' })
  hashes!: string;
}

@ObjectType()
export class TrustBundleStatus {
  @Field(() => [TrustBundleStatusList])
  lists!: TrustBundleStatusList[];
  @Field(() => [TrustBundleRevocations])
  revocations!: TrustBundleRevocations[];
}

@ObjectType('TrustBundle', {
  description:
    'Everything that a verifier needs offline; the same as GET /trust-bundle, which answers with 304, too.',
})
export class TrustBundleType {
  @Field(() => String, { description: 'ISO 8601, whole seconds. A clock before it is wrong.' })
  issuedAt!: string;
  @Field(() => Float, { description: 'A whole number that only grows.' })
  version!: number;
  @Field(() => Int, {
    description: 'Seconds after `issuedAt` until nothing is green by this bundle any more.',
  })
  maxAge!: number;
  @Field(() => [TrustBundleKey])
  keys!: TrustBundleKey[];
  @Field(() => [TrustBundleRule])
  rules!: TrustBundleRule[];
  @Field(() => [TrustBundleValueSet])
  valueSets!: TrustBundleValueSet[];
  @Field(() => TrustBundleStatus)
  status!: TrustBundleStatus;
  @Field(() => String, {
    description:
      'A detached JWS (RFC 7797) over the canonical JSON (RFC 8785) of all other fields but `document`, by the root key of trust bundles.',
  })
  signature!: string;
  @Field(() => String, {
    description: 'All of it as it was signed, with the signature: what GET /trust-bundle answers.',
  })
  document!: string;
}
