import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const { GATEWAY_URL = 'http://127.0.0.1:3000' } = process.env;

export default defineConfig({
  base: '/llmops/',
  plugins: [react()],
  // What counts is the first load, compressed, which a test bounds.
  build: { outDir: '../../dist/dashboard', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 600 },
  // `npm run dev:dashboard`: pages from here, data from a gateway that runs.
  server: { proxy: { '/llmops/api': GATEWAY_URL, '/v1': GATEWAY_URL, '/health': GATEWAY_URL } },
});
