import { ENDPOINTS, type Endpoint } from '../../../core/endpoints.js';
import { FormFields } from '../../../core/form-fields.js';
import { type JsonObject, parseObject } from '../../../core/json.js';
import type { FormBody } from '../../provider-strategy.js';
import { toAbortSignal } from '../../transport/cancellation.js';
import type { Transport, UpstreamRequest, UpstreamResponse } from '../../transport/transport.js';
import { jsonAnswer, SandboxError, type Answer } from './answer.js';
import { answerChat } from './chat.js';
import { answerCompletions } from './completions.js';
import { answerEmbeddings } from './embeddings.js';
import { answerImages } from './image.js';
import { rehearse } from './rehearse.js';
import { modelFor, SANDBOX_MODELS } from './models.js';
import { answerSpeech } from './speech.js';
import { answerTranscription, WAV_HEADER_BYTES, type Recording } from './transcription.js';
import { CREATED } from './wording.js';

/** A name that is never resolved: the transport answers within the process. */
export const SANDBOX_BASE = 'http://sandbox.invalid/v1';

/** Answers within the process what other transports send over the network. */
export const sandboxTransport: Transport = {
  async send(request, cancel, sending): Promise<UpstreamResponse> {
    const signal = toAbortSignal(cancel);
    signal.throwIfAborted();
    sending?.onConnected?.();
    try {
      return await answer(request, signal);
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      return rehearse(error.toAnswer(), 'plain', signal);
    }
  },
};

async function answer({ method, url, body }: UpstreamRequest, signal: AbortSignal): Promise<UpstreamResponse> {
  if (method === 'GET' && url === `${SANDBOX_BASE}/models`) return rehearse(listModels(), 'plain', signal);
  const endpoint = ENDPOINTS.find((name) => url === `${SANDBOX_BASE}/${name}`);
  if (endpoint === undefined || body === null) {
    throw new SandboxError(404, null, `Invalid URL (${method} ${new URL(url).pathname})`);
  }
  const fields = body instanceof Uint8Array ? parse(body) : fieldsOf(body);
  const { rehearsal } = modelFor(fields['model'], endpoint);
  const recording = body instanceof Uint8Array ? null : await listenTo(body);
  return rehearse(answerAt(endpoint, fields, recording), rehearsal, signal);
}

function answerAt(endpoint: Endpoint, fields: JsonObject, recording: Recording | null): Answer {
  switch (endpoint) {
    case 'chat/completions':
      return answerChat(fields);
    case 'completions':
      return answerCompletions(fields);
    case 'embeddings':
      return answerEmbeddings(fields);
    case 'images/generations':
      return answerImages(fields);
    case 'audio/speech':
      return answerSpeech(fields);
    case 'audio/transcriptions':
      if (recording !== null) return answerTranscription(fields, recording);
      throw new SandboxError(400, 'missing_required_parameter', "Missing required parameter: 'file'.", 'file');
  }
}

function parse(bytes: Uint8Array): JsonObject {
  const json = parseObject(Buffer.from(bytes).toString('utf8'));
  if (json !== null) return json;
  throw new SandboxError(400, null, 'The body must be a JSON object.');
}

function fieldsOf({ fields }: FormBody): JsonObject {
  const read = new FormFields(Number.MAX_SAFE_INTEGER);
  for (const { name, value } of fields) read.add(name, value);
  return read.toObject();
}

/** Reads the upload to its end, as every provider does, and keeps its beginning. */
async function listenTo({ file }: FormBody): Promise<Recording> {
  let size = 0;
  let head = Buffer.alloc(0);
  for await (const piece of file.bytes) {
    size += piece.length;
    if (head.length < WAV_HEADER_BYTES) head = Buffer.concat([head, piece.subarray(0, WAV_HEADER_BYTES - head.length)]);
  }
  return { filename: file.filename, size, head };
}

function listModels(): Answer {
  const data = SANDBOX_MODELS.map(({ id }) => ({ id, object: 'model', created: CREATED, owned_by: 'sandbox' }));
  return jsonAnswer({ object: 'list', data });
}
