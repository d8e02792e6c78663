import type { ServerResponse } from 'node:http';

/**
 * Writes a stream to the caller's socket at the socket's own pace: the next piece is pulled when the last one fits.
 * Ends when the stream does; when the caller leaves, the stream is told so by its `return()`.
 */
export async function pump(stream: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const result = await iterator.next();
      if (result.done === true) break;
      if (response.destroyed) return;
      if (!response.write(result.value)) await drained(response);
      if (response.destroyed) return;
    }
    response.end();
  } catch {
    // Whatever the reason, the reply is not whole: a cut connection says so, a proper end would not.
    response.destroy();
  } finally {
    await iterator.return?.();
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle);
      response.off('close', settle);
      resolve();
    };
    response.once('drain', settle);
    response.once('close', settle);
  });
}
