import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import type { RuntimeSettings } from '../../src/core/settings.js';
import type { TestApp } from './start-app.js';

export interface Replica {
  readonly url: string;
  /** The status of a call of the sandbox, or of any other model. */
  call(secret: string, model?: string): Promise<{ status: number; code: string | null }>;
  /** The status of a request to the admin API. */
  admin(method: string, path: string, body?: unknown): Promise<number>;
  ready(): Promise<{ httpStatus: number; status: string; reasons: string[] }>;
  stop(): Promise<void>;
}

/** One more replica on the database of a running one, which it may reach another way. */
export async function startReplica(of: TestApp, overrides: Partial<RuntimeSettings> = {}): Promise<Replica> {
  const dataDir = mkdtempSync(join(tmpdir(), 'llmops-replica-'));
  const app = await createApp({ ...of.settings, dataDir, ...overrides });
  const url = (await app.listen()).replace('[::1]', '127.0.0.1');
  const send = (path: string, token: string, method = 'GET', body?: unknown): Promise<Response> =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  return {
    url,
    call: async (secret, model = '@sandbox/sandbox-1') => {
      const body = { model, messages: [{ role: 'user', content: 'hi' }] };
      const reply = await send('/v1/chat/completions', secret, 'POST', body);
      const { error } = (await reply.json()) as { error?: { code: string } };
      return { status: reply.status, code: error?.code ?? null };
    },
    admin: async (method, path, body) => {
      const reply = await send(`/llmops/api/admin/v1${path}`, of.settings.adminToken, method, body);
      await reply.arrayBuffer();
      return reply.status;
    },
    ready: async () => {
      const reply = await fetch(`${url}/health/ready`);
      return { httpStatus: reply.status, ...((await reply.json()) as { status: string; reasons: string[] }) };
    },
    stop: async () => {
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
