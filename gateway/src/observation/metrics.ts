/** What the gateway counts of itself. */
export class Metrics {
  requests = 0;
  failedRequests = 0;
  openSockets = 0;
  openSubscriptions = 0;
  deliveredEvents = 0;
  /** Whether citizens texts codes; undefined where that is not known. */
  textBreaker: string | undefined;

  /** The counts in Prometheus' text format 0.0.4. */
  text(): string {
    const lines: string[] = [];
    const tell = (name: string, type: 'counter' | 'gauge', help: string, value: number) =>
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, `${name} ${value}`);
    tell('process_uptime_seconds', 'gauge', 'Seconds since the process began.', process.uptime());
    tell('process_resident_memory_bytes', 'gauge', 'Memory in use.', process.memoryUsage.rss());
    tell('ketqua_requests_total', 'counter', 'GraphQL requests over HTTP.', this.requests);
    tell('ketqua_failed_requests_total', 'counter', 'Of these, with an error.', this.failedRequests);
    tell('ketqua_sockets_open', 'gauge', 'WebSockets that are open.', this.openSockets);
    tell('ketqua_subscriptions_open', 'gauge', 'Subscriptions that are open.', this.openSubscriptions);
    tell('ketqua_events_delivered_total', 'counter', 'Events sent to subscribers.', this.deliveredEvents);
    const state = ['CLOSED', 'HALF_OPEN', 'OPEN'].indexOf(this.textBreaker ?? '');
    if (state >= 0) {
      const help = 'Whether codes are texted: 0 all are, 1 a few to see whether they are used, 2 none is.';
      tell('ketqua_text_breaker_state', 'gauge', help, state);
    }
    return `${lines.join('\n')}\n`;
  }
}
