import { expect, it } from 'vitest';
import { InFlight } from './in-flight.js';

it('waits for what is under way, and counts each end once', async () => {
  const flights = new InFlight();
  const [first, second] = [flights.begin(), flights.begin()];
  first();
  first();
  expect(flights.count).toBe(1);
  let hasLanded = false;
  const landing = flights.landed(60_000).then((all) => {
    hasLanded = all;
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(hasLanded).toBe(false);
  second();
  await landing;
  expect(hasLanded).toBe(true);
});

it('gives up on what does not end', async () => {
  const flights = new InFlight();
  flights.begin();
  expect(await flights.landed(30)).toBe(false);
});

it('is quiet only when nothing new has come for a while', async () => {
  const flights = new InFlight();
  let rounds = 0;
  const busy = setInterval(() => {
    if (++rounds < 5) flights.begin()();
    else clearInterval(busy);
  }, 20);
  await flights.quiet({ quiet: 200, atMost: 60_000 });
  expect(rounds).toBe(5);
});
