import { buildSubgraphSchema, type EntityReference } from '@ketqua/platform';
import type { GraphQLSchema } from 'graphql';
import type { ResultsContext } from './context.js';
import { IssueQrTokenResolver } from './modules/certificate/issue-qr-token.resolver.js';
import { QrTokenResolver } from './modules/certificate/qr-token.resolver.js';
import { RevokeQrTokenResolver } from './modules/certificate/revoke-qr-token.resolver.js';
import { CheckpointResolver } from './modules/checkpoint/checkpoint.resolver.js';
import { presentCheckpoint } from './modules/checkpoint/present-checkpoint.js';
import { readableCheckpoint } from './modules/checkpoint/readable-checkpoint.js';
import { ClaimPersonResolver } from './modules/person/claim-person.resolver.js';
import { CitizenPeopleResolver, PersonResolver } from './modules/person/person.resolver.js';
import { CitizenReference } from './modules/person/person.type.js';
import { ImportResultsResolver } from './modules/submission/import/import-results.resolver.js';
import { SubmissionsResolver } from './modules/submission/submissions.resolver.js';
import { SubmitResultsResolver } from './modules/submission/submit-results.resolver.js';
import { ChangeResultResolver } from './modules/test-result/change-result.resolver.js';
import { EventCursorResolver } from './modules/test-result/event-cursor.resolver.js';
import { presentResult } from './modules/test-result/present-result.js';
import { readableResult } from './modules/test-result/readable-result.js';
import { ResultReleasedResolver } from './modules/test-result/result-released.resolver.js';
import { TestResultResolver } from './modules/test-result/test-result.resolver.js';
import { VerificationFeedResolver } from './modules/verification/verification-feed.resolver.js';
import { VerifyQrResolver } from './modules/verification/verify-qr.resolver.js';

const references: Record<string, EntityReference<ResultsContext>> = {
  TestResult: {
    permission: 'result.read',
    async resolve({ id }, context) {
      const row = await readableResult(context, id!);
      return row && presentResult(row, context.viewer);
    },
  },
  Checkpoint: {
    permission: 'checkpoint.read',
    async resolve({ id }, context) {
      const checkpoint = await readableCheckpoint(context, id!);
      return checkpoint && presentCheckpoint(checkpoint);
    },
  },
  Citizen: {
    permission: 'person.read',
    resolve: ({ id }) => Object.assign(new CitizenReference(), { id }),
  },
};

/** The results subgraph's schema; needs no database. */
export function buildResultsSchema(): Promise<GraphQLSchema> {
  return buildSubgraphSchema<ResultsContext>({
    resolvers: [
      SubmitResultsResolver,
      ImportResultsResolver,
      SubmissionsResolver,
      TestResultResolver,
      ChangeResultResolver,
      ResultReleasedResolver,
      EventCursorResolver,
      CitizenPeopleResolver,
      PersonResolver,
      ClaimPersonResolver,
      IssueQrTokenResolver,
      QrTokenResolver,
      RevokeQrTokenResolver,
      CheckpointResolver,
      VerifyQrResolver,
      VerificationFeedResolver,
    ],
    references,
    orphanedTypes: [CitizenReference],
  });
}
