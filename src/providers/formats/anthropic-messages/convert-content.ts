import { UnsupportedParameterError } from '../../../core/errors.js';
import { isJsonObject } from '../../../core/json.js';
import type { ContentPart, MediaSource } from '../openai-chat/chat-request.js';
import { cacheControlOf } from './limit-cache-marks.js';
import type { ClaudeContent, ClaudeSource } from './wire-types.js';

export interface ContentOptions {
  /** The vendor, for sentences. */
  readonly label: string;
  /** Fetches images and documents itself; otherwise only their bytes are taken. */
  readonly fetchesUrls: boolean;
}

type MediaPart = Exclude<ContentPart, { readonly type: 'text' }>;

/**
 * Content parts as blocks; blank text, which the vendor refuses, is left out.
 *
 * @see https://docs.claude.com/en/api/messages
 * @throws UnsupportedParameterError
 */
export function toBlocks(parts: readonly ContentPart[], options: ContentOptions): ClaudeContent[] {
  return parts.flatMap((part): ClaudeContent[] => {
    if (part.type !== 'text') return [{ ...toMediaBlock(part, options), ...cacheControlOf(part.json) }];
    if (part.text.trim() === '') return [];
    return [{ type: 'text', text: part.text, ...cacheControlOf(part.json) }];
  });
}

function toMediaBlock(part: MediaPart, options: ContentOptions): ClaudeContent {
  switch (part.type) {
    case 'image':
      return { type: 'image', source: toImageSource(part.source, part.param, options) };
    case 'audio':
      throw new UnsupportedParameterError(part.param, `${options.label} does not take audio.`);
    case 'file':
      if (part.source === null) {
        throw new UnsupportedParameterError(
          `${part.param}.file_id`,
          `${options.label} does not know OpenAI's files; send file_data.`,
        );
      }
      return {
        type: 'document',
        source: toDocumentSource(part.source, part.param, options),
        ...(part.filename !== null && { title: part.filename }),
        ...(isJsonObject(part.json['citations']) && { citations: part.json['citations'] }),
      };
  }
}

const IMAGE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

function toImageSource(source: MediaSource, param: string, options: ContentOptions): ClaudeSource {
  if (source.kind === 'url') return toUrlSource(source.url, param, options);
  const { mimeType: mediaType, base64: data } = source;
  if (!IMAGE_TYPES.has(mediaType)) {
    throw new UnsupportedParameterError(
      param,
      `${options.label} takes PNG, JPEG, GIF and WebP images, not ${mediaType}.`,
    );
  }
  return { type: 'base64', media_type: mediaType, data };
}

function toDocumentSource(source: MediaSource, param: string, options: ContentOptions): ClaudeSource {
  if (source.kind === 'url') return toUrlSource(source.url, param, options);
  const { mimeType: mediaType, base64: data } = source;
  if (mediaType === 'application/pdf') return { type: 'base64', media_type: mediaType, data };
  if (mediaType.startsWith('text/') || mediaType === 'application/json') {
    return { type: 'text', media_type: 'text/plain', data: Buffer.from(data, 'base64').toString('utf8') };
  }
  throw new UnsupportedParameterError(param, `${options.label} takes PDF and text files, not ${mediaType}.`);
}

function toUrlSource(url: string, param: string, { label, fetchesUrls }: ContentOptions): ClaudeSource {
  if (fetchesUrls && /^https?:/.test(url)) return { type: 'url', url };
  throw new UnsupportedParameterError(
    param,
    `${label} does not fetch URLs of this kind here; send the bytes as a data URI.`,
  );
}
