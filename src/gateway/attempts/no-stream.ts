import { UpstreamError } from '../../core/errors.js';
import { parseObject } from '../../core/json.js';
import { vendorWords } from '../../providers/vendor-words.js';

/** Bytes of a reply that are looked at to tell what it is. */
export const HEAD_BYTES = 64 * 1024;

/** @param head how the reply began, from which the administrator is shown what the provider says */
export function noStream(head: Uint8Array = new Uint8Array()): UpstreamError {
  const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('utf8');
  return new UpstreamError({
    kind: 'invalid-response',
    message: 'The provider answered with something that is no stream of an answer.',
    vendorMessage: isRefusal(text) ? vendorWords(text) : null,
  });
}

/** A web page, or JSON that is an error; other text may be half an answer, which is not for logs. */
function isRefusal(text: string): boolean {
  return text.trimStart().startsWith('<') || (parseObject(text)?.['error'] ?? null) !== null;
}

const FIELDS = ['data:', 'event:'];

/**
 * Whether a reply that ended before its first good frame had begun as a stream: with a field of an event, half of one,
 * or the zero byte that frames of AWS's event streams begin with. Comments alone are none.
 */
export function beginsAsStream(head: Buffer): boolean {
  if (head[0] === 0) return true;
  const lines = head.toString('latin1').split(/[\r\n]+/);
  const last = lines.pop() ?? '';
  return (
    lines.some((line) => FIELDS.some((field) => line.startsWith(field))) ||
    FIELDS.some((field) => last !== '' && (last.startsWith(field) || field.startsWith(last)))
  );
}
