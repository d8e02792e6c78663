import { UnsupportedParameterError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, textOf } from '../../../core/json.js';
import type { ContentPart, MediaSource } from '../../formats/openai-chat/chat-request.js';
import { LABEL } from './label.js';
import type { CachePoint, ConverseContent } from './wire-types.js';

type MediaPart = Exclude<ContentPart, { readonly type: 'text' }>;

/** Names of a request's documents: only harmless characters, and no name twice. */
export class DocumentNames {
  private readonly taken = new Set<string>();

  fit(filename: string | null): string {
    const stem = (filename ?? '').replace(/\.[A-Za-z0-9]{1,5}$/, '');
    const clean = stem
      .replace(/[^A-Za-z0-9\-()[\]]+/g, ' ')
      .trim()
      .slice(0, 180);
    const base = clean === '' ? 'document' : clean;
    let name = base;
    for (let number = 2; this.taken.has(name); number++) name = `${base} ${number}`;
    this.taken.add(name);
    return name;
  }
}

/**
 * Content parts as Converse blocks, each with its cache point behind it. Blank text, which is refused, is left out.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html
 * @throws UnsupportedParameterError
 */
export function toBlocks(parts: readonly ContentPart[], names: DocumentNames, caching: Caching): ConverseContent[] {
  return parts.flatMap((part): ConverseContent[] => {
    if (part.type === 'text' && part.text.trim() === '') return [];
    const block = part.type === 'text' ? { text: part.text } : toMediaBlock(part, names);
    return [block, ...cachePointOf(part.json, caching)];
  });
}

/** Whether cache points are taken in a place, and whether for an hour. */
export interface Caching {
  readonly points: boolean;
  readonly hours: boolean;
}

/** Anthropic's `cache_control`, as the point that Bedrock puts after what is to be cached. */
export function cachePointOf(holder: JsonObject | null, { points, hours }: Caching): Required<CachePoint>[] {
  const mark = holder?.['cache_control'];
  if (!points || !isJsonObject(mark)) return [];
  const ttl = textOf(mark['ttl']);
  return [{ cachePoint: { type: 'default', ...(hours && ttl !== '' && { ttl }) } }];
}

function toMediaBlock(part: MediaPart, names: DocumentNames): ConverseContent {
  switch (part.type) {
    case 'image':
      return { image: toImage(part.source, part.param) };
    case 'audio':
      throw new UnsupportedParameterError(part.param, `${LABEL} does not take audio in chats.`);
    case 'file': {
      if (part.source === null) {
        throw new UnsupportedParameterError(
          `${part.param}.file_id`,
          `${LABEL} does not know OpenAI's files; send file_data.`,
        );
      }
      const document = toDocument(part.source, part.filename, part.param, names);
      return {
        document: { ...document, ...(isJsonObject(part.json['citations']) && { citations: part.json['citations'] }) },
      };
    }
  }
}

const IMAGE_FORMATS: Readonly<Record<string, string | undefined>> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

function toImage(source: MediaSource, param: string): ConverseContent['image'] {
  if (source.kind === 'url') throw bytesOnly(param);
  const format = IMAGE_FORMATS[source.mimeType];
  if (format === undefined) {
    throw new UnsupportedParameterError(
      param,
      `${LABEL} takes PNG, JPEG, GIF and WebP images, not ${source.mimeType}.`,
    );
  }
  return { format, source: { bytes: source.base64 } };
}

const DOCUMENT_FORMATS: Readonly<Record<string, string | undefined>> = {
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'text/html': 'html',
  'text/markdown': 'md',
  'text/plain': 'txt',
};
const EXTENSIONS: ReadonlySet<string> = new Set(['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'md', 'txt']);

function toDocument(source: MediaSource, filename: string | null, param: string, names: DocumentNames) {
  if (source.kind === 'url') throw bytesOnly(param);
  const { mimeType } = source;
  const extension = /\.([a-z]+)$/i.exec(filename ?? '')?.[1]?.toLowerCase() ?? '';
  const byType = DOCUMENT_FORMATS[mimeType] ?? (mimeType.startsWith('text/') ? 'txt' : undefined);
  const format = (mimeType !== 'text/plain' ? byType : undefined) ?? (EXTENSIONS.has(extension) ? extension : byType);
  if (format === undefined) {
    throw new UnsupportedParameterError(param, `${LABEL} takes PDF, Word, Excel and text files, not ${mimeType}.`);
  }
  return { format, name: names.fit(filename), source: { bytes: source.base64 } };
}

function bytesOnly(param: string): UnsupportedParameterError {
  return new UnsupportedParameterError(param, `${LABEL} does not fetch URLs; send the bytes as a data URI.`);
}
