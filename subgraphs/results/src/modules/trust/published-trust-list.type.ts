import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'Our keys for verifiers of other authorities: those that are neither revoked nor expired. For everybody.',
})
export class PublishedTrustList {
  @Field(() => [String], { description: 'X.509 certificates: DER in base64.' })
  certificates!: string[];
  @Field(() => String, {
    description:
      'A JSON Web Key Set with x5c, as a compact JWS by the root key of trust bundles, whose thumbprint is its kid.',
  })
  jwks!: string;
}

@ObjectType({ description: 'Our withdrawn certificates as other authorities take them. Read by ADMIN.' })
export class OwnRevocations {
  @Field(() => String, {
    description:
      'Batches in the DCC format, as JSON: country, expires, kid, hashType, entries of 16 bytes in base64.',
  })
  batches!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Give it as `after` for the next ones; null at the end.',
  })
  next!: string | null;
}
