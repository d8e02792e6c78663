// Builds `dist` when it is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const SOURCES = ['src', 'migrations', 'package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

export function buildIfStale() {
  const built = modifiedAt(join(root, 'dist/src/main.js'));
  const changed = Math.max(...SOURCES.map((source) => newestIn(join(root, source))));
  if (built > changed) return;
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  if (!existsSync(nest)) endWithoutCompiler(built);
  const startedAt = performance.now();
  console.log(built === 0 ? 'Building (once, some ten seconds) …' : 'The source changed; building …');
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

/** `npm ci` leaves the compiler out where NODE_ENV is production, or with --omit=dev. */
function endWithoutCompiler(built) {
  const found = built === 0 ? 'There is no build (dist)' : 'The build (dist) is older than the source';
  const how = existsSync(join(root, 'node_modules'))
    ? 'this installation has no compiler, for `npm ci` left out the development dependencies (NODE_ENV=production or --omit=dev). Run `npm ci --include=dev`'
    : 'nothing is installed. Run `npm ci`';
  const asBuilt = built === 0 ? '' : ' What is built runs by `node dist/src/main.js`.';
  console.error(`${found}, and ${how}, then start again.${asBuilt}`);
  process.exit(1);
}

function newestIn(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const below = readdirSync(path)
    .filter((name) => !name.endsWith('spec.ts') && name !== '__fixtures__')
    .map((name) => newestIn(join(path, name)));
  return Math.max(0, ...below);
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
