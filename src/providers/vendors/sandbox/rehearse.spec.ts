import { askSandbox, bytesOf, chunksOf, readRefusal } from '../../../../test/support/ask-sandbox.js';
import { UpstreamError } from '../../../core/errors.js';

const MESSAGES = [{ role: 'user', content: 'Hello' }];
const ask = (model: string, stream: boolean, signal?: AbortSignal) =>
  askSandbox({ model, stream, messages: MESSAGES }, { signal });

function abortIn(ms: number): AbortSignal {
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error('given up')), ms);
  return abort.signal;
}

describe('rehearsals', () => {
  it('sandbox-429 is rate-limited for a second', async () => {
    const failure = await readRefusal(ask('sandbox-429', false));
    expect(failure).toMatchObject({ kind: 'rate-limited', type: 'requests', retryAfterMs: 1_000 });
  });

  it('sandbox-500 fails', async () => {
    expect(await readRefusal(ask('sandbox-500', true))).toMatchObject({ kind: 'overloaded' });
  });

  it('sandbox-cut ends a stream mid-way, without [DONE]', async () => {
    const { chunks, done } = await chunksOf(ask('sandbox-cut', true));
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.every((chunk) => chunk.choices[0]?.finish_reason === null)).toBe(true);
    expect(done).toBe(false);
  });

  it('sandbox-cut breaks the connection of a whole reply', async () => {
    const response = await ask('sandbox-cut', false);
    await expect(bytesOf(response)).rejects.toBeInstanceOf(UpstreamError);
  });

  it('sandbox-stall sends one frame and then nothing until it is given up', async () => {
    const response = await ask('sandbox-stall', true, abortIn(20));
    let frames = 0;
    await expect(response.body.bytes(1_000, () => frames++)).rejects.toThrow('given up');
    expect(frames).toBe(1);
  });

  it('sandbox-stall never answers whole', async () => {
    await expect(ask('sandbox-stall', false, abortIn(20))).rejects.toThrow('given up');
  });

  it('sandbox-slow lets its first token wait, and leaves when told', async () => {
    const response = await ask('sandbox-slow', true, abortIn(50));
    await expect(response.body.bytes(1_000)).rejects.toThrow('given up');
  });
});
