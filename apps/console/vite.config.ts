import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { apiTypes } from './api-types.plugin.js';
import { compressed } from './compress.plugin.js';

/** The api that a development server talks to: that of `npm run dev` or `npm start`. */
const API = process.env.CONSOLE_API ?? 'http://127.0.0.1:8000';
const OUR_PATHS = '^/(?!console(/|$)|@|node_modules/|src/)';

export default defineConfig(({ command }) => {
  // else a build that tests ask for, whose NODE_ENV is `test`, would have React's development build: several times slower
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    root: import.meta.dirname,
    base: '/console/',
    plugins: [react(), apiTypes(), compressed()],
    html: { cspNonce: 'CSP_NONCE' }, // the api puts a new one in its place for every page
    build: {
      outDir: '../../dist/console',
      emptyOutDir: false, // an api may be serving from it, and pages that are open ask for what they were built with
      target: 'es2022',
      manifest: true,
      rolldownOptions: { checks: { pluginTimings: false } },
      assetsInlineLimit: 0, // data: URLs are not in our content security policy
    },
    server: { host: '127.0.0.1', port: 5173, proxy: { [OUR_PATHS]: { target: API, changeOrigin: false } } },
  };
});
