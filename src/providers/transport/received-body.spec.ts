import type { Dispatcher } from 'undici';
import { ReceivedBody } from './received-body.js';

/** What undici is told, and a reader that notes what it is given. */
function setUp(takes: () => boolean = () => true) {
  const told: string[] = [];
  const controller: Pick<Dispatcher.DispatchController, 'pause' | 'resume' | 'abort'> = {
    pause: () => void told.push('pause'),
    resume: () => void told.push('resume'),
    abort: () => void told.push('abort'),
  };
  const given: string[] = [];
  const body = new ReceivedBody(controller as Dispatcher.DispatchController, null);
  const reader = {
    onBytes: (bytes: Uint8Array) => {
      given.push(Buffer.from(bytes).toString());
      return takes();
    },
    onEnd: () => void given.push('end'),
    onFailure: (error: Error) => void given.push(error.message),
  };
  return { body, reader, told, given };
}

const FULL = Buffer.alloc(64 * 1024, 'x');
const turn = () => new Promise(setImmediate);

describe('ReceivedBody', () => {
  it('gives the chunks of one read in one piece', async () => {
    const { body, reader, given } = setUp();
    body.read(reader);
    body.push(Buffer.from('a'));
    body.push(Buffer.from('b'));
    await turn();
    body.push(Buffer.from('c'));
    body.finish();
    await turn();
    expect(given).toEqual(['ab', 'c', 'end']);
  });

  it('pauses the vendor where nobody reads, once, and lets it go on when all was taken', async () => {
    const { body, reader, told, given } = setUp();
    body.push(FULL);
    body.push(Buffer.from('y'));
    expect(told).toEqual(['pause']);
    body.read(reader);
    await turn();
    expect(given).toEqual([`${FULL.toString()}y`]);
    expect(told).toEqual(['pause', 'resume']);
  });

  it('gives nothing to a reader that takes no more until it reads again, and pauses the vendor meanwhile', async () => {
    const { body, reader, told, given } = setUp(() => given.length > 1);
    body.read(reader);
    body.push(Buffer.from('a'));
    await turn();
    body.push(FULL);
    await turn();
    expect(given).toEqual(['a']);
    expect(told).toEqual(['pause']);
    body.read(reader);
    await turn();
    expect(given).toHaveLength(2);
    expect(told).toEqual(['pause', 'resume']);
  });

  it('gives what came before a failure, and then the failure', async () => {
    const { body, reader, given } = setUp();
    body.push(Buffer.from('a'));
    body.fail(new Error('broken'));
    body.read(reader);
    await turn();
    expect(given).toEqual(['a', 'broken']);
  });

  it.each(['while it is read', 'while it is paused'])(
    'closes the connection when given up %s, and says no more',
    async (when) => {
      const { body, reader, told, given } = setUp();
      if (when === 'while it is paused') body.push(FULL);
      else body.read(reader);
      body.push(Buffer.from('a'));
      body.destroy();
      body.push(Buffer.from('b'));
      body.fail(new Error('aborted'));
      await turn();
      expect(told.at(-1)).toBe('abort');
      expect(given).toEqual([]);
    },
  );

  it('leaves the connection of a body that has ended for the next call', async () => {
    const { body, told } = setUp();
    body.push(Buffer.from('a'));
    body.finish();
    expect((await body.bytes(10)).toString()).toBe('a');
    body.destroy();
    expect(told).toEqual([]);
  });
});
