// Three gateways on one database, as processes of their own, and what a load balancer does in front of them.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const ADMIN = `admin-${randomBytes(20).toString('hex')}`;
export const SECRET = `environment-${randomBytes(20).toString('hex')}`;
const KEY = randomBytes(32).toString('base64');

export class Replica {
  child = null;
  url = null;
  /** What the load balancer sends calls to. */
  inRotation = false;
  output = '';

  constructor(name, options) {
    this.name = name;
    this.options = options;
  }

  async start() {
    const { databaseUrl, directory } = this.options;
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      LLMOPS_DATA_DIR: join(directory, this.name),
      LLMOPS_ADMIN_TOKEN: ADMIN,
      LLMOPS_ENVIRONMENT_SECRET: SECRET,
      LLMOPS_ENCRYPTION_KEY: KEY,
      LLMOPS_UPSTREAM_ALLOW: '127.0.0.0/8',
      LLMOPS_LOG_LEVEL: 'error',
    };
    this.output = '';
    this.child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve(code ?? signal)));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.output = (this.output + text).slice(-20_000)));
    }
    for (let tries = 0; tries < 1_200; tries++) {
      this.url = /ready on (http:\S+)/.exec(this.output)?.[1]?.replace('localhost', '127.0.0.1') ?? null;
      if (this.url !== null) break;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    if (this.url === null) throw new Error(`${this.name} did not start:\n${this.output}`);
    this.inRotation = true;
  }

  /** As an orchestrator does: out of rotation when readiness says so, or with the process. */
  async watch() {
    const isReady = await fetch(`${this.url}/health/ready`).then(
      (reply) => reply.ok,
      () => false,
    );
    this.inRotation = isReady;
  }

  async admin(method, path, body) {
    const reply = await fetch(`${this.url}/llmops/api/admin/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  residentMib() {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  }

  async end(signal) {
    this.child.kill(signal);
    const how = await this.ended;
    this.inRotation = false;
    return how;
  }
}
