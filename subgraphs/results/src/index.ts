export { buildResultsSchema } from './schema.js';
export { openResults, type ResultsParts, type ResultsSettings } from './subgraph.js';
