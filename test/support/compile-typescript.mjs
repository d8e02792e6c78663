// Compiles TypeScript without checking types, for what runs from source: jest (jest-transform.mjs) and plain Node
// (typescript-hooks.mjs). Each file is compiled alone, but for those that the Swagger plugin of `nest build` reads: what it
// writes follows from the types of other files, so all of them are compiled at once. Results are kept below node_modules by
// all that they follow from, so that workers and processes which start together compile once.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = new URL('../../', import.meta.url);
const cache = new URL('node_modules/.cache/llmops-typescript/', root);
const nestCli = readFileSync(new URL('nest-cli.json', root), 'utf8');
const setup = [
  readFileSync(import.meta.filename, 'utf8'),
  readFileSync(new URL('tsconfig.json', root), 'utf8'),
  nestCli,
  ...['typescript', '@nestjs/swagger'].map((name) => require(`${name}/package.json`).version),
];
const isReadBySwagger = (fileName) => /\.(dto|controller)\.ts$/.test(fileName);
mkdirSync(cache, { recursive: true });

/** For as long as no file of `src` changes. */
export function typeScriptCompiler() {
  let sources;
  const keyOf = (fileName, text) =>
    hashOf([...setup, fileName, text, isReadBySwagger(fileName) ? (sources ??= hashOf(readSources())) : '']);
  const keptAt = (fileName, text) => new URL(`${keyOf(fileName, text)}.js`, cache);

  const compile = (fileName, text) => {
    const kept = keptAt(fileName, text);
    if (!existsSync(kept)) {
      if (isReadBySwagger(fileName)) compileForSwagger();
      else keep(kept, transpile(fileName, text));
    }
    return readFileSync(kept, 'utf8');
  };

  const compileForSwagger = () => {
    const { ts, options, fileNames } = compilerSettings();
    const program = ts.createProgram(fileNames.filter(isReadBySwagger), { ...options, noCheck: true });
    const [{ options: swagger }] = JSON.parse(nestCli).compilerOptions.plugins;
    const before = [require('@nestjs/swagger/plugin').before(swagger, program)];
    for (const source of program.getSourceFiles().filter((each) => isReadBySwagger(each.fileName))) {
      const write = (_, text) => keep(keptAt(source.fileName, source.text), text);
      program.emit(source, write, undefined, false, { before });
    }
  };

  /** Before several start at once and would each do what takes seconds. */
  const prepare = () => {
    const [first] = compilerSettings().fileNames.filter(isReadBySwagger);
    compile(first, readFileSync(first, 'utf8'));
  };

  return { keyOf, compile, prepare };
}

function transpile(fileName, text) {
  const { ts, options } = compilerSettings();
  const compilerOptions = { ...options, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(text, { fileName, compilerOptions }).outputText;
}

let settings;
function compilerSettings() {
  // Loaded where there is something to compile, which is seldom.
  const ts = require('typescript');
  const changed = { sourceMap: false, inlineSourceMap: true, outDir: undefined };
  settings ??= ts.getParsedCommandLineOfConfigFile(fileURLToPath(new URL('tsconfig.json', root)), changed, ts.sys);
  return { ts, ...settings };
}

function readSources() {
  const names = readdirSync(new URL('src/', root), { recursive: true }).sort();
  const isSource = (name) => name.endsWith('.ts') && !name.endsWith('spec.ts') && !name.startsWith('dashboard');
  return names.filter(isSource).map((name) => readFileSync(new URL(`src/${name}`, root)));
}

/** Written beside and renamed: who starts at the same time must not read half a file. */
function keep(file, text) {
  const draft = new URL(`${file.href}.${process.pid}`);
  writeFileSync(draft, text);
  renameSync(draft, file);
}

function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}
