// The callers: closed loops for cost, a fixed arrival rate for latency, open streams for memory.
import { Pool } from 'undici';

const HEADERS = (secret) => ({ 'content-type': 'application/json', authorization: `Bearer ${secret}` });

export function client(origin, secret) {
  const pool = new Pool(origin, { connections: 2048, pipelining: 1 });
  const headers = HEADERS(secret);
  return {
    async call({ path, body, headers: more }) {
      const reply = await pool.request({ path, method: 'POST', headers: { ...headers, ...more }, body });
      const text = Buffer.from(await reply.body.arrayBuffer());
      if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${text.toString('utf8', 0, 300)}`);
      return text;
    },
    /** Opens a stream and leaves it open; returns how to end it. */
    async open({ path, body }) {
      const reply = await pool.request({ path, method: 'POST', headers, body });
      reply.body.on('error', () => undefined);
      reply.body.on('data', () => undefined);
      return () => reply.body.destroy();
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

/** Calls at fixed times whatever the answers do; returns sorted latencies in milliseconds, measured from the planned time. */
export async function fixedRate(caller, request, perSecond, seconds) {
  const latencies = [];
  const calls = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const planned = startedAt + (index * 1000) / perSecond;
    const wait = planned - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const sentAt = performance.now();
    calls.push(caller.call(request).then(() => latencies.push(performance.now() - sentAt)));
  }
  await Promise.all(calls);
  return latencies.sort((a, b) => a - b);
}

export const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
