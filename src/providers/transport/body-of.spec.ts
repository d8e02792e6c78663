import { UpstreamError } from '../../core/errors.js';
import { bodyOf } from './body-of.js';

async function* pieces(seen: string[]): AsyncGenerator<Uint8Array> {
  try {
    for (const piece of ['ab', 'cd', 'ef']) {
      seen.push(piece);
      yield await Promise.resolve(Buffer.from(piece));
    }
  } finally {
    seen.push('closed');
  }
}

describe('bodyOf', () => {
  it('gives one piece, once', async () => {
    const body = bodyOf(Buffer.from('abc'));
    expect((await body.bytes(10)).toString()).toBe('abc');
    expect((await body.bytes(10)).length).toBe(0);
  });

  it('collects a source, telling of each piece', async () => {
    let told = 0;
    expect((await bodyOf(pieces([])).bytes(10, () => told++)).toString()).toBe('abcdef');
    expect(told).toBe(3);
  });

  it('refuses more than the limit, and closes the source', async () => {
    const seen: string[] = [];
    await expect(bodyOf(pieces(seen)).bytes(3)).rejects.toBeInstanceOf(UpstreamError);
    expect(seen).toEqual(['ab', 'cd', 'closed']);
  });

  it('is pulled, not read ahead, and closes when it is given up', async () => {
    const seen: string[] = [];
    const body = bodyOf(pieces(seen));
    const first = await new Promise<Uint8Array>((resolve, reject) =>
      body.read({
        onBytes: (bytes) => {
          resolve(bytes);
          return false;
        },
        onEnd: () => reject(new Error('empty')),
        onFailure: reject,
      }),
    );
    expect(Buffer.from(first).toString()).toBe('ab');
    body.destroy();
    await Promise.resolve();
    expect(seen).toEqual(['ab', 'closed']);
  });
});
