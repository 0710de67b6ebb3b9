import type { Query } from '../events/event-log.js';

/** The values of one column, and its PostgreSQL type. */
export interface Column {
  readonly type: 'uuid' | 'text' | 'int' | 'boolean' | 'bytea' | 'timestamptz' | 'jsonb' | 'date';
  readonly values: readonly unknown[];
}

/**
 * Inserts any number of rows in one statement, a parameter a column: `INSERT … SELECT … FROM unnest(…)`. It costs
 * a third of the ORM's upsert, and the embedded database breaks past 32,767 parameters. A column that says the same
 * in every row travels once. `suffix` is what follows (`on conflict … returning …`).
 */
export function insertRows<Row = never>(
  query: Query,
  table: string,
  columns: Readonly<Record<string, Column>>,
  suffix = '',
): Promise<Row[]> {
  const named = Object.entries(columns);
  const several = named.filter(([, { values }]) => !isUniform(values));
  // The rows are counted by an array: without one there would be a single row.
  const varying = several.length ? several : named.slice(0, 1);
  const parameters: unknown[] = [];
  const parameter = (value: unknown) => `$${parameters.push(value)}`;
  const arrays = varying.map(([, { type, values }]) => `${parameter(values)}::${sentAs(type)}[]`);
  const selected = named.map(([name, { type, values }]) => {
    const source = varying.some(([varies]) => varies === name)
      ? `"${name}"`
      : `${parameter(values[0] ?? null)}::${sentAs(type)}`;
    return type === 'jsonb' ? `${source}::jsonb` : source;
  });
  const list = (of: readonly (readonly [string, Column])[]) => of.map(([name]) => `"${name}"`).join(', ');
  return query<Row>(
    `insert into ${table} (${list(named)}) select ${selected.join(', ')} from unnest(${arrays.join(', ')}) as row (${list(varying)}) ${suffix}`,
    parameters,
  );
}

/** JSON travels as text: an array of it would be taken for an array of PostgreSQL's. */
function sentAs(type: Column['type']): string {
  return type === 'jsonb' ? 'text' : type;
}

/** Whether every row has the same value; bytes are told apart by being other buffers. */
function isUniform(values: readonly unknown[]): boolean {
  const [first = null] = values;
  return values.every((value) => (value ?? null) === first);
}
