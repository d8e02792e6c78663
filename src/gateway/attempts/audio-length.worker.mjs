// Reads the length of one audio file after the other. A thread of its own, for such files come from callers: one that
// is made to keep a parser busy or to fill its memory must not hold up the gateway.
import { createReadStream } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { parseStream } from 'music-metadata';

parentPort.on('message', async ({ path, size }) => {
  const file = createReadStream(path);
  try {
    const { format } = await parseStream(file, { size }, { duration: true, skipCovers: true, skipPostHeaders: true });
    parentPort.postMessage(format.duration ?? null);
  } catch {
    parentPort.postMessage(null);
  } finally {
    file.destroy();
  }
});
