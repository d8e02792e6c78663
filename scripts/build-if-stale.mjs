// Builds `dist` when it is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const SOURCES = ['src', 'migrations', 'package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

export function buildIfStale() {
  const built = modifiedAt(join(root, 'dist/src/main.js'));
  const changed = Math.max(...SOURCES.map((source) => newestIn(join(root, source))));
  if (built > changed) return;
  const startedAt = performance.now();
  console.log(built === 0 ? 'Building (once, some ten seconds) …' : 'The source changed; building …');
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.error('The build failed; `npm run build` shows why.');
    process.exit(1);
  }
  console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

function newestIn(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const below = readdirSync(path)
    .filter((name) => !name.endsWith('.spec.ts') && name !== '__fixtures__')
    .map((name) => newestIn(join(path, name)));
  return Math.max(0, ...below);
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
