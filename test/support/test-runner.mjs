// Runs a test file as plain Node would: on the modules that the worker has loaded for files before it, in Node's own context.
// Jest's way, which is kept for what needs it, loads the whole gateway anew for each file; that took most of a run.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import './register-typescript.mjs';

const require = createRequire(import.meta.url);
const { default: circus } = require('jest-circus/runner');

export default async function run(globalConfig, config, environment, runtime, file, sendMessage) {
  const { watch, watchAll, collectCoverage } = globalConfig;
  // Files that change, coverage and what `jest` replaces need modules of their own.
  if (watch || watchAll || collectCoverage || readFileSync(file, 'utf8').includes("'@jest/globals'")) {
    return circus(globalConfig, config, environment, runtime, file, sendMessage);
  }
  const variables = { ...process.env };
  // Node shows where an error comes from by itself.
  process.setSourceMapsEnabled(true);
  delete Error.prepareStackTrace;
  try {
    return await circus(globalConfig, config, { global: globalThis }, plainRuntime, file, sendMessage);
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
    Object.assign(process.env, variables);
  }
}

/** What jest-circus asks of a runtime. */
const plainRuntime = {
  requireInternalModule,
  requireModule: require,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: (file) => import(pathToFileURL(file).href),
  setGlobalsForRuntime: () => {},
  enterTestCode: () => {},
  leaveTestCode: () => {},
};

/** It keeps its state in its module and in a global. */
function requireInternalModule(file) {
  delete globalThis[Symbol.for('EVENT_HANDLERS')];
  delete require.cache[file];
  return require(file);
}
