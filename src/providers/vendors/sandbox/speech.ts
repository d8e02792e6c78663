import { wavHeader } from '../../framing/wav-header.js';
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../core/json.js';
import { bytesAnswer, eventAnswer, SandboxError, type Answer } from './answer.js';
import { tokenUsage } from './wording.js';

const SAMPLE_RATE = 24_000;
const BEEP_SECONDS = 0.12;
const MAX_WORDS = 80;
/** Characters of a longer text that are read. */
const READ_CHARACTERS = 16 * 1024;
const VOLUME = 6_000;
const EVENT_BYTES = 16 * 1024;

/**
 * Answers speech: a beep for each word, whose pitch is the word's. It is a WAV file whatever format is asked for (its
 * content type says so), or bare samples for `pcm`: an encoder for mp3 would be the larger part of the sandbox.
 *
 * @throws SandboxError
 */
export function answerSpeech(body: JsonObject): Answer {
  const { input } = body;
  if (typeof input !== 'string' || input === '') {
    throw new SandboxError(400, 'missing_required_parameter', "Missing required parameter: 'input'.", 'input');
  }
  const samples = beep(input.slice(0, READ_CHARACTERS).match(/\S+/g)?.slice(0, MAX_WORDS) ?? [input]);
  const isBare = body['response_format'] === 'pcm';
  const audio = isBare ? samples : Buffer.concat([wavHeader(samples.length, SAMPLE_RATE), samples]);
  if (body['stream_format'] !== 'sse') return bytesAnswer(isBare ? 'audio/pcm' : 'audio/wav', audio);
  const pieces: { readonly type: string; readonly audio: string }[] = [];
  for (let start = 0; start < audio.length; start += EVENT_BYTES) {
    const piece = audio.subarray(start, start + EVENT_BYTES);
    pieces.push({ type: 'speech.audio.delta', audio: piece.toString('base64') });
  }
  return eventAnswer([...pieces, { type: 'speech.audio.done', usage: speechUsage(input) }]);
}

function beep(words: readonly string[]): Buffer {
  const length = Math.round(SAMPLE_RATE * BEEP_SECONDS);
  const samples = Buffer.alloc(words.length * length * 2);
  words.forEach((word, position) => {
    const hertz = 220 + createHash('sha256').update(word).digest().readUInt8() * 2;
    for (let index = 0; index < length; index++) {
      // Rising from and falling to silence, so that beeps do not click.
      const envelope = Math.sin((Math.PI * index) / length);
      const sample = Math.round(VOLUME * envelope * Math.sin((2 * Math.PI * hertz * index) / SAMPLE_RATE));
      samples.writeInt16LE(sample, (position * length + index) * 2);
    }
  });
  return samples;
}

function speechUsage(input: string): JsonObject {
  const { prompt_tokens: tokens = 0 } = tokenUsage([input], []);
  return { input_tokens: tokens, output_tokens: 0, total_tokens: tokens };
}
