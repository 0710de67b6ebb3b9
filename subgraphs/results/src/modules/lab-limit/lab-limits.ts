import { type Database, type Logger, labOf, rateLimited } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';

/** How much one lab may ask for, all its keys and people together. */
export interface LabLimits {
  readonly requestsPerMinute: number;
  readonly rowsPerHour: number;
}

/** Enough for a hospital that sends every result as it comes, and its archive besides. */
export const generousLimits: LabLimits = { requestsPerMinute: 600, rowsPerHour: 200_000 };

/**
 * Counts a request of the caller's lab, and the rows that it brings, before anything is done for it. An authority is
 * not counted. @throws RATE_LIMITED
 */
export async function admitRequest({ viewer, labUsage }: ResultsContext, rows = 0): Promise<void> {
  const labId = labOf(viewer);
  if (labId) await labUsage.admit(labId, { requests: 1, rows });
}

/** Counts the rows of a file, once they are known. @throws RATE_LIMITED */
export async function admitRows({ viewer, labUsage }: ResultsContext, rows: number): Promise<void> {
  const labId = labOf(viewer);
  if (labId) await labUsage.admit(labId, { requests: 0, rows });
}

interface Used {
  /** In this minute. */
  requests: number;
  /** In the last hour. */
  rows: number;
}

interface Known extends Used {
  readonly minute: number;
}

/**
 * What the labs have asked for. The count stands in the database, so that it holds for every process; a process waits
 * for it once a minute and lab, and otherwise judges by what it knows and counts behind the request. With several
 * processes a lab may get on a request or two further, and no request waits for another's transaction.
 */
export class LabUsage {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly database: Database,
    private readonly limits: LabLimits,
    private readonly log: Logger,
  ) {}

  /** @throws RATE_LIMITED */
  async admit(labId: string, asked: Used): Promise<void> {
    const minute = Math.floor(Date.now() / 60_000);
    const known = this.#known.get(labId);
    const { rowsPerHour } = this.limits;
    if (known?.minute !== minute || (asked.rows && known.rows + asked.rows > rowsPerHour)) {
      const used = await this.#count(labId, asked);
      this.#remember(labId, minute, used);
      this.#refuseRequests(asked, used.requests);
      if (asked.rows && used.rowsRefused) throw rateLimited(await this.#secondsUntil(labId, asked.rows));
      return;
    }
    known.requests += asked.requests;
    this.#refuseRequests(asked, known.requests);
    known.rows += asked.rows;
    this.#count(labId, asked).then(
      (used) => this.#remember(labId, minute, used),
      (error: unknown) => this.log.warn({ error }, 'a request was not counted'),
    );
  }

  #refuseRequests(asked: Used, requests: number): void {
    if (!asked.requests || requests <= this.limits.requestsPerMinute) return;
    throw rateLimited(60 - new Date().getUTCSeconds());
  }

  #remember(labId: string, minute: number, { requests, rows }: Used): void {
    const known = this.#known.get(labId);
    const isSame = known?.minute === minute;
    this.#known.set(labId, {
      minute,
      requests: isSame ? Math.max(known.requests, requests) : requests,
      rows: isSame ? Math.max(known.rows, rows) : rows,
    });
    // Only labs that are active: the others' minute is over.
    if (this.#known.size <= 10_000) return;
    for (const [id, one] of this.#known) if (one.minute !== minute) this.#known.delete(id);
  }

  /** Rows that are refused are not counted: a lab that waits gets on again. */
  async #count(labId: string, asked: Used): Promise<Used & { rowsRefused: boolean }> {
    const [used] = await this.database.query<Used & { rowsRefused: boolean }>(
      `with hour as (
         select coalesce(sum(rows), 0)::int as rows from results.lab_usage
          where lab_id = $1 and minute > now() - interval '1 hour'
       ), fitting as (
         select case when hour.rows + $3::int <= $4::int then $3::int else 0 end as rows from hour
       ), counted as (
         insert into results.lab_usage as usage (lab_id, minute, requests, rows)
         select $1, date_trunc('minute', now()), $2::int, rows from fitting
         on conflict (lab_id, minute) do update
            set requests = usage.requests + excluded.requests, rows = usage.rows + excluded.rows
         returning requests
       )
       select counted.requests, hour.rows + fitting.rows as rows, fitting.rows < $3::int as "rowsRefused"
         from counted, hour, fitting`,
      [labId, asked.requests, asked.rows, this.limits.rowsPerHour],
    );
    return used!;
  }

  /** When enough of the last hour's rows are an hour old. */
  async #secondsUntil(labId: string, rows: number): Promise<number> {
    const [row] = await this.database.query<{ seconds: number | null }>(
      `select max(extract(epoch from minute + interval '1 hour' - now()))::int as seconds
         from (select minute, sum(rows) over (order by minute desc) as later from results.lab_usage
                where lab_id = $1 and minute > now() - interval '1 hour') as used
        where later + $2::int > $3::int`,
      [labId, rows, this.limits.rowsPerHour],
    );
    return row!.seconds ?? 3_600;
  }
}
