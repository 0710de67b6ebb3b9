import { buildSubgraphSchema } from '@ketqua/platform';
import type { GraphQLSchema } from 'graphql';
import type { LabsContext } from './context.js';
import { IssueLabKeyResolver } from './modules/lab-key/issue-lab-key.resolver.js';
import { ListLabKeysResolver } from './modules/lab-key/list-lab-keys.resolver.js';
import { RevokeLabKeyResolver } from './modules/lab-key/revoke-lab-key.resolver.js';
import { CreateLabSessionResolver } from './modules/lab-session/create-lab-session.resolver.js';
import { LabSyncResolver } from './modules/lab-sync/lab-sync.resolver.js';
import { LabSyncChangedResolver } from './modules/lab-sync/lab-sync-changed.resolver.js';
import { ReportNothingToSubmitResolver } from './modules/lab-sync/report-nothing-to-submit.resolver.js';
import { ListLabsResolver } from './modules/laboratory/list-labs.resolver.js';
import { labById } from './modules/laboratory/list-labs.service.js';
import { RegisterLabResolver } from './modules/laboratory/register-lab.resolver.js';
import { UpdateLabResolver } from './modules/laboratory/update-lab.resolver.js';

/** The labs subgraph's schema. Needs no database. */
export function buildLabsSchema(): Promise<GraphQLSchema> {
  return buildSubgraphSchema<LabsContext>({
    resolvers: [
      ListLabsResolver,
      RegisterLabResolver,
      UpdateLabResolver,
      ListLabKeysResolver,
      IssueLabKeyResolver,
      RevokeLabKeyResolver,
      CreateLabSessionResolver,
      ReportNothingToSubmitResolver,
      LabSyncChangedResolver,
      LabSyncResolver,
    ],
    references: {
      Lab: { permission: 'lab.read', resolve: ({ id }, context) => labById(context, id ?? '') },
    },
  });
}
