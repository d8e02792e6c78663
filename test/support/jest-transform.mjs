// Jest makes one for each test file.
import { typeScriptCompiler } from './compile-typescript.mjs';

function createTransformer() {
  const { keyOf, compile } = typeScriptCompiler();
  return {
    // Jest keeps what it adds to measure coverage.
    getCacheKey: (text, fileName, { instrument }) => `${keyOf(fileName, text)}${instrument ? 'c' : ''}`,
    process: (text, fileName) => ({ code: compile(fileName, text) }),
  };
}

export default { createTransformer };
