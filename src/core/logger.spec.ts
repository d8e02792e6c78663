import { Writable } from 'node:stream';
import { Logger as NestLogger } from '@nestjs/common';
import { pino } from 'pino';
import { describeError, PinoLogger } from './logger.js';

type Line = Record<string, unknown>;

function recording(): { lines: Line[]; logger: PinoLogger } {
  const lines: Line[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Line);
      done();
    },
  });
  const target = pino({ level: 'trace', formatters: { level: (label) => ({ level: label }) } }, stream);
  return { lines, logger: new PinoLogger(target) };
}

describe('PinoLogger', () => {
  it('writes what Nest’s logger is told, with its class as context', () => {
    const { lines, logger } = recording();
    NestLogger.overrideLogger(logger);
    const nest = new NestLogger('SnapshotStore');
    nest.log('loaded');
    nest.warn('slow');
    nest.error('failed', new Error('no connection').stack);
    NestLogger.overrideLogger(false);
    expect(lines).toMatchObject([
      { level: 'info', msg: 'loaded', context: 'SnapshotStore' },
      { level: 'warn', msg: 'slow', context: 'SnapshotStore' },
      { level: 'error', msg: 'failed', context: 'SnapshotStore', stack: expect.stringContaining('no connection') },
    ]);
  });

  it('keeps errors, objects and other values apart from the sentence', () => {
    const { lines, logger } = recording();
    logger.error('it broke', new Error('why'), { requestId: 'r1' }, 'Transport');
    logger.fatal(new Error('the end'));
    logger.debug({ some: 'object' });
    logger.verbose('three of', 3, 'Counter');
    expect(lines).toMatchObject([
      { level: 'error', msg: 'it broke', err: { message: 'why' }, requestId: 'r1', context: 'Transport' },
      { level: 'fatal', msg: 'the end', err: { message: 'the end' } },
      { level: 'debug', msg: '{"some":"object"}' },
      { level: 'trace', msg: 'three of', detail: 3, context: 'Counter' },
    ]);
  });

  it('leaves out what Nest says of every module and route', () => {
    const { lines, logger } = recording();
    logger.log('AppModule dependencies initialized', 'InstanceLoader');
    logger.log('Mapped {/v1/models, GET} route', 'RouterExplorer');
    logger.error('Nest could not resolve a dependency', 'InstanceLoader');
    expect(lines).toHaveLength(1);
  });
});

describe('describeError', () => {
  it('logs the cause and nothing that was being written', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'row (canary)' });
    const error = Object.assign(new Error('the query failed', { cause }), { parameters: ['canary'], query: 'INSERT' });
    const described = describeError(error);
    expect(described).toMatchObject({
      message: 'the query failed',
      cause: { message: 'duplicate key', code: '23505' },
    });
    expect(JSON.stringify(described)).not.toContain('canary');
  });

  it('ends with errors that are their own cause', () => {
    const error = new Error('circle');
    error.cause = error;
    expect(() => JSON.stringify(describeError(error))).not.toThrow();
  });
});
