// A vendor on loopback that answers at once, in OpenAI's wire format, from bytes made once.
import http from 'node:http';

const [port] = process.argv.slice(2);
const CHUNKS = 100;

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

/** The delay between chunks is the model's name: `stream-10` waits 10 ms, `stream-0` not at all. */
function stream(reply, delayMs) {
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
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
    if (streamed) stream(reply, Number(streamed[1]));
    else reply.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length }).end(whole);
  });
});
server.keepAliveTimeout = 72_000;
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.on('SIGTERM', () => process.exit(0));
