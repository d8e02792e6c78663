// The yardstick: node:http and an undici Pool, forwards bytes and does no work. Every figure is a ratio to this.
import http from 'node:http';
import { Pool } from 'undici';

const [upstream, port] = process.argv.slice(2);
const pool = new Pool(upstream, { connections: 4096, pipelining: 1 });

const server = http.createServer((request, reply) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const answer = await pool.request({
        path: request.url,
        method: request.method,
        headers: { 'content-type': request.headers['content-type'], authorization: 'Bearer upstream-key' },
        body: Buffer.concat(chunks),
      });
      const { 'content-type': type, 'content-length': length } = answer.headers;
      reply.writeHead(
        answer.statusCode,
        length ? { 'content-type': type, 'content-length': length } : { 'content-type': type },
      );
      answer.body.pipe(reply);
    } catch {
      reply.writeHead(502).end();
    }
  });
});
server.keepAliveTimeout = 72_000;
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.on('SIGTERM', () => process.exit(0));
