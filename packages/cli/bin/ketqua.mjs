#!/usr/bin/env node
// `npx ketqua` within the checkout: run.mjs installs and builds what is missing, and hands over to Node 24.
process.argv.splice(2, 0, 'ketqua');
await import('../../../run.mjs');
