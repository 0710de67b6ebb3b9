import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** How long what must be asked for may take while somebody reads the metrics, in milliseconds. */
const patience = 2_000;

/** What Node tells of itself: once a process, however many registries it has. */
let ofProcess: Registry | undefined;

/** What a process counts, in Prometheus' text format 0.0.4: Node's own metrics, and what was registered here. */
export class MetricsRegistry {
  /** Where counters, gauges and histograms are registered. */
  readonly registry = new Registry();
  readonly #refreshers: (() => Promise<void> | void)[] = [];

  /** Remembers what is to be brought up to date before the metrics are read. What fails or takes 2 s is left out. */
  beforeReading(refresh: () => Promise<void> | void): void {
    this.#refreshers.push(refresh);
  }

  /** The content type of `text()`. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** The page that Prometheus reads. Never rejects for a refresher's sake. */
  async text(): Promise<string> {
    ofProcess ??= openProcessRegistry();
    await Promise.all(this.#refreshers.map(withPatience));
    return Registry.merge([ofProcess, this.registry]).metrics();
  }
}

function openProcessRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'process_uptime_seconds',
    help: 'Seconds since the process began.',
    registers: [registry],
    collect() {
      this.set(process.uptime());
    },
  });
  return registry;
}

async function withPatience(refresh: () => Promise<void> | void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  try {
    await Promise.race([refresh(), late]);
  } catch {
    // The other metrics are told all the same, and what is behind this one has metrics and log lines of its own.
  } finally {
    clearTimeout(timer);
  }
}
