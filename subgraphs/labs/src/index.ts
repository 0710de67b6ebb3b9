export { buildLabsSchema } from './schema.js';
export { type LabsSettings, labsSettings } from './settings.js';
export { type LabsParts, openLabs } from './subgraph.js';
