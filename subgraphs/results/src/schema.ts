import { buildSubgraphSchema, type EntityReference } from '@ketqua/platform';
import type { GraphQLSchema } from 'graphql';
import type { ResultsContext } from './context.js';
import { AuditResolver } from './modules/audit/audit.resolver.js';
import { CertificateWithdrawnResolver } from './modules/certificate/certificate-withdrawn.resolver.js';
import { IssueQrTokenResolver } from './modules/certificate/issue-qr-token.resolver.js';
import { QrTokenResolver } from './modules/certificate/qr-token.resolver.js';
import { QrTokenStatusChangedResolver } from './modules/certificate/qr-token-status-changed.resolver.js';
import { RevokeQrTokenResolver } from './modules/certificate/revoke-qr-token.resolver.js';
import { CheckpointResolver } from './modules/checkpoint/checkpoint.resolver.js';
import { presentCheckpoint } from './modules/checkpoint/present-checkpoint.js';
import { readableCheckpoint } from './modules/checkpoint/readable-checkpoint.js';
import { CheckpointRuleResolver } from './modules/checkpoint-rule/checkpoint-rule.resolver.js';
import { ClaimPersonResolver } from './modules/claim/claim-person.resolver.js';
import { DisputeResolver } from './modules/dispute/dispute.resolver.js';
import { DisputeChangedResolver } from './modules/dispute/dispute-changed.resolver.js';
import {
  RecordPersonDisputesResolver,
  ResultDisputesResolver,
} from './modules/dispute/disputes-of.resolver.js';
import { HelpDeskResolver } from './modules/help-desk/help-desk.resolver.js';
import { CitizenPeopleResolver, PersonResolver } from './modules/person/person.resolver.js';
import { CitizenReference } from './modules/person/person.type.js';
import { PhoneReportResolver } from './modules/phone-report/phone-report.resolver.js';
import { RecallResolver } from './modules/recall/recall.resolver.js';
import { noteAccess } from './modules/record-access/note-access.js';
import { openedResult } from './modules/record-access/opened-result.js';
import { PersonAccessesResolver } from './modules/record-access/person-accesses.resolver.js';
import { RecordAct } from './modules/record-access/record-act.js';
import {
  CitizenRecordResolver,
  RecordDataResolver,
  RecordPersonResolver,
  RecordResultResolver,
} from './modules/record-data/record-data.resolver.js';
import { ReleasePolicyResolver } from './modules/release/release-policy.resolver.js';
import { ReleaseResultsResolver } from './modules/release/release-results.resolver.js';
import { ResultHoldOverdueResolver } from './modules/release/result-hold-overdue.resolver.js';
import { ShiftResolver } from './modules/shift/shift.resolver.js';
import { SigningKeyResolver } from './modules/signing-key/signing-key.resolver.js';
import { ImportDefaultsResolver } from './modules/submission/import/import-defaults.resolver.js';
import { ImportResultsResolver } from './modules/submission/import/import-results.resolver.js';
import { PreviewImportResolver } from './modules/submission/import/preview-import.resolver.js';
import { SubmissionsResolver } from './modules/submission/submissions.resolver.js';
import { SubmitResultsResolver } from './modules/submission/submit-results.resolver.js';
import { ChangeResultResolver } from './modules/test-result/change-result.resolver.js';
import { EventCursorResolver } from './modules/test-result/event-cursor.resolver.js';
import { presentResult } from './modules/test-result/present-result.js';
import { readableResult } from './modules/test-result/readable-result.js';
import { ResultReleasedResolver } from './modules/test-result/result-released.resolver.js';
import { SearchResultsResolver } from './modules/test-result/search-results.resolver.js';
import { TestResultResolver } from './modules/test-result/test-result.resolver.js';
import { PublishedTrustListResolver } from './modules/trust/published-trust-list.resolver.js';
import { TrustBundleResolver } from './modules/trust/trust-bundle.resolver.js';
import { TrustBundleChangedResolver } from './modules/trust/trust-bundle-changed.resolver.js';
import { TrustListResolver } from './modules/trust/trust-list.resolver.js';
import { ReportVerificationsResolver } from './modules/verification/report-verifications.resolver.js';
import { VerificationFeedResolver } from './modules/verification/verification-feed.resolver.js';
import { VerifyQrResolver } from './modules/verification/verify-qr.resolver.js';

const references: Record<string, EntityReference<ResultsContext>> = {
  TestResult: {
    permission: 'result.read',
    async resolve({ id }, context) {
      const row = await readableResult(context, id!);
      if (row) await noteAccess(context, RecordAct.VIEWED, [openedResult(row)]);
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
      PreviewImportResolver,
      ImportDefaultsResolver,
      SubmissionsResolver,
      TestResultResolver,
      SearchResultsResolver,
      ChangeResultResolver,
      PhoneReportResolver,
      HelpDeskResolver,
      RecallResolver,
      ReleaseResultsResolver,
      ReleasePolicyResolver,
      ResultHoldOverdueResolver,
      ResultReleasedResolver,
      EventCursorResolver,
      CitizenPeopleResolver,
      PersonResolver,
      PersonAccessesResolver,
      CitizenRecordResolver,
      RecordDataResolver,
      RecordPersonResolver,
      RecordResultResolver,
      DisputeResolver,
      ResultDisputesResolver,
      RecordPersonDisputesResolver,
      DisputeChangedResolver,
      ClaimPersonResolver,
      IssueQrTokenResolver,
      QrTokenResolver,
      QrTokenStatusChangedResolver,
      RevokeQrTokenResolver,
      CertificateWithdrawnResolver,
      SigningKeyResolver,
      TrustListResolver,
      TrustBundleResolver,
      TrustBundleChangedResolver,
      PublishedTrustListResolver,
      CheckpointResolver,
      CheckpointRuleResolver,
      VerifyQrResolver,
      ReportVerificationsResolver,
      ShiftResolver,
      AuditResolver,
      VerificationFeedResolver,
    ],
    references,
    orphanedTypes: [CitizenReference],
  });
}
