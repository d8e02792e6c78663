// Builds `dist` when it is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The dashboard shows the documentation. */
const OF_DASHBOARD = ['src/dashboard', 'docs', 'package.json'];
const SOURCES = ['src', 'migrations', ...OF_DASHBOARD, 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

const PAGE = 'dist/dashboard/index.html';

export function buildIfStale() {
  const built = Math.min(modifiedAt(join(root, 'dist/src/main.js')), modifiedAt(join(root, PAGE)));
  const changed = Math.max(...SOURCES.map((source) => newestIn(join(root, source))));
  if (built > changed) return;
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  if (!existsSync(nest)) endWithoutCompiler(built);
  const startedAt = performance.now();
  console.log(built === 0 ? 'Building (once, some ten seconds) …' : 'The source changed; building …');
  if (!run(nest, 'build') || !buildDashboard()) {
    console.error('The build failed; `npm run build` shows why.');
    process.exit(1);
  }
  console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

/** For tests, which compile the server by themselves. */
export function buildDashboardIfStale() {
  const changed = Math.max(...OF_DASHBOARD.map((source) => newestIn(join(root, source))));
  if (modifiedAt(join(root, PAGE)) <= changed && !buildDashboard()) throw new Error('the dashboard cannot be built');
}

function buildDashboard() {
  return run(join(root, 'node_modules/vite/bin/vite.js'), 'build', 'src/dashboard', '--logLevel', 'error');
}

function run(script, ...words) {
  // Tests and development set it otherwise, and would get a React that is made for debugging.
  const env = { ...process.env, NODE_ENV: 'production' };
  const stdio = ['ignore', 'ignore', 'inherit'];
  return spawnSync(process.execPath, [script, ...words], { cwd: root, env, stdio }).status === 0;
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
