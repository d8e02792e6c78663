import { isJsonObject, type JsonObject, objectOf, objectsOf, parseObject } from '../../core/json.js';
import { encodeSseData } from '../../providers/framing/encode-sse.js';
import type { RepeatedText } from './repeated-text.js';
import type { SentAnswer } from './sent-answer.js';
import { dataOf, framesOf } from './sse-frames.js';

/** What the pieces of one stream become on their way to the caller: whole frames in, whole frames out. */
export interface PieceMapper {
  /** Null where nothing is left. */
  push(piece: Buffer): Buffer | null;
}

/** The stream that begins an answer: it is sent on as it is, and its text is kept while it can be continued. */
export class FirstChunks implements PieceMapper {
  constructor(private readonly answer: SentAnswer) {}

  push(piece: Buffer): Buffer {
    for (const frame of this.answer.isContinuable ? framesOf(piece) : []) {
      const chunk = chunkIn(frame);
      if (chunk !== null) this.answer.see(chunk);
    }
    return piece;
  }
}

/**
 * The chunks of another vendor's stream as more of the same answer: with its id, its `created` and its model, without a
 * second role and second thoughts, without text that was sent before, and with the tokens of all streams together. The
 * chunk that ends the answer says `llmops: { continued: true }`.
 */
export class ContinuedChunks implements PieceMapper {
  /**
   * @param usage of the streams before, in the vendors' words; null where one did not count
   */
  constructor(
    private readonly answer: SentAnswer,
    private readonly repeated: RepeatedText,
    private readonly usage: JsonObject | null,
  ) {}

  push(piece: Buffer): Buffer | null {
    const kept = [...framesOf(piece)].flatMap((frame) => this.frame(frame) ?? []);
    return kept.length === 0 ? null : Buffer.concat(kept);
  }

  private frame(frame: Buffer): Buffer | null {
    const chunk = chunkIn(frame);
    if (chunk === null) return frame;
    const own = this.withoutRepetition(chunk);
    if (own === null) return null;
    this.answer.see(own);
    return encodeSseData(JSON.stringify({ ...own, ...this.answer.envelope, ...this.added(own) }));
  }

  /** Null for a chunk that holds nothing else. */
  private withoutRepetition(chunk: JsonObject): JsonObject | null {
    const [choice, ...others] = objectsOf(chunk['choices']);
    if (choice === undefined) return chunk;
    const members = Object.entries(objectOf(choice['delta'])).filter(([name]) => !SENT_ONCE.has(name));
    const delta: JsonObject = Object.fromEntries(members);
    const isLast = isFinish(choice);
    const text = typeof delta['content'] === 'string' ? this.repeated.push(delta['content']) : '';
    const content = isLast ? text + this.repeated.end() : text;
    if (content !== '') delta['content'] = content;
    else delete delta['content'];
    if (!isLast && Object.keys(delta).length === 0 && !isJsonObject(chunk['usage'])) return null;
    return { ...chunk, choices: [{ ...choice, delta }, ...others] };
  }

  private added({ choices, usage }: JsonObject): JsonObject {
    return {
      ...(objectsOf(choices).some(isFinish) && { llmops: { continued: true } }),
      ...(isJsonObject(usage) && { usage: this.usage && addCounts(this.usage, usage) }),
    };
  }
}

/** The role, and thoughts. */
const SENT_ONCE: ReadonlySet<string> = new Set([
  ...['role', 'reasoning', 'reasoning_content', 'reasoning_details', 'thinking_blocks'],
]);

function isFinish({ finish_reason: finish }: JsonObject): boolean {
  return finish !== undefined && finish !== null;
}

function chunkIn(frame: Buffer): JsonObject | null {
  const data = dataOf(frame);
  return data === null ? null : parseObject(data);
}

/** Numbers are added, also in members that only one of them has. */
export function addCounts(one: JsonObject, other: JsonObject): JsonObject {
  const sum: JsonObject = { ...one, ...other };
  for (const [name, value] of Object.entries(one)) {
    const second = other[name];
    if (typeof value === 'number' && typeof second === 'number') sum[name] = value + second;
    else if (isJsonObject(value) && isJsonObject(second)) sum[name] = addCounts(value, second);
    else if (second === undefined || second === null) sum[name] = value;
  }
  return sum;
}
