// `npm run dashboard:api [-- --check]`: the types that the dashboard calls the API by, made from the OpenAPI document of
// the built server, or compared with those that are there.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { format } from 'prettier';
import { buildIfStale, root } from './build-if-stale.mjs';

const DEADLINE_MS = 120_000;
const FILE = join(root, 'src/dashboard/api/schema.d.ts');
const HEADER = '// Made by `npm run dashboard:api` from the OpenAPI document. Not to be edited.\n\n';

buildIfStale();
const dataDir = mkdtempSync(join(tmpdir(), 'llmops-openapi-'));
const port = await freePort();
const server = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
  env: { PATH: process.env.PATH, HOME: process.env.HOME, LLMOPS_DATA_DIR: dataDir, PORT: String(port) },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  const document = await fetchWhenUp(`http://127.0.0.1:${port}/llmops/api/openapi.json`);
  const types = await toClientTypes(document);
  if (!process.argv.includes('--check')) writeFileSync(FILE, types);
  else if (readFileSync(FILE, 'utf8') !== types) {
    console.error('The API is not the one that the dashboard was made for: run `npm run dashboard:api`.');
    process.exitCode = 1;
  }
} finally {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(dataDir, { recursive: true, force: true });
}

async function toClientTypes(document) {
  const types = astToString(await openapiTypescript(document, { defaultNonNullable: false }));
  return HEADER + (await format(types, { parser: 'typescript', printWidth: 120, singleQuote: true }));
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
