import { Migration001FirstTables } from './migration-001-first-tables.js';

/** The schema's history, oldest first. */
export const migrations = [{ name: '001-first-tables', class: Migration001FirstTables }];
