import { UnsupportedParameterError } from '../../../core/errors.js';
import type { ContentPart, MediaSource } from '../openai-chat/chat-request.js';
import type { GeminiRequestPart } from './wire-types.js';

const MAX_EXTENSION = 5;
const MIME_BY_EXTENSION: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  pdf: 'application/pdf',
  txt: 'text/plain',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
};

/** OpenAI's names of audio formats; Gemini wants MIME types. */
const AUDIO_MIME: Readonly<Record<string, string>> = { mp3: 'audio/mpeg', wav: 'audio/wav' };

/**
 * A part of a user's or tool's message as Gemini's.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#part
 * @throws UnsupportedParameterError for a file that only OpenAI knows
 */
export function toPart(part: ContentPart): GeminiRequestPart {
  switch (part.type) {
    case 'text':
      return { text: part.text };
    case 'image':
      return toMediaPart(part.source, 'image/jpeg');
    case 'audio':
      return inline(AUDIO_MIME[part.format] ?? `audio/${part.format}`, part.data);
    case 'file':
      return toMediaPart(part.source ?? storedFile(part), mimeOf(part.filename ?? '') ?? 'application/pdf');
  }
}

function toMediaPart(source: MediaSource, fallbackMime: string): GeminiRequestPart {
  return source.kind === 'data'
    ? inline(source.mimeType, source.base64)
    : { fileData: { mimeType: mimeOf(source.url) ?? fallbackMime, fileUri: source.url } };
}

function inline(mimeType: string, data: string): GeminiRequestPart {
  return { inlineData: { mimeType, data } };
}

/** An id that is the address of a file which Google can read: its Files API, Cloud Storage. */
function storedFile({ fileId, param }: Extract<ContentPart, { type: 'file' }>): MediaSource {
  if (fileId !== null && /^(?:gs|https):\/\//.test(fileId)) return { kind: 'url', url: fileId };
  throw new UnsupportedParameterError(
    `${param}.file_id`,
    'Gemini cannot read files stored at OpenAI: send file_data, or the gs:// or Files API address of the file.',
  );
}

function mimeOf(name: string): string | undefined {
  const [path = ''] = name.split(/[?#]/, 1);
  const extension = path.slice(path.lastIndexOf('.') + 1);
  // Callers choose the name, and no extension is long.
  return extension.length > MAX_EXTENSION ? undefined : MIME_BY_EXTENSION[extension.toLowerCase()];
}
