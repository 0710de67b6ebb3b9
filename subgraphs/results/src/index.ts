export { resultsSettings, resultsVariables } from './environment.js';
export { ImportFormat } from './modules/submission/import/import-format.js';
export { readLabFile } from './modules/submission/import/read-lab-file.js';
export { statusLists } from './modules/trust/bundle-content.js';
export { buildResultsSchema } from './schema.js';
export type { ResultsSettings } from './settings.js';
export { openResults, type ResultsParts, resultsDatabase } from './subgraph.js';
