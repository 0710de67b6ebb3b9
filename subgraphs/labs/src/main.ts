import { readEnvironment, runSubgraphProcess } from '@ketqua/platform';
import { labsEnvironment } from './environment.js';
import { labsSettings } from './settings.js';
import { openLabs } from './subgraph.js';

await runSubgraphProcess(
  'labs',
  () => readEnvironment(labsEnvironment),
  (ground, { KETQUA_COUNTRY: country }) => openLabs({ ...ground, settings: { ...labsSettings, country } }),
);
