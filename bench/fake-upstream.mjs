// A vendor on loopback that answers at once, in OpenAI's wire format, from bytes made once.
import http from 'node:http';
import { EventStreamCodec } from '@smithy/eventstream-codec';

const [port] = process.argv.slice(2);
const CHUNKS = 100;
const toUtf8 = (bytes) => Buffer.from(bytes).toString('utf8');
const fromUtf8 = (text) => Buffer.from(text, 'utf8');

const whole = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 1_764_000_000,
    model: 'bench',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'x'.repeat(700), refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 20, completion_tokens: 200, total_tokens: 220 },
  }),
);
const embeddings = Buffer.from(
  JSON.stringify({
    object: 'list',
    data: [
      { object: 'embedding', index: 0, embedding: Array.from({ length: 1536 }, (_, index) => Math.sin(index) / 40) },
    ],
    model: 'bench',
    usage: { prompt_tokens: 8, total_tokens: 8 },
  }),
);
const envelope = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1_764_000_000, model: 'bench' };
const frame = (body) => Buffer.from(`data: ${JSON.stringify({ ...envelope, ...body })}\n\n`);
const delta = (content) =>
  frame({ choices: [{ index: 0, delta: content, logprobs: null, finish_reason: null }], usage: null });
const frames = [delta({ role: 'assistant', content: '' })];
while (frames.length < CHUNKS - 3) frames.push(delta({ content: 'word and ' }));
frames.push(frame({ choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }], usage: null }));
frames.push(frame({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 100, total_tokens: 120 } }));
frames.push(Buffer.from('data: [DONE]\n\n'));

/** The same hundred pieces in the formats of the vendors that are translated, all in one burst as from a fast model. */
const words = Array.from({ length: CHUNKS - 3 }, () => 'word and ');
const named = (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
const codec = new EventStreamCodec(toUtf8, fromUtf8);
const message = (name, payload) =>
  codec.encode({
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: name },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify(payload)),
  });
const gemini = (parts, more = {}) =>
  `data: ${JSON.stringify({ candidates: [{ index: 0, content: { role: 'model', parts }, ...more }], usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 100, totalTokenCount: 120 }, responseId: 'r' })}\n\n`;
const translated = {
  anthropic: [
    named({
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [],
        usage: { input_tokens: 20, output_tokens: 1 },
      },
    }),
    named({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    ...words.map((text) => named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    named({ type: 'content_block_stop', index: 0 }),
    named({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 100 } }),
    named({ type: 'message_stop' }),
  ],
  bedrock: [
    message('messageStart', { role: 'assistant' }),
    ...words.map((text) => message('contentBlockDelta', { contentBlockIndex: 0, delta: { text } })),
    message('contentBlockStop', { contentBlockIndex: 0 }),
    message('messageStop', { stopReason: 'end_turn' }),
    message('metadata', { usage: { inputTokens: 20, outputTokens: 100, totalTokens: 120 }, metrics: { latencyMs: 1 } }),
  ],
  gemini: [...words.map((text) => gemini([{ text }])), gemini([{ text: '' }], { finishReason: 'STOP' })],
};

function vendorOf(url) {
  if (url.endsWith('/messages')) return 'anthropic';
  if (url.includes('/converse-stream')) return 'bedrock';
  return url.includes(':streamGenerateContent') ? 'gemini' : null;
}

/** The delay between chunks is the model's name: `stream-10` waits 10 ms, `stream-0` not at all. */
function stream(reply, delayMs, frames, type = 'text/event-stream') {
  reply.writeHead(200, { 'content-type': type });
  let next = 0;
  const write = () => {
    reply.write(frames[next++]);
    if (next === frames.length) reply.end();
    else if (delayMs === 0) setImmediate(write);
    else setTimeout(write, delayMs);
  };
  write();
}

const server = http.createServer((request, reply) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url.endsWith('/embeddings')) {
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': embeddings.length }).end(embeddings);
      return;
    }
    const body = Buffer.concat(chunks);
    const head = body.toString('latin1', 0, 400) + body.toString('latin1', Math.max(0, body.length - 400));
    const streamed = /stream-(\d+)/.exec(head);
    const vendor = vendorOf(request.url);
    if (vendor)
      stream(
        reply,
        0,
        translated[vendor],
        vendor === 'bedrock' ? 'application/vnd.amazon.eventstream' : 'text/event-stream',
      );
    else if (request.url.endsWith('/transcriptions'))
      reply.writeHead(200, { 'content-type': 'application/json' }).end('{"text":"hello"}');
    else if (streamed) stream(reply, Number(streamed[1]), frames);
    else reply.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length }).end(whole);
  });
});
server.keepAliveTimeout = 72_000;
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.on('SIGTERM', () => process.exit(0));
