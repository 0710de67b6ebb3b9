import { Migration001FirstTables } from './migration-001-first-tables.js';
import { Migration002SearchAndHolds } from './migration-002-search-and-holds.js';
import { Migration003Imports } from './migration-003-imports.js';
import { Migration004ResultHistory } from './migration-004-result-history.js';
import { Migration005Releases } from './migration-005-releases.js';
import { Migration006IdempotencyKeys } from './migration-006-idempotency-keys.js';
import { Migration007Recalls } from './migration-007-recalls.js';
import { Migration008LabUsage } from './migration-008-lab-usage.js';
import { Migration009SubmissionReading } from './migration-009-submission-reading.js';
import { Migration010RecordAccess } from './migration-010-record-access.js';
import { Migration011Disputes } from './migration-011-disputes.js';
import { Migration012StatusList } from './migration-012-status-list.js';
import { Migration013Claims } from './migration-013-claims.js';
import { Migration014PhoneReports } from './migration-014-phone-reports.js';
import { Migration015ProvenPeople } from './migration-015-proven-people.js';
import { Migration016HelpDesk } from './migration-016-help-desk.js';
import { Migration017DeskPhones } from './migration-017-desk-phones.js';
import { Migration018KeyRotation } from './migration-018-key-rotation.js';
import { Migration019WrongPhoneResults } from './migration-019-wrong-phone-results.js';
import { Migration020Trust } from './migration-020-trust.js';
import { Migration021RuleSets } from './migration-021-rule-sets.js';
import { Migration022Officers } from './migration-022-officers.js';

/** The schema's history, oldest first. */
export const migrations = [
  { name: '001-first-tables', class: Migration001FirstTables },
  { name: '002-search-and-holds', class: Migration002SearchAndHolds },
  { name: '003-imports', class: Migration003Imports },
  { name: '004-result-history', class: Migration004ResultHistory },
  { name: '005-releases', class: Migration005Releases },
  { name: '006-idempotency-keys', class: Migration006IdempotencyKeys },
  { name: '007-recalls', class: Migration007Recalls },
  { name: '008-lab-usage', class: Migration008LabUsage },
  { name: '009-submission-reading', class: Migration009SubmissionReading },
  { name: '010-record-access', class: Migration010RecordAccess },
  { name: '011-disputes', class: Migration011Disputes },
  { name: '012-status-list', class: Migration012StatusList },
  { name: '013-claims', class: Migration013Claims },
  { name: '014-phone-reports', class: Migration014PhoneReports },
  { name: '015-proven-people', class: Migration015ProvenPeople },
  { name: '016-help-desk', class: Migration016HelpDesk },
  { name: '017-desk-phones', class: Migration017DeskPhones },
  { name: '018-key-rotation', class: Migration018KeyRotation },
  { name: '019-wrong-phone-results', class: Migration019WrongPhoneResults },
  { name: '020-trust', class: Migration020Trust },
  { name: '021-rule-sets', class: Migration021RuleSets },
  { name: '022-officers', class: Migration022Officers },
];
