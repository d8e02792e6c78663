// The callers: closed loops for cost, a fixed arrival rate for latency, open streams for memory.
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

export function client(origin, secret) {
  const pool = new Pool(origin, { connections: 2048, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
  return {
    async call({ path, body, headers: more }) {
      const reply = await pool.request({ path, method: 'POST', headers: { ...headers, ...more }, body });
      const text = Buffer.from(await reply.body.arrayBuffer());
      if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${text.toString('utf8', 0, 300)}`);
      return text;
    },
    /** Opens a stream and leaves it open; returns when its first byte came, how to end it, and its end. */
    async open({ path, body }) {
      const reply = await pool.request({ path, method: 'POST', headers, body });
      if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${await reply.body.text()}`);
      const ended = new Promise((resolve) => reply.body.once('close', resolve));
      reply.body.on('error', () => undefined);
      const firstByteAt = await new Promise((resolve, reject) => {
        reply.body.once('data', () => resolve(performance.now()));
        reply.body.once('close', () => reject(new Error('a stream ended before its first byte')));
      });
      reply.body.resume();
      return { firstByteAt, close: () => reply.body.destroy(), ended };
    },
    close: () => pool.destroy(),
  };
}

/** `count` calls, `concurrency` at a time; returns seconds. */
export async function closedLoop(caller, request, count, concurrency) {
  let left = count;
  const startedAt = performance.now();
  const worker = async () => {
    while (left-- > 0) await caller.call(request);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (performance.now() - startedAt) / 1000;
}

/** Calls `send(planned)` at fixed times, whatever became of the calls before; resolves when all have ended. */
export async function atFixedRate(perSecond, seconds, send) {
  const calls = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const planned = startedAt + (index * 1000) / perSecond;
    const wait = planned - performance.now();
    if (wait > 0) await sleep(wait);
    calls.push(send(planned));
  }
  await Promise.all(calls);
}
