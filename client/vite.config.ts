import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/',
  plugins: [react()],
  // One graphql for the app and graphql-ws, and no inlined files: the policy allows `self` only.
  resolve: { dedupe: ['graphql', 'react', 'react-dom', '@urql/core'] },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/graphql': { target: 'http://127.0.0.1:4000', ws: true },
      '/dev': 'http://127.0.0.1:4000',
    },
  },
});
