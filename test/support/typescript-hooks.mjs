// Module hooks that let plain Node import this project's TypeScript: `.js` finds the `.ts` beside it, types are
// stripped by the compiler without checking. For what runs outside of jest: its global setup and child processes.
// Results are kept below node_modules by content, so that a test which starts ten processes compiles once.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const cache = new URL('node_modules/.cache/llmops-typescript/', root);
const config = readFileSync(new URL('tsconfig.json', root), 'utf8');
const { version } = JSON.parse(readFileSync(new URL('node_modules/typescript/package.json', root), 'utf8'));
mkdirSync(cache, { recursive: true });

export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const fileName = fileURLToPath(url);
  const text = readFileSync(fileName, 'utf8');
  const key = createHash('sha256').update([version, config, fileName, text].join('\0')).digest('hex');
  const kept = new URL(`${key}.js`, cache);
  if (!existsSync(kept)) {
    // Written beside and renamed: processes that start together must not read half a file.
    const draft = new URL(`${key}.${process.pid}`, cache);
    writeFileSync(draft, await compile(fileName, text));
    renameSync(draft, kept);
  }
  return { format: 'module', source: readFileSync(kept, 'utf8'), shortCircuit: true };
}

async function compile(fileName, text) {
  const { default: ts } = await import('typescript');
  const { compilerOptions } = ts.parseConfigFileTextToJson('tsconfig.json', config).config;
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, '.');
  const { outputText } = ts.transpileModule(text, {
    fileName,
    compilerOptions: { ...options, module: ts.ModuleKind.ESNext, sourceMap: false, inlineSourceMap: true },
  });
  return outputText;
}
