import { UpstreamError } from '../../core/errors.js';
import { type JsonObject, objectOf, objectsOf, parseObject } from '../../core/json.js';
import { dataOf, framesOf } from './sse-frames.js';

const FILTERED = 'content_filter';

/**
 * Whether a vendor answered 200 and refused the content as a whole: its filter ended the answer, and there is nothing in
 * it. Only read where the finish reason says so, which it hardly ever does.
 */
export function isFiltered(bytes: Buffer, finishReason: string | null): boolean {
  return finishReason === FILTERED && !holdsContent(parseObject(bytes.toString('utf8')) ?? {});
}

/**
 * Whether it is plain by now that a stream is an answer: some of it has come, or its end. The first frame mostly holds the
 * role and nothing else.
 * @param held the frames that have come
 * @throws UpstreamError where it is the vendor's refusal of the content
 */
export function isPlainlyAnswer(held: Buffer, finishReason: string | null): boolean {
  for (const frame of framesOf(held)) {
    if (holdsContent(parseObject(dataOf(frame) ?? '') ?? {})) return true;
  }
  if (finishReason === FILTERED) throw contentFiltered();
  return finishReason !== null;
}

/** The same failure as of a vendor that refuses the content with a status. */
export function contentFiltered(): UpstreamError {
  return new UpstreamError({
    kind: 'request-rejected',
    code: FILTERED,
    message: 'The provider refused to answer: its content filter ended the answer before it began.',
  });
}

function holdsContent({ choices }: JsonObject): boolean {
  return objectsOf(choices).some((choice) => {
    const { role: _role, refusal: _refusal, ...parts } = objectOf(choice['message'] ?? choice['delta']);
    return [choice['text'], ...Object.values(parts)].some(isContent);
  });
}

/** A text, calls, images, audio; not what stands for none. */
function isContent(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}
