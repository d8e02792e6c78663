import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import { LogOutput, prettyFormat } from './log-output.js';

class Pipe extends EventEmitter {
  writableLength = 0;
  readonly lines: string[] = [];

  write(line: string): boolean {
    this.lines.push(line);
    return true;
  }
}

describe('LogOutput', () => {
  it('drops lines while nobody reads, and says how many when somebody reads again', () => {
    const pipe = new Pipe();
    const output = new LogOutput(pipe);
    output.write('first\n');
    pipe.writableLength = 2 * 1024 * 1024;
    for (let line = 0; line < 3; line++) output.write('lost\n');
    pipe.writableLength = 0;
    output.write('second\n');
    expect(pipe.lines).toHaveLength(3);
    expect(JSON.parse(pipe.lines[1] ?? '')).toMatchObject({
      level: 'warn',
      msg: expect.stringContaining('3 log lines'),
    });
    expect(pipe.lines[2]).toBe('second\n');
  });

  it('takes the end of its reader for no reason to end', () => {
    const pipe = new Pipe();
    new LogOutput(pipe).write('line\n');
    expect(() => pipe.emit('error', new Error('EPIPE'))).not.toThrow();
  });
});

describe('prettyFormat', () => {
  it('makes of a line what a person reads', () => {
    const line = JSON.stringify({
      level: 'warn',
      time: '2026-01-02T03:04:05.000Z',
      pid: 1,
      context: 'Log',
      msg: 'Hello',
    });
    const text = prettyFormat()(`${line}\n`);
    expect(text).toContain('Hello');
    expect(text).toContain('WARN');
    expect(text).not.toContain('{"level"');
  });
});

/** A process that logs far more than a pipe holds, and ends when it is asked to. */
function startLogging(): ReturnType<typeof spawn> {
  const script = `
    const { logger } = await import(${JSON.stringify(resolve('src/core/logger.ts'))});
    process.once('SIGTERM', () => process.exit(0));
    for (let line = 0; line < 20_000; line++) logger.info({ line, filler: 'x'.repeat(200) }, 'A line');
    process.stderr.write('logged');
    setInterval(() => logger.info('another'), 5);`;
  const words = ['--import', './test/support/register-typescript.mjs', '--input-type=module', '-e', script];
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('a process that logs', () => {
  it.each(['nobody reads', 'whose reader is gone'])('to a pipe that %s ends when it is asked to', async (reader) => {
    const child = startLogging();
    const exited = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)));
    child.stdout?.pause();
    if (reader === 'whose reader is gone') child.stdout?.destroy();
    await new Promise<void>((done) => child.stderr?.once('data', () => done()));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });
});
