import { readEnvironment, runSubgraphProcess } from '@ketqua/platform';
import { citizensEnvironment, citizensSettings } from './environment.js';
import { openCitizens } from './subgraph.js';

await runSubgraphProcess(
  'citizens',
  () => readEnvironment(citizensEnvironment),
  (ground, environment) => openCitizens({ ...ground, settings: citizensSettings(environment) }),
);
