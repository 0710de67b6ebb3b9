const counts = 'rowCount accepted duplicates rejected';
const row = 'index line accessionNumber status resultId duplicateOf problems { field code message hint }';

/** What the command selects of each mutation's answer, besides the named errors. */
const selections = {
  createLabSession: '... on LabSession { accessToken expiresAt }',
  importResults: `... on SubmissionReceipt { id idempotencyKey state receivedAt ${counts} } ... on UnreadableFileError { line }`,
  previewImport: `... on ImportPreview { ${counts} rows(count: 20000) { ${row} } } ... on UnreadableFileError { line }`,
  reportNothingToSubmit: '... on LabSync { status }',
  requestOtp: '... on OtpChallenge { id }',
  verifyOtp: '... on Session { accessToken }',
  rotateSigningKey: '... on SigningKey { kid signsFrom }',
  revokeSigningKey: '... on SigningKey { kid state }',
  importTrustList:
    '... on TrustListImport { trustList { keys skipped version } countries { country hashes } }',
  removeTrustList: '... on TrustList { keys }',
} as const;

/** A mutation that the command sends. */
export type MutationName = keyof typeof selections;

/** How many rows of a receipt are fetched at once. */
export const rowsAtOnce = 1_000;

/** The queries that the command sends. */
export const queries = {
  importDefaults:
    'query ImportDefaults { importDefaults { timeZone dateFormat country mapping { column field } } }',
  submissionRows: `query SubmissionRows($id: ID!, $from: Int!) { submission(id: $id) { rows(from: $from, count: ${rowsAtOnce}) { ${row} } } }`,
  submissionProgress: `query SubmissionProgress($key: String!) { submissionByKey(idempotencyKey: $key) { ${counts} } }`,
  corrections: 'query Corrections($id: ID!) { submission(id: $id) { rejected correctionFile { content } } }',
  labState: `query LabState($first: Int!) {
  ownLab { code name sync { status lastSyncedAt dueAt resultsLastHour } }
  submissions(first: $first) { edges { node { id idempotencyKey state ${counts} receivedAt } } }
}`,
  keys: `query Keys {
  signingKeys { kid algorithm state vault signsFrom signsUntil notAfter createdAt revokedAt revokedReason }
  trustLists { source format version keys skipped countries importedAt isStale }
  revokingCountries { country hashes importedAt isStale }
}`,
  publishedTrustList: 'query PublishedTrustList { publishedTrustList { certificates jwks } }',
  ownRevocations:
    'query OwnRevocations($hashType: RevocationHashType!, $after: String) { ownRevocations(hashType: $hashType, after: $after) { batches next } }',
  trustBundle: 'query TrustBundle { trustBundle { document } }',
} as const;

/** The document of a mutation with one input, whose answer is a union. */
export function mutationOf(name: MutationName): string {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  return `mutation ${type}($input: ${type}Input!) { ${name}(input: $input) { __typename ${selections[name]} ... on UserError { code message } } }`;
}

/** Every document that the command sends: what a platform in production has to trust. */
export function commandDocuments(): string[] {
  return [
    ...Object.keys(selections).map((name) => mutationOf(name as MutationName)),
    ...Object.values(queries),
  ];
}
