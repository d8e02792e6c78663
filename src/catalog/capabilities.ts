import type { Endpoint } from '../core/endpoints.js';

/**
 * The endpoints that models of these names answer, whichever vendor serves them. No vendor's list states it in OpenAI's
 * terms, but a model of one of these families never answers another's endpoint. A vendor whose names do not tell states
 * it in `capabilitiesOf`.
 */
const FAMILIES: readonly [name: RegExp, endpoints: readonly Endpoint[]][] = [
  // By websocket only.
  [/realtime/, []],
  [/embed/, ['embeddings']],
  [/whisper|transcri/, ['audio/transcriptions']],
  [/(^|[-/.])tts([-:]|$)|speech|orpheus/, ['audio/speech']],
  [/dall-e|imagen|gpt-image|titan-image|nova-canvas|^stability\.|grok.*-image/, ['images/generations']],
  [/gemini.*-image/, ['chat/completions', 'completions', 'images/generations']],
  [/gemini|voxtral/, ['chat/completions', 'completions', 'audio/transcriptions']],
  // OpenAI's own: models of /v1/responses only, of completions only, and of chat only.
  [/^(o\d+-pro|gpt-\d+(\.\d+)?-pro|computer-use|codex|gpt-\d.*-codex|.*deep-research)/, []],
  [/^(gpt-3\.5-turbo-instruct|(text-)?(ada|babbage|curie|davinci)\b)/, ['completions']],
  [/^(gpt-[3-9]|gpt-audio|chatgpt-|o\d+\b)/, ['chat/completions']],
];
const CHAT: readonly Endpoint[] = ['chat/completions', 'completions'];

/** Of the endpoints that a provider offers, those that a model of this name answers. */
export function capabilitiesOf(model: string, offered: readonly string[]): readonly string[] {
  const id = model.toLowerCase();
  const own: readonly string[] = FAMILIES.find(([name]) => name.test(id))?.[1] ?? CHAT;
  return offered.filter((endpoint) => own.includes(endpoint));
}
