import { readFileSync } from 'node:fs';
import { openGateway, remoteSource } from '@ketqua/gateway';
import { openLog, RequestSigner } from '@ketqua/platform';

/** Our gateway with what our own supergraph gets besides: limits, counted requests, masked errors, signed fetches. */
const [file, port] = process.argv.slice(2) as [string, string];
const unlimited = 1e9;
const signer = new RequestSigner(new Uint8Array(32).fill(7));

await openGateway({
  supergraphSdl: readFileSync(file, 'utf8'),
  sourceOf: ({ name, url }) => remoteSource({ name, url, signer }),
  log: openLog('gateway', 'info'),
  settings: {
    host: '127.0.0.1',
    port: Number(port),
    isProduction: true,
    introspection: false,
    isGuarded: true,
    rates: { account: unlimited, key: unlimited, address: unlimited, sockets: unlimited },
    developmentMessages: false,
    trustedProxies: 0,
    origins: [],
    webRoot: undefined,
  },
});
