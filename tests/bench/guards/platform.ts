import { attacks, type Guard } from './guard.js';

const platform = (file: string) => `packages/platform/dist/${file}.js`;

/** What every subgraph asks by itself: permissions and signatures, in the platform. */
export const platformGuards: readonly Guard[] = [
  {
    name: 'the catalogue of permissions',
    file: platform('graphql/authorize'),
    find: "permission === 'public' || allows(viewer, permission)",
    replace: 'true',
    where: attacks,
    attack: 'are refused to everybody else',
  },
  {
    name: 'a key is asked whether keys may',
    file: platform('viewer/permissions'),
    find: 'return grant.labKey ?? false;',
    replace: 'return true;',
    where: attacks,
    attack: 'is no person: with a key it opens nobody',
  },
  ...(
    [
      ['for which room', 'audience: this.audience,', '', 'signed by another key, for another room'],
      [
        'for which body',
        'if (payload.body !== digest(body))',
        'if (false)',
        'signed by another key, for another room',
      ],
      ['once', 'if (this.#seen.has(nonce))', 'if (false)', 'signed by another key, for another room'],
      ['by whom', "issuer: 'gateway',", '', 'was signed by somebody else, without an end, or long ago'],
      [
        'until when',
        "requiredClaims: ['exp', 'jti']",
        "requiredClaims: ['jti']",
        'was signed by somebody else, without an end, or long ago',
      ],
    ] as const
  ).map(([name, find, replace, attack]) => ({
    name: `what the gateway signs: ${name}`,
    file: platform('viewer/signed-request'),
    find,
    replace,
    where: attacks,
    attack,
    onPostgres: true,
  })),
  {
    name: 'a subgraph believes what is signed alone',
    file: platform('subgraph/serve-subgraph'),
    find: 'if (!(error instanceof UnsignedRequestError))\n            throw error;\n        metrics.unsigned();\n',
    replace:
      "caller = { viewer: { kind: 'anonymous' }, locale: 'en', address: '', requestId: '' };\n        if (!caller)\n",

    where: attacks,
    attack: 'is refused unsigned, `_service` and `_entities` included',
    onPostgres: true,
  },
  {
    name: 'a subgraph believes on a socket what is signed alone',
    file: platform('subgraph/serve-subgraph'),
    find: 'if (!caller)\n                return [',
    replace: 'if (false)\n                return [',
    where: attacks,
    attack: 'is refused over a socket in the same ways',
    onPostgres: true,
  },
];
