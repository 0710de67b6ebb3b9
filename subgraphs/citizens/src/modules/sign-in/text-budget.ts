import { type Logger, type Orm, queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TextBudgetSettings } from '../../settings.js';
import type { RateLimits } from './rate-limits.js';

/** CLOSED: codes are sent. OPEN: none is. HALF_OPEN: a few are, to see whether they are used. */
export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

interface Breaker {
  readonly state: BreakerState;
  /** Seconds since it came to be so. */
  readonly age: number;
  readonly probes: number;
}

interface Use {
  readonly sent: number;
  readonly used: number;
}

/**
 * What texts with codes may cost. A budget by the hour and the day; and a breaker, which opens when few of the codes
 * that were sent are used: then somebody has texts sent for their own sake. Known devices and people with a role are
 * asked about neither.
 */
export class TextBudget {
  constructor(
    private readonly orm: Orm,
    private readonly limits: RateLimits,
    private readonly settings: TextBudgetSettings,
    private readonly log: Logger,
  ) {}

  /** Whether another code may be sent; counts it where it may. */
  async allows(): Promise<boolean> {
    if (!(await this.#breakerAllows())) return false;
    const { perHour, perDay } = this.settings;
    for (const limit of [
      { name: 'text-hour', points: perHour, seconds: 3_600 },
      { name: 'text-day', points: perDay, seconds: 86_400 },
    ]) {
      const reached = await this.limits.take(limit, 'everybody');
      if (reached?.isFirst) {
        const { points, seconds } = limit;
        this.log.fatal({ alarm: 'TEXT_BUDGET_SPENT', points, seconds }, 'no more codes are texted for now');
      }
      if (reached) return false;
    }
    return true;
  }

  /** One after the other, so that the alarm is told once and a probe is not taken twice. */
  #breakerAllows(): Promise<boolean> {
    return this.orm.em.fork().transactional(async (em) => {
      const query = queryIn(em);
      const [breaker] = await query<Breaker>(
        `select state, probes, extract(epoch from now() - since)::float8 as age
           from citizens.text_breaker for update`,
      );
      const next = await this.#judge(em, breaker!);
      // A probe that was never texted proves nothing: after a rest, others are tried.
      const isStuck = next === 'HALF_OPEN' && breaker!.state === next && (await this.#isStuck(em, breaker!));
      if (next !== breaker!.state || isStuck) await this.#change(em, next);
      if (next === 'HALF_OPEN') {
        const [probe] = await query(
          'update citizens.text_breaker set probes = probes + 1 where probes < $1 returning probes',
          [this.settings.probes],
        );
        return probe !== undefined;
      }
      return next === 'CLOSED';
    });
  }

  async #judge(em: SqlEntityManager, { state, age }: Breaker): Promise<BreakerState> {
    const { leastSent, leastShare, restSeconds, probes } = this.settings;
    if (state === 'OPEN') return age < restSeconds ? 'OPEN' : 'HALF_OPEN';
    const { sent, used } = await this.#use(em);
    const isUsed = used >= sent * leastShare;
    if (state === 'CLOSED') return sent < leastSent || isUsed ? 'CLOSED' : 'OPEN';
    if (sent >= probes || (sent > 0 && age > restSeconds)) return isUsed ? 'CLOSED' : 'OPEN';
    return 'HALF_OPEN';
  }

  async #isStuck(em: SqlEntityManager, { age }: Breaker): Promise<boolean> {
    return age > this.settings.restSeconds && (await this.#use(em)).sent === 0;
  }

  /**
   * The phones that codes were sent to, and those that used one: in the last hour, or since the breaker opened half,
   * of codes which had their time to be used. Phones, for one that asks often is no crowd.
   */
  async #use(em: SqlEntityManager): Promise<Use> {
    const [use] = await queryIn(em)<Use>(
      `select count(distinct phone_index)::int as sent,
              count(distinct phone_index) filter (where ended_at is not null)::int as used
         from citizens.challenge, citizens.text_breaker
        where sent_at > case state when 'HALF_OPEN' then since else greatest(now() - interval '1 hour', since) end
          and not is_trusted
          and (ended_at is not null or sent_at <= now() - make_interval(secs => $1))`,
      [this.settings.patienceSeconds],
    );
    return use!;
  }

  async #change(em: SqlEntityManager, state: BreakerState): Promise<void> {
    const use = await this.#use(em);
    await queryIn(em)('update citizens.text_breaker set state = $1, since = now(), probes = 0', [state]);
    if (state === 'OPEN')
      this.log.fatal({ alarm: 'TEXTS_NOT_USED', ...use }, 'few codes are used: none is texted');
    else this.log.warn({ state, ...use }, 'the breaker of texts has changed');
  }
}
