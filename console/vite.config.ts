import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fontFiles } from './build/font-files.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    fontFiles(fileURLToPath(new URL('../node_modules/.cache/latchkey-fonts', import.meta.url))),
  ],
  resolve: {
    alias: {
      '@latchkey/client': fileURLToPath(new URL('../clients/typescript/src/index.ts', import.meta.url)),
    },
  },
  build: {
    target: 'es2023',
    // The policy allows no `data:`.
    assetsInlineLimit: 0,
    // Cloudscape's stylesheets repeat each other: one file of all weighs a seventh less than those of the list alone.
    cssCodeSplit: false,
    // Browsers that know modules load them ahead by themselves.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    license: { fileName: 'assets/licenses.md' },
  },
});
