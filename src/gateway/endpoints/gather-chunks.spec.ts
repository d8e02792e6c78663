import { Readable } from 'node:stream';
import fc from 'fast-check';
import { GatherChunks } from './gather-chunks.js';

async function gather(chunks: readonly Uint8Array[]): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const piece of source.pipe(new GatherChunks())) pieces.push(Buffer.from(piece as Buffer));
  return pieces;
}

describe('GatherChunks', () => {
  it('adds and loses nothing', async () => {
    const chunk = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc.nat(70_000).map((size) => Buffer.alloc(size + 1, size % 256)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 30 }), async (chunks) => {
        expect(Buffer.concat(await gather(chunks)).equals(Buffer.concat(chunks))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('makes few pieces of many', async () => {
    const pieces = await gather(Array.from({ length: 200_000 }, () => Buffer.from('x')));
    expect(pieces.length).toBeLessThan(10);
  });
});
