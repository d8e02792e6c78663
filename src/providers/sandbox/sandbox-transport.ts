import type { Endpoint } from '../../core/endpoints.js';
import { isJsonObject, type JsonObject } from '../../core/json.js';
import type { Transport, UpstreamRequest, UpstreamResponse } from '../transport/transport.js';
import { jsonAnswer, SandboxError, type Answer } from './answer.js';
import { answerChat, CREATED } from './chat.js';
import { rehearse } from './rehearse.js';
import { modelFor, SANDBOX_MODELS } from './sandbox-models.js';

/** Never looked up: nothing leaves the process. */
export const SANDBOX_BASE = 'http://sandbox.invalid/v1';

const ANSWERS: Readonly<Partial<Record<Endpoint, (body: JsonObject) => Answer>>> = {
  'chat/completions': answerChat,
};

/** The endpoints that the sandbox answers. */
export const SANDBOX_ENDPOINTS = Object.keys(ANSWERS) as readonly Endpoint[];

/** A provider inside the process, behind the same port as the network. */
export const sandboxTransport: Transport = {
  async send(request, signal, onConnected): Promise<UpstreamResponse> {
    signal.throwIfAborted();
    onConnected?.();
    try {
      return await answer(request, signal);
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      return rehearse(error.toAnswer(), 'plain', signal);
    }
  },
};

function answer({ method, url, body }: UpstreamRequest, signal: AbortSignal): Promise<UpstreamResponse> {
  if (method === 'GET' && url === `${SANDBOX_BASE}/models`) return rehearse(listModels(), 'plain', signal);
  const endpoint = SANDBOX_ENDPOINTS.find((name) => url === `${SANDBOX_BASE}/${name}`);
  const answerTo = endpoint === undefined ? undefined : ANSWERS[endpoint];
  if (endpoint === undefined || answerTo === undefined || !(body instanceof Uint8Array)) {
    throw new SandboxError(404, null, `Invalid URL (${method} ${new URL(url).pathname})`);
  }
  const json = parse(body);
  const { rehearsal } = modelFor(json['model'], endpoint);
  return rehearse(answerTo(json), rehearsal, signal);
}

function parse(bytes: Uint8Array): JsonObject {
  const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (isJsonObject(json)) return json;
  throw new SandboxError(400, null, 'The body must be a JSON object.');
}

function listModels(): Answer {
  const data = SANDBOX_MODELS.map(({ id }) => ({ id, object: 'model', created: CREATED, owned_by: 'sandbox' }));
  return jsonAnswer({ object: 'list', data });
}
