import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from './read-environment.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'llmops-env-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('readEnvironment', () => {
  it('reads .env below the process’s own environment', () => {
    const file = join(root, '.env');
    writeFileSync(file, '# comment\nPORT=1\nHOST="0.0.0.0"\nLLMOPS_WORKERS=2 # two\n');
    expect(readEnvironment(file, { PORT: '2' })).toEqual({ PORT: '2', HOST: '0.0.0.0', LLMOPS_WORKERS: '2' });
  });

  it('needs no .env', () => {
    expect(readEnvironment(join(root, 'absent'), { PORT: '2' })).toEqual({ PORT: '2' });
  });

  it('names a .env that it cannot read', () => {
    mkdirSync(join(root, '.env'));
    expect(() => readEnvironment(join(root, '.env'), {})).toThrow('.env: It cannot be read');
  });
});
