import type { Logger as OrmLogger } from '@mikro-orm/core';
import { recordSpan } from './tracing.js';

/** Tells traces of the ORM's statements: what is done to which table, and how long it took; no text, no parameter. */
export const queryTracer: OrmLogger = {
  log: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  logQuery({ query = '', took }) {
    if (took !== undefined) recordSpan(querySpan(query), took);
  },
  setDebugMode: () => undefined,
  isEnabled: () => false,
};

/** What a statement is called: `insert results.submission`. */
export function querySpan(sql: string) {
  const [verb = 'other'] =
    /^\s*(?:with|select|insert|update|delete|begin|commit|rollback)\b/i.exec(sql) ?? [];
  const operation = verb.trim().toLowerCase();
  const [, schema, table] = /\b(?:from|into|update|join)\s+"?([a-z_]+)"?\."?([a-z_]+)"?/i.exec(sql) ?? [];
  const collection = schema && table ? `${schema}.${table}` : undefined;
  return {
    name: collection ? `${operation} ${collection}` : operation,
    kind: 'client' as const,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      'db.collection.name': collection,
    },
  };
}
