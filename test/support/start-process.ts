import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** The gateway as its users start it: a process of its own, from source and without a build. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  /** Everything it wrote so far. */
  output(): string;
  /** Waits until the output matches; fails when the process ends first or time is up. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit code, or the signal's name. */
  readonly exited: Promise<number | string>;
}

export interface StartOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly script?: keyof typeof SCRIPTS;
  /** Words in front of Node, as `unshare --pid`. */
  readonly command?: readonly string[];
}

const SCRIPTS = { main: 'src/main.ts', migrate: 'src/migrate.ts', 'rotate-key': 'src/startup/rotate-key.ts' } as const;

/** A loaded machine compiles and loads everything slowly the first time. Below what a test may take, to show the output. */
const DEADLINE_MS = 290_000;

export function startProcess({ dataDir, env = {}, script = 'main', command = [] }: StartOptions): GatewayProcess {
  const node = [process.execPath, '--import', './test/support/register-typescript.mjs', SCRIPTS[script]];
  const [program = '', ...words] = [...command, ...node];
  const child = spawn(program, words, {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', LLMOPS_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  }
  let ended = false;
  const exited = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      ended = true;
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    const deadline = performance.now() + DEADLINE_MS;
    for (;;) {
      const found = pattern.exec(text);
      if (found) return found;
      if (ended || performance.now() > deadline) throw new Error(`the output has no ${String(pattern)}:\n${text}`);
      await sleep(50);
    }
  };
  return { child, output: () => text, until, exited };
}
