export { BrowserDouble, PushDouble } from './push-double.js';
export { type Fault, type Received, VonageDouble } from './vonage-double.js';
