import { isCursorAfter } from '@ketqua/platform';
import { EventCompletion } from './event-completion.js';
import { OrderedCompletions } from './ordered-completions.js';
import type { Share } from './share.js';
import type { SubscriptionPlan } from './subscription-planner.js';
import type { OpenSubscription, SubscriptionReader } from './subscription-reader.js';
import { type EngineMeans, failure, type ToldEvent, toldEvent } from './told-event.js';
import { Upstream } from './upstream.js';

/** How many events of the share one that catches up keeps waiting; past them it reads on by itself. */
const mostPending = 500;

/**
 * One reader of a share. One that resumes first reads on a stream of its own from its cursor to where the share stands at
 * that moment; what the share tells meanwhile waits, and follows without a gap.
 */
export class Subscriber implements OpenSubscription {
  /** Whether it came with a cursor. */
  readonly resumes: boolean;
  /** What the share told while this one was catching up; null where it is told at once. */
  #pending: ToldEvent[] | null = null;
  #state: 'waiting' | 'reading' | 'over' = 'reading';
  /** More came than may wait. */
  #isOverrun = false;
  /** A cursor further on than the share: what the share tells up to there is known. */
  #seen: string | undefined;
  #backfill: { upstream: Upstream; abort: AbortController } | undefined;

  constructor(
    private readonly share: Share,
    private readonly reader: SubscriptionReader,
    after: string | undefined,
    private readonly means: EngineMeans,
  ) {
    this.resumes = after !== undefined;
    means.metrics.openSubscriptions++;
    if (after === undefined) return;
    this.#state = 'waiting';
    void this.#catchUp(after);
  }

  /** Takes an event of the share. Whether its reader was told it now. */
  take(told: ToldEvent): boolean {
    if (this.#state !== 'reading' || (told.isEarlier && !this.resumes)) return false;
    if (this.#pending) {
      if (this.#pending.length >= mostPending) this.#isOverrun = true;
      else this.#pending.push(told);
      return false;
    }
    if (this.#seen !== undefined && told.cursor !== undefined) {
      if (isCursorAfter(told.cursor, this.#seen) === false) return false;
      this.#seen = undefined;
    }
    this.reader.next(told.payload!);
    return true;
  }

  /** Goes on by the plan of another supergraph. */
  move(plan: SubscriptionPlan): void {
    this.#backfill?.upstream.move(plan);
  }

  /** Ends it from this side, with a last result where there is something to tell. */
  finish(payload?: string): void {
    if (!this.#over()) return;
    if (payload !== undefined) this.reader.next(payload);
    this.reader.complete();
  }

  end(): void {
    this.#over();
  }

  /** Whether it was not over already. */
  #over(): boolean {
    if (this.#state === 'over') return false;
    this.#state = 'over';
    this.#pending = null;
    this.#backfill?.abort.abort();
    this.means.metrics.openSubscriptions--;
    this.share.leave(this);
    return true;
  }

  async #catchUp(after: string): Promise<void> {
    if (!(await this.share.opened) || this.#state === 'over') return;
    let from = after;
    do {
      const until = this.share.cursor;
      this.#state = 'reading';
      this.#pending = [];
      this.#isOverrun = false;
      if (until !== undefined && isCursorAfter(until, from) === false) this.#seen = from;
      else if (!(await this.#read(from, until))) return;
      from = until ?? from;
    } while (this.#isOverrun);
    const pending = this.#pending;
    this.#pending = null;
    for (const told of pending) if (this.take(told)) this.means.metrics.toldOne(told);
  }

  /** Reads what lies between two cursors. Whether it came to the end, and the subscription goes on. */
  async #read(after: string, until: string | undefined): Promise<boolean> {
    const { plan, shared } = this.share;
    const { variables, scope } = shared;
    const abort = new AbortController();
    const { signal } = abort;
    const { caller } = scope;
    const patience = this.means.streamPatience;
    const upstream = new Upstream({ plan, variables, caller, after, until, signal, patience });
    this.#backfill = { upstream, abort };
    // Where the share cannot say where it stands, nobody can tell when it is reached: the own stream goes on.
    if (until === undefined) this.share.leave(this);
    const of = { variables, scope: scope.key, asking: { caller, patience: { signal } } };
    const completions = new OrderedCompletions<ToldEvent>((told) => this.#giveOwn(told));
    let isRefused = false;
    try {
      for await (const step of upstream.steps()) {
        if (step.kind === 'refused') {
          const { plan } = this.share;
          this.finish(JSON.stringify(new EventCompletion({ ...of, plan }, this.means).refusal(step.result)));
        } else if (step.kind === 'event') {
          isRefused ||= !step.result.data;
          await completions.add(toldEvent(step, of, this.means));
        }
      }
      await completions.ended();
      if (isRefused || until === undefined) this.finish();
    } catch (error) {
      await completions.ended();
      const last = failure(error, this.means.log);
      this.means.metrics.subscriptionErrors(last.errors!, 1);
      this.finish(JSON.stringify(last));
    }
    this.#backfill = undefined;
    return !signal.aborted;
  }

  async #giveOwn(told: ToldEvent): Promise<void> {
    if (this.#state === 'over') return;
    this.reader.next(told.payload!);
    this.means.metrics.toldOne(told);
    await this.reader.drained?.();
  }
}
