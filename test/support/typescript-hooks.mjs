// Module hooks that let plain Node import this project's TypeScript: `.js` finds the `.ts` beside it. For what runs outside
// of jest: its global setup and child processes.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { typeScriptCompiler } from './compile-typescript.mjs';

const { compile } = typeScriptCompiler();

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
  return { format: 'module', source: compile(fileName, readFileSync(fileName, 'utf8')), shortCircuit: true };
}
