import { ENDPOINTS } from '../core/endpoints.js';
import { capabilitiesOf } from './capabilities.js';

describe('what a model can do, by its name', () => {
  it.each([
    ['gpt-4o-mini', 'chat/completions'],
    ['gpt-5.4-mini', 'chat/completions'],
    ['gpt-3.5-turbo-16k', 'chat/completions'],
    ['o3-mini', 'chat/completions'],
    ['gpt-audio-mini', 'chat/completions'],
    ['gpt-3.5-turbo-instruct', 'completions'],
    ['davinci-002', 'completions'],
    ['text-davinci-003', 'completions'],
    ['gpt-4o-realtime-preview', ''],
    ['gpt-realtime-2', ''],
    ['gpt-5.2-pro', ''],
    ['o1-pro', ''],
    ['gpt-5.1-codex-mini', ''],
    ['o3-deep-research', ''],
    ['gpt-oss-120b', 'chat/completions completions'],
    ['openai/gpt-oss-20b', 'chat/completions completions'],
    ['claude-sonnet-4-5', 'chat/completions completions'],
    ['text-embedding-3-small', 'embeddings'],
    ['amazon.titan-embed-text-v2:0', 'embeddings'],
    ['mistral-embed', 'embeddings'],
    ['gpt-image-1', 'images/generations'],
    ['dall-e-3', 'images/generations'],
    ['stability.sd3-5-large-v1:0', 'images/generations'],
    ['grok-2-image', 'images/generations'],
    ['imagen-4.0-fast-generate-001', 'images/generations'],
    ['gemini-2.5-flash-image', 'chat/completions completions images/generations'],
    ['gemini-2.5-flash', 'chat/completions completions audio/transcriptions'],
    ['gemini-2.5-flash-preview-tts', 'audio/speech'],
    ['gpt-4o-mini-tts', 'audio/speech'],
    ['tts-1', 'audio/speech'],
    ['voxtral-mini-tts-latest', 'audio/speech'],
    ['canopylabs/orpheus-v1-english', 'audio/speech'],
    ['whisper-large-v3-turbo', 'audio/transcriptions'],
    ['gpt-4o-transcribe', 'audio/transcriptions'],
    ['voxtral-mini-latest', 'chat/completions completions audio/transcriptions'],
    ['sandbox-1', 'chat/completions completions'],
    ['sandbox-transcribe', 'audio/transcriptions'],
    ['sandbox-speech', 'audio/speech'],
    ['openai/gpt-5-image-of-nothing', 'chat/completions completions'],
  ])('%s: %s', (model, endpoints) => {
    expect(capabilitiesOf(model, ENDPOINTS).join(' ')).toBe(endpoints);
  });

  it('is no endpoint that its provider lacks', () => {
    expect(capabilitiesOf('mistral-embed', ['chat/completions'])).toEqual([]);
  });
});
