// `npm test [path …]`: every test on the embedded database and, with TEST_DATABASE_URL, those that need a database on
// that server as well. Ends with `N passed, N failed`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { typeScriptCompiler } from '../test/support/compile-typescript.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const asked = process.argv.slice(2);
const { TEST_DATABASE_URL: serverUrl, ...environment } = process.env;

/**
 * Tests that are about anything but the server: the browser, the embedded database itself, how processes start and end,
 * and what goes to vendors and comes from them.
 */
const ANY_SERVER =
  'test/dashboard/|test/gateway/|test/docs|operations/(one-data-directory|start|shutdown|drain|foreign-environment)';

const directory = mkdtempSync(join(tmpdir(), 'llmops-results-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
// Else both runs would do at once what takes seconds.
if (serverUrl) typeScriptCompiler().prepare();
console.log('Tests on the embedded database:');
const runs = [run(environment, asked)];
if (serverUrl) {
  const onServer = { ...environment, TEST_DATABASE_URL: serverUrl };
  // Of the paths that were asked for, none may need a database.
  const database = ['--selectProjects', 'database', '--passWithNoTests', `--testPathIgnorePatterns=${ANY_SERVER}`];
  // Beside the others, for both wait much, and shown after them.
  runs.push(run(onServer, [...database, '--maxWorkers=1', ...asked], join(directory, 'server.log')));
}
const [embedded, server] = await Promise.all(runs);
if (server) console.log(`Tests on the server of TEST_DATABASE_URL:\n${server.shown}`);
rmSync(directory, { recursive: true, force: true });
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = embedded.isGreen && server?.isGreen !== false ? 0 : 1;

/** What it shows goes to this terminal, or into a log. */
async function run(env, words, log) {
  const file = join(directory, log === undefined ? 'embedded.json' : 'server.json');
  const bin = join(root, 'node_modules/jest/bin/jest.js');
  // A connection that a failed test left open must not keep the run from ending.
  const jest = ['--experimental-vm-modules', '--no-warnings', bin, '--forceExit', '--json', '--outputFile', file];
  const stdio = ['ignore', 'ignore', log === undefined ? 'inherit' : openSync(log, 'w')];
  const [status] = await once(spawn(process.execPath, [...jest, ...words], { cwd: root, env, stdio }), 'exit');
  const shown = log === undefined ? '' : readFileSync(log, 'utf8');
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'));
    // A file that does not even load has no tests to count; it counts as one that failed.
    const broken = results.testResults.filter((each) => each.status === 'failed' && each.assertionResults.length === 0);
    totals.passed += results.numPassedTests;
    totals.failed += results.numFailedTests + broken.length;
    totals.skipped += results.numPendingTests + results.numTodoTests;
    return { isGreen: status === 0, shown };
  } catch (error) {
    console.error(`Jest ended without results: ${error.message}`);
    totals.failed += 1;
    return { isGreen: false, shown };
  }
}
