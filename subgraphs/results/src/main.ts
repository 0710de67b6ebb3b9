import { runSubgraphProcess } from '@ketqua/platform';
import { resultsProcessEnvironment, resultsSettings } from './environment.js';
import { openResults } from './subgraph.js';

await runSubgraphProcess('results', resultsProcessEnvironment, (ground, environment) =>
  openResults({ ...ground, settings: resultsSettings(environment) }),
);
