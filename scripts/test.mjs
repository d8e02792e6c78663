// `npm test [path …]`: every test on the embedded database and, with TEST_DATABASE_URL, those that need a database on
// that server as well. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const asked = process.argv.slice(2);
const { TEST_DATABASE_URL: serverUrl, ...environment } = process.env;

/**
 * Tests that are about anything but the server: the browser, the embedded database itself, how processes start and end,
 * and what goes to vendors and comes from them.
 */
const ANY_SERVER =
  'test/dashboard/|test/gateway/|test/docs|operations/(one-data-directory|start|shutdown|drain|foreign-environment)';

const totals = { passed: 0, failed: 0, skipped: 0 };
let isGreen = run('on the embedded database', environment, asked);
if (serverUrl) {
  const onServer = { ...environment, TEST_DATABASE_URL: serverUrl };
  // Of the paths that were asked for, none may need a database.
  const database = [
    '--selectProjects',
    'database',
    '--passWithNoTests',
    `--testPathIgnorePatterns=${ANY_SERVER}`,
    ...asked,
  ];
  isGreen = run('on the server of TEST_DATABASE_URL', onServer, database) && isGreen;
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = isGreen ? 0 : 1;

function run(where, env, words) {
  console.log(`Tests ${where}:`);
  const directory = mkdtempSync(join(tmpdir(), 'llmops-results-'));
  const file = join(directory, 'results.json');
  try {
    const bin = join(root, 'node_modules/jest/bin/jest.js');
    // A connection that a failed test left open must not keep the run from ending.
    const jest = ['--experimental-vm-modules', '--no-warnings', bin, '--forceExit', '--json', '--outputFile', file];
    const { status } = spawnSync(process.execPath, [...jest, ...words], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const results = JSON.parse(readFileSync(file, 'utf8'));
    // A file that does not even load has no tests to count; it counts as one that failed.
    const broken = results.testResults.filter((each) => each.status === 'failed' && each.assertionResults.length === 0);
    totals.passed += results.numPassedTests;
    totals.failed += results.numFailedTests + broken.length;
    totals.skipped += results.numPendingTests + results.numTodoTests;
    return status === 0;
  } catch (error) {
    console.error(`Jest ended without results: ${error.message}`);
    totals.failed += 1;
    return false;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
