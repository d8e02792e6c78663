// Reads the length of one audio file after the other. A thread of its own, for such files come from callers: one that
// is made to keep a parser busy or to fill its memory must not hold up the gateway.
import { read } from 'node:fs';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { parseStream } from 'music-metadata';

const CHUNK_BYTES = 64 * 1024;
const readAt = promisify(read);

parentPort.on('message', async ({ descriptor, size }) => {
  try {
    const audio = Readable.from(bytesOf(descriptor, size), { objectMode: false });
    const { format } = await parseStream(audio, { size }, { duration: true, skipCovers: true, skipPostHeaders: true });
    parentPort.postMessage(format.duration ?? null);
  } catch {
    parentPort.postMessage(null);
  }
});

// By hand, for a stream of Node's own would close the descriptor, which is not ours.
async function* bytesOf(descriptor, size) {
  for (let at = 0; at < size;) {
    const { buffer, bytesRead } = await readAt(descriptor, Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
