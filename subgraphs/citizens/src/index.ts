export { citizensSettings, citizensVariables } from './environment.js';
export { buildCitizensSchema } from './schema.js';
export {
  type CitizensSettings,
  developmentLimits,
  productionLimits,
  type RequestLimits,
  type VonageSettings,
} from './settings.js';
export { type CitizensParts, citizensDatabase, openCitizens } from './subgraph.js';
