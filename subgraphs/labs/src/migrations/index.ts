import { Migration001FirstTables } from './migration-001-first-tables.js';
import { Migration002KeyAccess } from './migration-002-key-access.js';
import { Migration003SyncDeadlines } from './migration-003-sync-deadlines.js';
import { Migration004ReleaseDelay } from './migration-004-release-delay.js';
import { Migration005LabContact } from './migration-005-lab-contact.js';
import { Migration006RegisterTold } from './migration-006-register-told.js';

/** The schema's history, oldest first. */
export const migrations = [
  { name: '001-first-tables', class: Migration001FirstTables },
  { name: '002-key-access', class: Migration002KeyAccess },
  { name: '003-sync-deadlines', class: Migration003SyncDeadlines },
  { name: '004-release-delay', class: Migration004ReleaseDelay },
  { name: '005-lab-contact', class: Migration005LabContact },
  { name: '006-register-told', class: Migration006RegisterTold },
];
