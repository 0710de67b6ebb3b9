import pg from 'pg';

/** Does something on the server that `DATABASE_URL` names, outside any journey's database. */
export async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
