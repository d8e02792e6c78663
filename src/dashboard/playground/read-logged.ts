import type { Endpoint } from '../api/endpoints.js';
import { bodyOf, type LoggedCall } from '../log/to-curl.js';
import type { Ask } from './ask.js';

/** Where a body has the text that the playground has a field for. */
const TEXT_OF: Readonly<Record<Exclude<Endpoint, 'chat/completions'>, string>> = {
  completions: 'prompt',
  embeddings: 'input',
  'images/generations': 'prompt',
  'audio/speech': 'input',
  'audio/transcriptions': 'prompt',
};

/**
 * What was asked, as the playground asks it: as far as its fields hold it in these, the rest as more of the body. Where
 * the log does not keep it, what is known of it.
 */
export function readLogged(call: LoggedCall, endpoint: Endpoint): Ask {
  const { model: _target, stream, ...body } = bodyOf(call);
  const ask = { endpoint, system: '', text: '', images: [], audio: null, stream: stream === true };
  if (endpoint === 'chat/completions') {
    const { messages, ...more } = body;
    const texts = readTexts(messages);
    return texts === null ? { ...ask, more: body } : { ...ask, ...texts, more };
  }
  const { [TEXT_OF[endpoint]]: text, ...more } = body;
  return typeof text === 'string' ? { ...ask, text, more } : { ...ask, more: body };
}

/** A conversation of one message, perhaps after a system's; null for any other. */
function readTexts(messages: unknown): Pick<Ask, 'system' | 'text'> | null {
  if (!Array.isArray(messages)) return null;
  const texts = messages.map(readText);
  const user = texts.at(-1);
  if (user?.role !== 'user' || texts.length > 2) return null;
  if (texts.length === 1) return { system: '', text: user.content };
  return texts[0]?.role === 'system' ? { system: texts[0].content, text: user.content } : null;
}

/** A message of a role and a text and nothing else. */
function readText(message: unknown): { readonly role: string; readonly content: string } | null {
  if (typeof message !== 'object' || message === null || Object.keys(message).length !== 2) return null;
  if (!('role' in message && 'content' in message)) return null;
  const { role, content } = message;
  return typeof role === 'string' && typeof content === 'string' ? { role, content } : null;
}

/** What the playground calls for it: the config that decided, else the model that was named. */
export function targetOf({ config, modelRequested }: Pick<LoggedCall, 'config' | 'modelRequested'>): string {
  return config === null ? (modelRequested ?? '') : `@config/${config.name}`;
}
