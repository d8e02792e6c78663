// Module hooks that let plain Node import this project's TypeScript: `.js` finds the `.ts` beside it, types are
// stripped by the compiler without checking. For what runs outside of jest: its global setup and child processes.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const { compilerOptions } = ts.readConfigFile(
  fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
  ts.sys.readFile,
).config;
const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, '.');

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
  const { outputText } = ts.transpileModule(readFileSync(fileName, 'utf8'), {
    fileName,
    compilerOptions: { ...options, module: ts.ModuleKind.ESNext, sourceMap: false, inlineSourceMap: true },
  });
  return { format: 'module', source: outputText, shortCircuit: true };
}
