import { Migration001FirstTables } from './migration-001-first-tables.js';
import { Migration002KnownLabs } from './migration-002-known-labs.js';
import { Migration003UnansweredChecks } from './migration-003-unanswered-checks.js';
import { Migration004Devices } from './migration-004-devices.js';
import { Migration005IdleAccounts } from './migration-005-idle-accounts.js';
import { Migration006Notices } from './migration-006-notices.js';
import { Migration007Deliveries } from './migration-007-deliveries.js';
import { Migration008Limits } from './migration-008-limits.js';
import { Migration009OtherWays } from './migration-009-other-ways.js';
import { Migration010Repeats } from './migration-010-repeats.js';
import { Migration011ProviderHealth } from './migration-011-provider-health.js';

/** The schema's history, oldest first. */
export const migrations = [
  { name: '001-first-tables', class: Migration001FirstTables },
  { name: '002-known-labs', class: Migration002KnownLabs },
  { name: '003-unanswered-checks', class: Migration003UnansweredChecks },
  { name: '004-devices', class: Migration004Devices },
  { name: '005-idle-accounts', class: Migration005IdleAccounts },
  { name: '006-notices', class: Migration006Notices },
  { name: '007-deliveries', class: Migration007Deliveries },
  { name: '008-limits', class: Migration008Limits },
  { name: '009-other-ways', class: Migration009OtherWays },
  { name: '010-repeats', class: Migration010Repeats },
  { name: '011-provider-health', class: Migration011ProviderHealth },
];
