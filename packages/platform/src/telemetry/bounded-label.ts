/** What stands for everything that is not told by its name. */
export const otherLabel = 'other';

/**
 * A metric's label whose values somebody else chooses: only the first so many become labels of their own, and only
 * letters and underscores, so that neither memory nor a person's number can be put into the metrics.
 */
export class BoundedLabel {
  readonly #known = new Set<string>();
  #isOpen = true;

  constructor(private readonly limit: number) {}

  /** Names values that are always told, and from now on alone. */
  knowOnly(values: Iterable<string>): void {
    this.#known.clear();
    for (const value of values) this.#known.add(value);
    this.#isOpen = false;
  }

  /** The value, or `other`. */
  labelOf(value: unknown): string {
    if (typeof value !== 'string') return otherLabel;
    if (this.#known.has(value)) return value;
    if (!this.#isOpen || this.#known.size >= this.limit) return otherLabel;
    if (!/^[A-Za-z][A-Za-z_]{0,59}$/.test(value)) return otherLabel;
    this.#known.add(value);
    return value;
  }
}
