/** Times in milliseconds of some runs of the same work, slowest last. */
export async function timesOf(runs: number, work: (run: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work(run);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

/** The value below which a share of sorted times lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** Prints a figure against its baseline of the same run, and the aim. */
export function report(
  title: string,
  figure: number,
  baseline: { name: string; milliseconds: number },
  aim: string,
): void {
  const ratio = (figure / baseline.milliseconds).toFixed(2);
  process.stdout.write(
    `${title}: ${figure.toFixed(1)} ms, ${ratio} times ${baseline.name} (${baseline.milliseconds.toFixed(1)} ms). Aim: ${aim}.\n`,
  );
}
