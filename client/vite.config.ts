import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serviceWorker } from './service-worker/plugin.ts';

export default defineConfig({
  base: '/',
  plugins: [react(), serviceWorker()],
  // One graphql for the app and graphql-ws, and no inlined files: the policy allows `self` only.
  resolve: { dedupe: ['graphql', 'react', 'react-dom', '@urql/core'] },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    // Reading CBOR needs none of its encoder, which cborg's entry would bring along.
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /node_modules\/cborg\//, sideEffects: false }] },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/graphql': { target: 'http://127.0.0.1:4000', ws: true },
      '/dev': 'http://127.0.0.1:4000',
    },
  },
});
