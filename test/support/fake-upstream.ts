import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call as the vendor got it. */
export interface UpstreamCallSeen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Resolves with the time (performance.now) at which the gateway closed the connection. */
  readonly closed: Promise<number>;
}

export type Responder = (call: UpstreamCallSeen, reply: ServerResponse) => void | Promise<void>;

/** A vendor on loopback that does what a test says, misbehaving included. */
export class FakeUpstream {
  readonly calls: UpstreamCallSeen[] = [];
  respond: Responder = (_call, reply) => void reply.writeHead(500).end('no responder');

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<FakeUpstream> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const upstream = new FakeUpstream(server, (server.address() as AddressInfo).port);
    server.on('request', (request, reply) => upstream.onRequest(request, reply));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get last(): UpstreamCallSeen {
    const call = this.calls.at(-1);
    if (call === undefined) throw new Error('the vendor was not called');
    return call;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private onRequest(request: IncomingMessage, reply: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const closed = new Promise<number>((resolve) => reply.once('close', () => resolve(performance.now())));
      const { method = '', url = '', headers } = request;
      const call = { method, path: url, headers, body: Buffer.concat(chunks), closed };
      this.calls.push(call);
      void this.respond(call, reply);
    });
  }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Responder {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return (_call, reply) => {
    reply
      .writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers })
      .end(bytes);
  };
}

/** Sends the pieces one by one, each in a write of its own. */
export function sse(
  pieces: readonly (string | Uint8Array)[],
  options: { end?: 'end' | 'cut' | 'open'; delayMs?: number } = {},
): Responder {
  return async (_call, reply) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) {
      reply.write(piece);
      await new Promise((resolve) =>
        options.delayMs === undefined ? setImmediate(resolve) : setTimeout(resolve, options.delayMs),
      );
    }
    if (options.end === 'cut') reply.destroy();
    else if (options.end !== 'open') reply.end();
  };
}

export const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_764_000_000,
  model: 'vendor-model-2026',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hello.', refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};

const chunkOf = (choices: unknown[], usage: unknown) => {
  const { id, created, model } = completion;
  return `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model, choices, usage })}\n\n`;
};

/** `completion` as a stream, usage frame and `[DONE]` included. */
export const completionFrames: readonly string[] = [
  chunkOf([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }], null),
  chunkOf([{ index: 0, delta: { content: 'Hel' }, finish_reason: null }], null),
  chunkOf([{ index: 0, delta: { content: 'lo.' }, finish_reason: null }], null),
  chunkOf([{ index: 0, delta: {}, finish_reason: 'stop' }], null),
  chunkOf([], completion.usage),
  'data: [DONE]\n\n',
];
