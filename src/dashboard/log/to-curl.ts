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

/** A line to paste into a shell that calls the same again. */
export function toCurl(call: LoggedCall, url: string): string {
  const body = JSON.stringify(bodyOf(call)).replaceAll("'", `'\\''`);
  return [
    `curl -sS "${url}/v1/${call.endpoint}" \\`,
    `  -H "Authorization: Bearer $GATEWAY_SECRET" -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join('\n');
}

/** What an endpoint cannot do without, where what was sent is not kept. */
function contentOf(endpoint: string): Record<string, unknown> {
  if (endpoint === 'chat/completions') return { messages: [{ role: 'user', content: 'Hello!' }] };
  if (endpoint === 'embeddings') return { input: 'Hello!' };
  if (endpoint === 'audio/speech') return { input: 'Hello!', voice: 'alloy' };
  return { prompt: 'Hello!' };
}
