// Two vendors on loopback in OpenAI's format: one that is always well, and one whose faults follow a timetable.
import http from 'node:http';

const completion = JSON.stringify({
  id: 'chatcmpl-soak',
  object: 'chat.completion',
  created: 1_764_000_000,
  model: 'soak',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
});
const chunk = (delta, finish = null) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-soak', object: 'chat.completion.chunk', created: 1_764_000_000, model: 'soak', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

function answer(stream, reply) {
  if (!stream) {
    reply.writeHead(200, { 'content-type': 'application/json' }).end(completion);
    return;
  }
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  const frames = [
    chunk({ role: 'assistant', content: 'Hel' }),
    chunk({ content: 'lo.' }),
    chunk({}, 'stop'),
    'data: [DONE]\n\n',
  ];
  const next = () => {
    const frame = frames.shift();
    if (frame === undefined) reply.end();
    else {
      reply.write(frame);
      setTimeout(next, 20);
    }
  };
  next();
}

/** What a vendor does that is not well: each ends before a frame of an answer has gone out. */
const FAULTS = {
  none: answer,
  'server errors': (_stream, reply) =>
    reply.writeHead(503, { 'content-type': 'application/json' }).end('{"error":{"message":"overloaded"}}'),
  resets: (_stream, reply) => reply.socket.destroy(),
  'a rate limit': (_stream, reply) =>
    reply
      .writeHead(429, { 'content-type': 'application/json', 'retry-after': '20' })
      .end('{"error":{"message":"slow down"}}'),
  'web pages': (_stream, reply) => reply.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
  'streams without a frame': (_stream, reply) =>
    reply.writeHead(200, { 'content-type': 'text/event-stream' }).end(': hello\n\n'),
  silence: () => undefined,
  'one error in ten': (stream, reply) => (Math.random() < 0.1 ? FAULTS['server errors'] : answer)(stream, reply),
};

/** The faults in the order in which they come, with pauses in which all is well. */
export const TIMETABLE = Object.keys(FAULTS).flatMap((fault) => (fault === 'none' ? [fault] : [fault, 'none']));

export async function startVendors() {
  const state = { fault: 'none', faulty: 0, healthy: 0 };
  const serve = (count, handle) =>
    new Promise((resolve) => {
      const server = http.createServer((request, reply) => {
        let body = '';
        request.on('data', (piece) => (body += piece));
        request.on('end', () => {
          // The list of models, which the gateway asks for by itself, is no call.
          if (request.method === 'GET') return void reply.writeHead(404).end();
          count();
          handle(JSON.parse(body).stream === true, reply);
        });
      });
      server.listen(0, '127.0.0.1', () => resolve(server));
    });
  const faulty = await serve(
    () => state.faulty++,
    (stream, reply) => FAULTS[state.fault](stream, reply),
  );
  const healthy = await serve(() => state.healthy++, answer);
  const urlOf = (server) => `http://127.0.0.1:${server.address().port}/v1`;
  return {
    state,
    urls: { faulty: urlOf(faulty), healthy: urlOf(healthy) },
    close: () => {
      for (const server of [faulty, healthy]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
