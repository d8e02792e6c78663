import type { Endpoint } from '../api/endpoints.js';

/** What is asked, the same of every target. */
export interface Ask {
  readonly endpoint: Endpoint;
  /** Chat only. */
  readonly system: string;
  readonly text: string;
  /** Chat only: as `data:` URLs. */
  readonly images: readonly string[];
  /** Transcriptions only. */
  readonly audio: File | null;
  readonly stream: boolean;
  /** More members of the body: parameters, metadata, input. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** The body of the call; of a transcription without its file. */
export function toBody(ask: Ask, model: string): Record<string, unknown> {
  return { model, ...inputOf(ask), ...ask.more };
}

function inputOf({ endpoint, system, text, images, stream }: Ask): Record<string, unknown> {
  switch (endpoint) {
    case 'chat/completions':
      return { messages: toMessages(system, text, images), ...(stream && { stream: true, ...WITH_USAGE }) };
    case 'completions':
      return { prompt: text, ...(stream && { stream: true, ...WITH_USAGE }) };
    case 'embeddings':
      return { input: text };
    case 'images/generations':
      return { prompt: text };
    case 'audio/speech':
      return { input: text, voice: 'alloy' };
    case 'audio/transcriptions':
      return {};
  }
}

const WITH_USAGE = { stream_options: { include_usage: true } };

function toMessages(system: string, text: string, images: readonly string[]): object[] {
  const parts = [{ type: 'text', text }, ...images.map((url) => ({ type: 'image_url', image_url: { url } }))];
  return [
    ...(system === '' ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: images.length === 0 ? text : parts },
  ];
}

/** Members of a body that are a variant's to hold: neither the input nor who asks. */
export function parametersOf({ more }: Ask): Record<string, unknown> {
  const callers = ['metadata', 'input', 'user', 'stream', 'stream_options', 'model', 'models', 'messages'];
  return Object.fromEntries(Object.entries(more).filter(([name]) => !callers.includes(name)));
}
