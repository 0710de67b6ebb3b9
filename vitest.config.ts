import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // One graphql for sources and dependencies alike: its ESM copy would be a second realm.
    alias: [
      {
        find: /^graphql$/,
        replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)),
      },
    ],
  },
  test: {
    // Beside the sources, files share their workers' modules: half of their time went into loading these again.
    projects: [
      {
        extends: true,
        test: {
          name: 'sources',
          include: [
            '{packages,subgraphs}/*/src/**/*.test.ts',
            '{gateway,client,schema}/src/**/*.test.{ts,tsx}',
          ],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'journeys', include: ['tests/**/*.test.ts'] } },
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tests/beginnings.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A busy machine is slow, not wrong: what is awaited gets time, and what never comes still fails.
    expect: { poll: { timeout: 20_000 } },
    // One more than the cores that CI has: much of a journey is waiting. A server's connections are counted.
    maxWorkers: process.env.DATABASE_URL ? 2 : 3,
    pool: 'forks',
    // Written for a bundler: its imports name no extensions.
    server: { deps: { inline: ['@pathcheck/dcc-sdk'] } },
  },
});
