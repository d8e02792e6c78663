import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { FastifyReply } from 'fastify';
import { openAi } from '../fronts/openai.js';
import { ReplyClosing, type RequestContext } from '../planning/request-context.js';
import { OpenReply } from './open-reply.js';

/** More than the system takes in one go, so that its writer has to wait for the caller. */
const LONG = `data: ${'3'.repeat(8_000_000)}\n\n`;
const PIECES = ['data: 1\n\n', LONG, 'data: two\n\n', 'data: 4\n\n'];
const END = '\r\n0\r\n\r\n';
const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

function openReply(raw: ServerResponse): OpenReply {
  const reply: Partial<FastifyReply> = {
    raw,
    hijack: () => reply as FastifyReply,
    getHeaders: () => raw.getHeaders() as ReturnType<FastifyReply['getHeaders']>,
  };
  const closing = new ReplyClosing(raw, raw.req.socket);
  const context: Pick<RequestContext, 'closing' | 'front' | 'sentStatus'> = {
    closing,
    front: openAi,
    sentStatus: null,
  };
  return new OpenReply(reply as FastifyReply, context as RequestContext);
}

/** Pieces in separate turns, the last one with the end; waits where the socket is full. */
async function send(open: OpenReply, pieces: readonly string[]): Promise<void> {
  open.begin(200, 'text/event-stream; charset=utf-8', {});
  for (const piece of pieces.slice(0, -1)) {
    if (!open.write(Buffer.from(piece))) await open.drained();
    await new Promise((resolve) => setImmediate(resolve));
  }
  open.end(Buffer.from(pieces.at(-1) ?? ''));
}

/** The bodies of a keep-alive connection's chunked replies. */
function bodiesOf(received: string): string[] {
  return received
    .split(/HTTP\/1\.1 200 OK\r\n/)
    .slice(1)
    .map((reply) => {
      let rest = reply.slice(reply.indexOf('\r\n\r\n') + 4);
      let body = '';
      for (;;) {
        const line = rest.indexOf('\r\n');
        const size = parseInt(rest.slice(0, line), 16);
        if (size === 0) return body;
        body += rest.slice(line + 2, line + 2 + size);
        rest = rest.slice(line + 2 + size + 2);
      }
    });
}

describe('a stream on the caller’s socket', () => {
  let server: Server;
  let sending: Promise<unknown>[];

  beforeEach(async () => {
    sending = [];
    server = createServer((_request, raw) => sending.push(send(openReply(raw), PIECES)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => server.closeAllConnections());

  async function ask(text: string, ends: number): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(text);
    const received: Buffer[] = [];
    const all = () => Buffer.concat(received).toString('latin1');
    for await (const bytes of socket as AsyncIterable<Buffer>) {
      received.push(bytes);
      if (bytes.toString('latin1').endsWith(END) && all().split(END).length > ends) break;
    }
    await Promise.all(sending);
    return all();
  }

  it('arrives whole and framed', async () => {
    expect(bodiesOf(await ask(GET, 1))).toEqual([PIECES.join('')]);
  });

  it('waits for the replies before it on a pipelined connection', async () => {
    expect(bodiesOf(await ask(GET.repeat(3), 3))).toEqual([PIECES.join(''), PIECES.join(''), PIECES.join('')]);
  });

  it('leaves in one write a piece, past the queue that Node makes of each', async () => {
    let writes: number[] = [];
    server.removeAllListeners('request').on('request', (_request, raw: ServerResponse) => {
      const open = openReply(raw);
      open.begin(200, 'text/event-stream; charset=utf-8', {});
      open.write(Buffer.from('data: 1\n\n'));
      setImmediate(() => {
        const socket = raw.req.socket;
        for (const piece of ['data: 2\n\n', 'data: 3\n\n']) {
          open.write(Buffer.from(piece));
          writes = [...writes, socket.writableCorked, socket.writableLength];
        }
        open.end(null);
      });
    });
    await ask(GET, 1);
    expect(writes).toEqual([0, 0, 0, 0]);
  });
});
