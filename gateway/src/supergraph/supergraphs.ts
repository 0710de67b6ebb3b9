import type { Logger } from '@ketqua/platform';
import type { PlanCacheMeter } from '../observation/meters.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';
import { type SubgraphAddress, SupergraphState } from './supergraph-state.js';

/** How long requests of a supergraph that was replaced may still ask its subgraphs, in milliseconds. */
const farewell = 60_000;

/**
 * The supergraph that is in force, and the change from one to the next: the next is built whole beside the running one
 * and takes its place at once, or, where it cannot be built, leaves it where it is.
 */
export class Supergraphs {
  #current: SupergraphState;
  readonly #listeners = new Set<(state: SupergraphState) => void>();

  /** @throws Error when the first supergraph cannot be built: without one there is no gateway. */
  constructor(
    sdl: string,
    private readonly sourceOf: (subgraph: SubgraphAddress) => SubgraphSource,
    private readonly log: Logger,
    private readonly plans?: PlanCacheMeter,
  ) {
    this.#current = new SupergraphState(sdl, sourceOf, plans);
  }

  get current(): SupergraphState {
    return this.#current;
  }

  /** Puts another supergraph in force. Whether it is: one that cannot be built is logged, and changes nothing. */
  load(sdl: string): boolean {
    if (sdl === this.#current.sdl) return true;
    const before = this.#current;
    const known = new Map(before.subgraphs.map(({ name, url }) => [`${name} ${url}`, before.source(name)]));
    let next: SupergraphState;
    try {
      next = new SupergraphState(
        sdl,
        (subgraph) => known.get(`${subgraph.name} ${subgraph.url}`) ?? this.sourceOf(subgraph),
        this.plans,
      );
    } catch (error) {
      // A schema holds nothing personal, and without its fault nobody can mend it.
      const fault = error instanceof Error ? error.message.slice(0, 1_000) : undefined;
      this.log.error({ error, fault }, 'a supergraph cannot be loaded: the running one stays');
      return false;
    }
    this.#current = next;
    this.log.info({ supergraph: next.id.slice(0, 12) }, 'a supergraph was loaded');
    for (const listener of this.#listeners) listener(next);
    const left = before.sources.filter((source) => !next.sources.includes(source));
    setTimeout(() => {
      for (const source of left)
        source.close().catch((error: unknown) => this.log.warn({ error }, 'a source did not close'));
    }, farewell).unref();
    return true;
  }

  /** Calls `listener` with each supergraph that is put in force from now on. Returns the end. */
  onLoad(listener: (state: SupergraphState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
