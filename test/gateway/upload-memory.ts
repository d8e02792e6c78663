// What a gateway holds in memory of an upload of 25 MB, in a process with nothing else in its heap. Run with `--expose-gc`.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/start-app.js';

const MB = 1024 * 1024;
const FILE_BYTES = 25 * MB;
const PIECE = new Uint8Array(64 * 1024);

/** Bytes of buffers that something still holds on to. The second collection waits until the first has been swept. */
function heldBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().arrayBuffers;
}

/** A vendor that reads slowly and keeps nothing, so that a gateway that reads ahead of it has to hold the rest. */
async function slowVendor(): Promise<{ readonly server: Server; readonly received: number[] }> {
  const received: number[] = [];
  const server = createServer((asked, reply) => {
    void (async () => {
      let bytes = 0;
      for await (const chunk of asked as AsyncIterable<Buffer>) {
        const before = Math.floor(bytes / MB);
        bytes += chunk.length;
        if (Math.floor(bytes / MB) > before) await sleep(50);
      }
      received.push(bytes);
      reply.writeHead(200, { 'content-type': 'application/json' }).end('{"text":"Hello."}');
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, received };
}

/** Writes a form whose file is made piece by piece, as the gateway takes it. */
async function upload(app: TestApp, fileBytes: number): Promise<number> {
  const sending = request(`${app.url}/v1/audio/transcriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'multipart/form-data; boundary=b' },
  });
  const status = once(sending, 'response').then(([response]: IncomingMessage[]) => {
    response?.resume();
    return response?.statusCode ?? 0;
  });
  const write = async (piece: string | Uint8Array) => {
    if (!sending.write(piece)) await once(sending, 'drain');
  };
  await write('--b\r\ncontent-disposition: form-data; name="model"\r\n\r\n@slow/whisper-1\r\n');
  await write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\n\r\n');
  for (let sent = 0; sent < fileBytes; sent += PIECE.length) await write(PIECE);
  sending.end('\r\n--b--\r\n');
  return status;
}

const vendor = await slowVendor();
const app = await startApp({ databaseUrl: process.argv[2] ?? '' });
await app.provider('slow', `http://127.0.0.1:${(vendor.server.address() as AddressInfo).port}/v1`);
const statuses = [await upload(app, PIECE.length)];
const before = heldBytes();
let most = 0;
let samples = 0;
const sent = { isOver: false };
const uploading = upload(app, FILE_BYTES).finally(() => (sent.isOver = true));
while (!sent.isOver) {
  most = Math.max(most, heldBytes() - before);
  samples++;
  await sleep(80);
}
statuses.push(await uploading);
await app.stop();
vendor.server.close();
console.log(`result ${JSON.stringify({ statuses, received: vendor.received.at(-1), most, samples })}`);
