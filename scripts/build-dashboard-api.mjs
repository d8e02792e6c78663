// `npm run dashboard:api`: the types that the dashboard calls the API by, made from the OpenAPI document of the built
// server. A test fails when they are not those of the document any more.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildIfStale, root } from './build-if-stale.mjs';
import { DASHBOARD_API_FILE, toClientTypes } from './dashboard-api-types.mjs';

const DEADLINE_MS = 60_000;

buildIfStale();
const dataDir = mkdtempSync(join(tmpdir(), 'llmops-openapi-'));
const port = await freePort();
const server = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
  env: { PATH: process.env.PATH, HOME: process.env.HOME, LLMOPS_DATA_DIR: dataDir, PORT: String(port) },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  const document = await fetchWhenUp(`http://127.0.0.1:${port}/llmops/api/openapi.json`);
  writeFileSync(join(root, DASHBOARD_API_FILE), await toClientTypes(document));
} finally {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(dataDir, { recursive: true, force: true });
}

async function fetchWhenUp(url) {
  for (const giveUpAt = Date.now() + DEADLINE_MS; Date.now() < giveUpAt; await delay(200)) {
    const reply = await fetch(url).catch(() => null);
    if (reply?.ok) return reply.json();
  }
  throw new Error(`no answer from ${url}`);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
