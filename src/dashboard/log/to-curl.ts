import { shellQuoted, toFormOptions } from '../components/to-curl-form.js';

export interface LoggedCall {
  readonly endpoint: string;
  readonly modelRequested: string | null;
  readonly streaming: boolean;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly config: { readonly name: string } | null;
  /** Null where content is not kept. */
  readonly requestBody: string | null;
}

/** The body that was sent, else one with what the log knows of it. */
export function bodyOf(call: LoggedCall): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(call.requestBody ?? '');
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Not kept, cut, or a form: made of what is known.
  }
  return {
    model: call.modelRequested ?? (call.config === null ? '' : `@config/${call.config.name}`),
    ...contentOf(call.endpoint),
    ...(call.streaming && { stream: true }),
    ...(Object.keys(call.tags).length > 0 && { metadata: call.tags }),
  };
}

/** A command to paste into a shell that calls the same again. */
export function toCurl(call: LoggedCall, url: string): string {
  const to = `curl -sS "${url}/v1/${call.endpoint}"`;
  const body = bodyOf(call);
  if (call.endpoint === 'audio/transcriptions') {
    return [to, SECRET, ...toFormOptions(body, 'speech.wav')].join(' \\\n  ');
  }
  return [to, `${SECRET} -H "Content-Type: application/json"`, `-d ${shellQuoted(JSON.stringify(body))}`].join(
    ' \\\n  ',
  );
}

const SECRET = '-H "Authorization: Bearer $GATEWAY_SECRET"';

/** What an endpoint cannot do without, where what was sent is not kept. */
function contentOf(endpoint: string): Record<string, unknown> {
  switch (endpoint) {
    case 'chat/completions':
      return { messages: [{ role: 'user', content: 'Hello!' }] };
    case 'embeddings':
      return { input: 'Hello!' };
    case 'audio/speech':
      return { input: 'Hello!', voice: 'alloy' };
    case 'audio/transcriptions':
      return {};
    default:
      return { prompt: 'Hello!' };
  }
}
