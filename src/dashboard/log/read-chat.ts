/** A message of a conversation, as far as it is text. */
export interface ChatMessage {
  readonly role: string;
  readonly text: string;
}

/** The messages of a request to chat, with what is no text named; null where the body is none. */
export function readRequestMessages(body: string): ChatMessage[] | null {
  const messages = member(parse(body), 'messages');
  if (!Array.isArray(messages)) return null;
  return messages.map((message) => ({ role: textOf(member(message, 'role')), text: describeMessage(message) }));
}

/** The answers of a reply to chat, whole or as a stream of frames; null where the body is none. */
export function readReplyMessages(body: string): ChatMessage[] | null {
  const whole = member(parse(body), 'choices');
  if (Array.isArray(whole)) {
    return whole.map((choice) => ({ role: 'assistant', text: describeMessage(member(choice, 'message')) }));
  }
  const frames = [...body.matchAll(/^data: ?(\{.*)$/gm)].map(([, frame = '']) => parse(frame));
  const choices = frames.flatMap((frame) => {
    const found = member(frame, 'choices');
    return Array.isArray(found) ? (found as unknown[]) : [];
  });
  if (choices.length === 0) return null;
  const texts = new Map<unknown, string>();
  for (const choice of choices) {
    const index = member(choice, 'index');
    texts.set(index, (texts.get(index) ?? '') + textOf(member(member(choice, 'delta'), 'content')));
  }
  return [...texts.values()].map((text) => ({ role: 'assistant', text }));
}

function describeMessage(message: unknown): string {
  const calls = member(message, 'tool_calls');
  return [
    describeContent(member(message, 'content')),
    ...(Array.isArray(calls) ? calls.map((call) => describeCall(member(call, 'function'))) : []),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function describeCall(called: unknown): string {
  return `[calls ${textOf(member(called, 'name'))}(${textOf(member(called, 'arguments'))})]`;
}

function describeContent(content: unknown): string {
  if (!Array.isArray(content)) return textOf(content);
  return content
    .map((part) =>
      member(part, 'type') === 'text' ? textOf(member(part, 'text')) : `[${textOf(member(part, 'type'))}]`,
    )
    .join('\n');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
