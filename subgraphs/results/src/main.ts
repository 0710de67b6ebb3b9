import { runSubgraphProcess } from '@ketqua/platform';
import { resultsProcessEnvironment } from './environment.js';
import { openResults } from './subgraph.js';

await runSubgraphProcess('results', resultsProcessEnvironment, (ground, environment) =>
  openResults({
    ...ground,
    settings: { country: environment.KETQUA_COUNTRY, authority: environment.KETQUA_AUTHORITY },
  }),
);
