import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readSetups, type SetupPart } from '../src/dashboard/connect/read-setups.js';
import { readSettings, SettingsError } from '../src/startup/read-settings.js';
import type { TestApp } from './support/start-app.js';
import { startSeededApp } from './support/start-seeded-app.js';

const run = promisify(execFile);
const DOCS = new URL('../docs/', import.meta.url).pathname;
const PAGES = readdirSync(DOCS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .sort();
const VARIABLES = ['GATEWAY_ADMIN_TOKEN', 'GATEWAY_SECRET', 'GATEWAY_URL'];

interface Block {
  readonly sh: string;
  /** The JSON that the page shows as its answer. */
  readonly answer: string | null;
}

function textOf(page: string): string {
  return readFileSync(join(DOCS, page), 'utf8');
}

function blocksOf(page: string): Block[] {
  const found = textOf(page).matchAll(/^( *)```sh\n([\s\S]*?)^ *```\n(?:\s*```json\n([\s\S]*?)```)?/gm);
  return [...found].map(([, indent = '', text = '', answer = null]) => ({
    sh: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    answer,
  }));
}

/** Whether it calls a gateway, and needs no vendor's key nor anything else that the reader has to fill in. */
function isRunnable({ sh }: Block): boolean {
  return /\$GATEWAY_|\badmin [A-Z]+ \//.test(sh) && !/…|_API_KEY|AWS_|service-account\.json/.test(sh);
}

/** The page's blocks one after the other, as pasted into one terminal. A refusal ends it, where the page shows none. */
function scriptOf(page: string, url: string): string {
  const helpers = blocksOf('admin-api.md').find(({ sh }) => sh.includes('admin() {'))?.sh ?? '';
  const blocks = blocksOf(page).filter(isRunnable);
  const pasted = blocks.map(({ sh, answer }, index) => {
    const showsRefusal = answer !== null && /"status": 4\d\d/.test(answer);
    const text = sh.replaceAll('http://127.0.0.1:3000', url);
    return `printf '\\n== block ${index}\\n'\n${showsRefusal ? `{ ${text} } || [ $? -eq 22 ]` : text}`;
  });
  const setup = ['set -euo pipefail', 'curl() { command curl --fail-with-body "$@"; }', helpers];
  return [...setup, ...pasted].join('\n');
}

/** Set-ups in TypeScript, which are JavaScript as well. */
function scriptsOf(title: string, parts: readonly SetupPart[]): [string, string][] {
  return parts.flatMap((part) => (part.kind === 'code' && part.language === 'ts' ? [[title, part.code]] : []));
}

describe('blocks of the documentation', () => {
  it.each(PAGES)('%s names the gateway, its secret and its admin token as all pages do', (page) => {
    const shell = blocksOf(page).map(({ sh }) => sh);
    const used = shell.join('\n').match(/\bGATEWAY_[A-Z_]+|(?<=\$\{?)LLMOPS_[A-Z_]+/g) ?? [];
    expect(VARIABLES).toEqual(expect.arrayContaining([...new Set(used)]));
    expect(shell.join('\n')).not.toMatch(/\bpython3?\b|\bjq\b|(?<!export GATEWAY_URL=)http:\/\/127\.0\.0\.1:3000/);
    // An interactive zsh takes a comment for a command.
    expect(shell.join('\n')).not.toMatch(/(^|\s)# /m);
    if (used.length > 0 && page !== 'first-request.md') expect(textOf(page)).toContain('first-request.md)');
  });

  it.each(PAGES)('%s has blocks that a shell can read', async (page) => {
    for (const { sh } of blocksOf(page)) await run('bash', ['-n', '-c', sh]);
  });

  describe('pasted', () => {
    let app: TestApp;
    let directory: string;
    beforeAll(async () => {
      app = await startSeededApp();
      directory = mkdtempSync(join(tmpdir(), 'llmops-docs-'));
      mkdirSync(join(directory, 'data'));
      writeFileSync(join(directory, 'data', 'admin-token'), app.settings.adminToken);
    });
    afterAll(async () => {
      await app.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    it.each(readSetups(textOf('connect.md')).flatMap(({ title, parts }) => scriptsOf(title, parts)))(
      'connect.md, %s',
      async (_title, code) => {
        // Where it finds the libraries that it imports.
        const file = join(directory, 'setup.mjs');
        writeFileSync(file, code);
        if (!existsSync(join(directory, 'node_modules'))) {
          symlinkSync(join(DOCS, '../node_modules'), join(directory, 'node_modules'));
        }
        const env = { ...process.env, GATEWAY_URL: app.url, GATEWAY_SECRET: app.secret };
        const { stdout } = await run(process.execPath, [file], { cwd: directory, env });
        expect(stdout).toContain('[sandbox]');
      },
    );

    it.each(PAGES.filter((page) => blocksOf(page).some(isRunnable)))('%s', async (page) => {
      const env = {
        ...process.env,
        GATEWAY_URL: app.url,
        GATEWAY_SECRET: app.secret,
        GATEWAY_ADMIN_TOKEN: app.settings.adminToken,
      };
      const { stdout } = await run('bash', ['-c', scriptOf(page, app.url)], { cwd: directory, env });
      for (const { answer } of blocksOf(page).filter(isRunnable)) {
        const shown = JSON.parse(answer ?? '{}');
        for (const member of Object.keys(shown)) expect(stdout).toContain(`"${member}":`);
        if (shown.errors !== undefined) expect(stdout).toContain(JSON.stringify(shown.errors));
      }
    });
  });
});

describe('docs/settings.md', () => {
  const rows = [...textOf('settings.md').matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) +\| /gm)];
  const documented = rows.flatMap(([, names = '']) => names.match(/[A-Z_]+/g) ?? []);

  it('has every setting that is read', () => {
    const read: string[] = [];
    const environment = new Proxy<Record<string, string | undefined>>(
      {},
      {
        get: (_, name) => void read.push(String(name)),
      },
    );
    readSettings(environment);
    const names = new Set(read.filter((name) => name === name.toUpperCase()));
    expect(documented).toEqual(expect.arrayContaining([...names]));
  });

  it('has no other', () => {
    const unknown = documented.filter((name) => {
      try {
        readSettings({ [name]: ' ' });
      } catch (error) {
        return error instanceof SettingsError && error.message.includes('no such setting');
      }
      return false;
    });
    expect(unknown).toEqual([]);
  });
});
