import type { Query } from '../events/event-log.js';

/** The values of one column, and its PostgreSQL type. */
export interface Column {
  readonly type: 'uuid' | 'text' | 'int' | 'boolean' | 'bytea' | 'timestamptz' | 'jsonb' | 'date';
  readonly values: readonly unknown[];
}

/**
 * Inserts any number of rows in one statement, a parameter a column: `INSERT … SELECT … FROM unnest(…)`. It costs
 * a third of the ORM's upsert, and the embedded database breaks past 32,767 parameters. `suffix` is what follows
 * (`on conflict … returning …`).
 */
export function insertRows<Row = never>(
  query: Query,
  table: string,
  columns: Readonly<Record<string, Column>>,
  suffix = '',
): Promise<Row[]> {
  const names = Object.keys(columns);
  const arrays = names.map((name, position) => {
    const { type } = columns[name]!;
    return `$${position + 1}::${type === 'jsonb' ? 'text' : type}[]`;
  });
  const selected = names.map((name) => (columns[name]!.type === 'jsonb' ? `"${name}"::jsonb` : `"${name}"`));
  const listed = names.map((name) => `"${name}"`).join(', ');
  return query<Row>(
    `insert into ${table} (${listed}) select ${selected.join(', ')} from unnest(${arrays.join(', ')}) as row (${listed}) ${suffix}`,
    names.map((name) => columns[name]!.values),
  );
}
