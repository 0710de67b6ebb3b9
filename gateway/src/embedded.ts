import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { citizensSettings, citizensVariables, openCitizens } from '@ketqua/citizens';
import { demoPhones } from '@ketqua/cli';
import { labsSettings, openLabs } from '@ketqua/labs';
import {
  AccessTokens,
  type Database,
  EventLog,
  EventStream,
  MetricsRegistry,
  masterKeyFrom,
  masterKeyOf,
  openEmbeddedDatabase,
  openLog,
  openPostgresDatabase,
  ProcessLife,
  readEnvironment,
  tracingSettings,
  watchJobs,
} from '@ketqua/platform';
import { openResults, resultsSettings, resultsVariables } from '@ketqua/results';
import type { z } from 'zod';
import { provideDemo } from './demo-credentials.js';
import { embeddedEnvironment, logLevelOf, settingsOf } from './environment.js';
import { openGateway } from './gateway.js';
import { fixedSources } from './sources/fixed-sources.js';
import { inProcessSource } from './sources/in-process-source.js';

const environmentSchema = embeddedEnvironment.safeExtend({
  ...citizensVariables,
  ...resultsVariables,
});

type Environment = z.infer<typeof environmentSchema>;

/** The composition root of the one-process mode: database, subgraphs and gateway, opened in this order. */
await ProcessLife.run(async (life) => {
  const environment = readEnvironment(environmentSchema);
  await life.traced(tracingSettings('ketqua', environment));
  const isDevelopment = environment.KETQUA_ENV === 'development';
  const settings = settingsOf(environment);
  const home = resolve(environment.KETQUA_HOME);
  const masterKey = environment.KETQUA_MASTER_KEY
    ? masterKeyFrom(environment.KETQUA_MASTER_KEY)
    : masterKeyOf(home);
  const supergraphSdl = readFileSync(environment.KETQUA_SUPERGRAPH, 'utf8');
  const log = openLog('ketqua', logLevelOf(environment));
  const database = await openDatabase(environment, home);
  life.opened(() => database.close());
  const events = await EventLog.open(database);
  const stream = await EventStream.open(events, log);
  life.opened(() => stream.close());
  const ground = { database, events, stream, masterKey };
  const country = environment.KETQUA_COUNTRY;
  const subgraphs = [
    await openCitizens({
      ...ground,
      log: log.child({ room: 'citizens' }),
      settings: citizensSettings({
        ...environment,
        KETQUA_ADMIN_PHONE: environment.KETQUA_ADMIN_PHONE ?? (isDevelopment ? demoPhones.admin : undefined),
      }),
    }),
    await openLabs({ ...ground, log: log.child({ room: 'labs' }), settings: { ...labsSettings, country } }),
    await openResults({
      ...ground,
      log: log.child({ room: 'results' }),
      settings: resultsSettings(environment),
    }),
  ];
  for (const subgraph of subgraphs) life.opened(() => subgraph.close());
  const metrics = new MetricsRegistry();
  for (const { jobs } of subgraphs) if (jobs) watchJobs(metrics, jobs);
  const gateway = await openGateway({
    supergraphSdl,
    sourceOf: fixedSources(subgraphs.map(inProcessSource)),
    access: { tokens: new AccessTokens(masterKey), events, masterKey },
    log: log.child({ room: 'gateway' }),
    settings,
    metrics,
  });
  life.opened(() => gateway.close());
  const demo = isDevelopment ? await provideDemo(gateway.url, home) : undefined;
  process.stdout.write(welcome(gateway.url, home, environment, demo));
});

function openDatabase({ DATABASE_URL }: Environment, home: string): Promise<Database> {
  return DATABASE_URL
    ? openPostgresDatabase(DATABASE_URL)
    : openEmbeddedDatabase({ folder: join(home, 'data') });
}

/** Where to go, and what this mode is for. */
function welcome(
  url: string,
  home: string,
  { KETQUA_ENV, DATABASE_URL }: Environment,
  demo: string | undefined,
): string {
  const isDevelopment = KETQUA_ENV === 'development';
  const doors = [
    ['Web app', url],
    [
      'GraphQL',
      `${url}/graphql  (POST, and WebSocket for subscriptions${isDevelopment ? '; GraphiQL in a browser' : ''})`,
    ],
    ['Health', `${url}/readyz, ${url}/metrics`],
    ...(isDevelopment ? [['Text messages', `${url}/dev/messages`]] : []),
    ...(demo ? [['Demo', `${demo} has phones and keys; npm run demo plays the eight steps`]] : []),
    ['Data', DATABASE_URL ? 'the PostgreSQL server of DATABASE_URL' : join(home, 'data')],
  ];
  const mode = isDevelopment ? 'Development: this machine only, and no text reaches a phone.' : 'Production.';
  return [
    'Ketqua is ready.',
    ...doors.map(([name, place]) => `  ${name!.padEnd(14)} ${place}`),
    `${mode} Everything runs in one process: for a pilot on one machine.`,
    '',
  ].join('\n');
}
