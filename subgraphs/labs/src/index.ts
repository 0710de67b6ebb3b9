export { buildLabsSchema } from './schema.js';
export { type LabsSettings, labsSettings } from './settings.js';
export { type LabsParts, labsDatabase, openLabs } from './subgraph.js';
