import type { Endpoint } from '../../src/core/endpoints.js';
import type { UpstreamFailure } from '../../src/core/errors.js';
import { JsonBody } from '../../src/core/json-body.js';
import type { JsonObject } from '../../src/core/json.js';
import { SseDecoder } from '../../src/providers/framing/decode-sse.js';
import type { ChatCompletion, ChatCompletionChunk, UploadedFile } from '../../src/providers/provider-strategy.js';
import { sandbox } from '../../src/providers/vendors/sandbox/index.js';
import type { UpstreamResponse } from '../../src/providers/transport/transport.js';

const LIMIT_BYTES = 100e6;

const connection = sandbox.connect({
  credentials: {},
  baseUrl: null,
  transport: { send: () => Promise.reject(new Error('the sandbox must not use the network')) },
});

export interface SandboxQuestion {
  readonly endpoint?: Endpoint;
  readonly signal?: AbortSignal;
  readonly file?: UploadedFile;
}

/** One call of the sandbox, through its adapter and its transport. */
export async function askSandbox(json: JsonObject, question: SandboxQuestion = {}): Promise<UpstreamResponse> {
  const { endpoint = 'chat/completions', signal = new AbortController().signal, file } = question;
  const adapter = connection.endpoints[endpoint];
  if (adapter?.kind !== 'pass-through' || !connection.transport) throw new Error(`no sandbox at ${endpoint}`);
  const model = typeof json['model'] === 'string' ? json['model'] : 'sandbox-1';
  const call = { endpoint, model, stream: json['stream'] === true, body: JsonBody.of({ model, ...json }), file };
  const signed = await connection.sign(adapter.toRequest(call).request, signal);
  return connection.transport.send(signed, signal);
}

export async function bytesOf(response: UpstreamResponse): Promise<Buffer> {
  return response.body.bytes(LIMIT_BYTES);
}

/** A whole JSON reply, of chat by default. */
export async function wholeReply<Reply = ChatCompletion>(
  response: UpstreamResponse | Promise<UpstreamResponse>,
): Promise<Reply> {
  return JSON.parse((await bytesOf(await response)).toString()) as Reply;
}

export interface SandboxStream<Chunk> {
  readonly chunks: readonly Chunk[];
  readonly done: boolean;
}

/** A streamed reply's frames, chunks of chat by default. */
export async function chunksOf<Chunk = ChatCompletionChunk>(
  response: UpstreamResponse | Promise<UpstreamResponse>,
): Promise<SandboxStream<Chunk>> {
  const decoder = new SseDecoder();
  const events = [...decoder.push(await bytesOf(await response)), ...decoder.end()].map(({ data }) => data);
  const chunks = events.filter((data) => data !== '[DONE]').map((data) => JSON.parse(data) as Chunk);
  return { chunks, done: events.at(-1) === '[DONE]' };
}

/** The failure that the gateway would read from a refusal. */
export async function readRefusal(response: UpstreamResponse | Promise<UpstreamResponse>): Promise<UpstreamFailure> {
  const { status, headers, body } = await response;
  return connection.readError({ status, headers, body: (await body.bytes(LIMIT_BYTES)).toString() });
}
