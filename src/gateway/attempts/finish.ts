import type { JsonBody } from '../../core/json-body.js';
import { type JsonObject, objectsOf } from '../../core/json.js';

/** How an answer ended, as its first choice says it, and how it was served. */
export interface Finish {
  readonly finishReason: string | null;
  readonly serviceTier: string | null;
}

export const NO_FINISH: Finish = { finishReason: null, serviceTier: null };

const WORD = /^[\w.:-]{1,64}$/;
const MAX_WORD = 64;
const QUOTE = '"';

/** Of a reply or chunk that is parsed anyway. */
export function finishOf(reply: JsonObject): Finish {
  const [choice] = objectsOf(reply['choices']);
  return { finishReason: wordOf(choice?.['finish_reason']), serviceTier: wordOf(reply['service_tier']) };
}

/** Of a reply whose choices nobody parses: its answer may be long, and how it ended is one word. */
export function finishOfBody(body: JsonBody): Finish {
  const choices = body.bytesOf('choices');
  return {
    finishReason: choices === undefined ? null : finishReasonIn(choices.toString('latin1')),
    serviceTier: wordOf(body.get('service_tier')),
  };
}

/**
 * The first `finish_reason` in a JSON text that is not null. Quotes inside strings are escaped there, so what a model
 * writes about `"finish_reason"` is not taken for it.
 */
export function finishReasonIn(text: string): string | null {
  // Without its first quote, of which JSON is full: a search that begins with a rarer character is many times faster.
  const name = 'finish_reason"';
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    let next = at + name.length;
    while (text[next] === ' ' || text[next] === ':') next++;
    if (text[at - 1] !== QUOTE || text[next] !== QUOTE) continue;
    const end = text.indexOf(QUOTE, next + 1);
    return end < 0 || end - next > MAX_WORD + 1 ? null : wordOf(text.slice(next + 1, end));
  }
  return null;
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' && WORD.test(value) ? value : null;
}
