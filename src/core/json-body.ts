import { afterSpace } from './json-check.js';
import { scanJsonObject, type JsonLimits, type MemberSpan } from './json-scan.js';
import { JsonScanError } from './json-scan-error.js';
import { isJsonObject, type JsonObject, type JsonValue } from './json.js';

export interface JsonReading {
  readonly limits?: JsonLimits;
  /**
   * What is thrown where the bytes are no JSON. That may be seen late: texts and long lists of numbers are looked into
   * only where their member is asked for.
   */
  readonly refuse: (error: JsonScanError) => Error;
}

const AS_IT_IS: JsonReading = { refuse: (error) => error };

/**
 * A JSON object kept as the bytes it came in. Members are found once and parsed only when asked for; a change patches
 * the bytes, so what is not changed stays exactly as the caller wrote it (unknown fields, number spellings, order).
 */
export class JsonBody {
  private parsed: Map<string, JsonValue | undefined> | undefined;
  private whole: JsonObject | undefined;

  private constructor(
    readonly bytes: Buffer,
    private readonly members: ReadonlyMap<string, MemberSpan>,
    private readonly reading: JsonReading,
  ) {}

  /** @throws JsonScanError, or what is made of it, where the bytes are not one JSON object, or not within the limits. */
  static parse(bytes: Buffer, reading = AS_IT_IS): JsonBody {
    // A byte order mark is not JSON, but editors put it there; `JSON.parse` and some vendors refuse it.
    const json = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
    try {
      return new JsonBody(json, scanJsonObject(json, reading.limits), reading);
    } catch (error) {
      throw error instanceof JsonScanError ? reading.refuse(error) : error;
    }
  }

  static of(json: JsonObject): JsonBody {
    return JsonBody.parse(Buffer.from(JSON.stringify(json)));
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  names(): IterableIterator<string> {
    return this.members.keys();
  }

  /** The member's value, `undefined` when absent. */
  get(name: string): JsonValue | undefined {
    const span = this.members.get(name);
    if (span === undefined) return undefined;
    if (this.parsed?.has(name) === true) return this.parsed.get(name);
    const value = this.valueOf(span);
    this.parsed ??= new Map();
    this.parsed.set(name, value);
    return value;
  }

  /** The member's value as it was written, `undefined` when absent. */
  bytesOf(name: string): Buffer | undefined {
    const span = this.members.get(name);
    return span === undefined ? undefined : this.bytes.subarray(span.valueStart, span.valueEnd);
  }

  /** How many bytes the member's value takes; 0 when absent. */
  lengthOf(name: string): number {
    const span = this.members.get(name);
    return span === undefined ? 0 : span.valueEnd - span.valueStart;
  }

  /** First byte of the member's value: tells its type (`[`, `{`, `"`, digit, t, f, n) without parsing it. */
  firstByteOf(name: string): number | undefined {
    const span = this.members.get(name);
    return span === undefined ? undefined : this.bytes[span.valueStart];
  }

  /** First byte inside an array or object member, white space skipped: `]` tells an empty array. */
  firstByteInside(name: string): number | undefined {
    const span = this.members.get(name);
    return span === undefined ? undefined : this.bytes[afterSpace(this.bytes, span.valueStart + 1)];
  }

  /** The whole object, parsed once. Treat it as frozen: every target of a fallback reads the same one. */
  toObject(): JsonObject {
    if (this.whole === undefined) {
      const value = this.valueIn(0, this.bytes.length);
      if (!isJsonObject(value)) throw new JsonScanError('not an object', 0);
      this.whole = value;
    }
    return this.whole;
  }

  /**
   * The same bytes with some members replaced in place, added at the end, or removed (`undefined`). A `Buffer` is taken
   * as JSON text already made. Positions are carried over, so a large body is not read again.
   */
  with(changes: Readonly<Record<string, JsonValue | Buffer | undefined>>): JsonBody {
    if (Object.keys(changes).length === 0) return this;
    const writer = new MemberWriter();
    for (const member of this.members.values()) {
      if (!Object.hasOwn(changes, member.name)) writer.copy(this.bytes, member);
      else if (changes[member.name] !== undefined) writer.replace(this.bytes, member, changes[member.name] ?? null);
    }
    for (const name in changes) {
      if (changes[name] !== undefined && !this.members.has(name)) writer.write(name, changes[name] ?? null);
    }
    return new JsonBody(writer.finish(), writer.members, this.reading);
  }

  /** The JSON text of an array member with one more element in front; null where it is not an array. */
  prepended(name: string, element: JsonValue): Buffer | null {
    const list = this.bytesOf(name);
    if (list === undefined || list[0] !== OPEN_BRACKET) return null;
    const isEmpty = this.firstByteInside(name) === CLOSE_BRACKET;
    return Buffer.concat([Buffer.from(`[${JSON.stringify(element)}${isEmpty ? '' : ','}`), list.subarray(1)]);
  }

  private valueOf({ valueStart, valueEnd, isPlainText }: MemberSpan): JsonValue {
    // A parser takes three times as long for what stands between the quotes.
    if (isPlainText) return this.bytes.toString('utf8', valueStart + 1, valueEnd - 1);
    return this.valueIn(valueStart, valueEnd);
  }

  private valueIn(start: number, end: number): JsonValue {
    try {
      return JSON.parse(this.bytes.toString('utf8', start, end)) as JsonValue;
    } catch {
      throw this.reading.refuse(new JsonScanError('invalid text or number in the value', start));
    }
  }
}

/** Puts members behind each other as one object and notes where each one lands. */
class MemberWriter {
  readonly members = new Map<string, MemberSpan>();
  private readonly pieces: Buffer[] = [];
  private length = 0;

  copy(source: Buffer, member: MemberSpan): void {
    this.separate();
    const shift = this.length - member.nameStart;
    this.add(source.subarray(member.nameStart, member.valueEnd));
    this.members.set(member.name, {
      name: member.name,
      nameStart: member.nameStart + shift,
      valueStart: member.valueStart + shift,
      valueEnd: member.valueEnd + shift,
      isPlainText: member.isPlainText,
    });
  }

  /** The name stays as it was written. */
  replace(source: Buffer, { name, nameStart, valueStart }: MemberSpan, value: JsonValue | Buffer): void {
    this.put(name, source.subarray(nameStart, valueStart), value);
  }

  write(name: string, value: JsonValue | Buffer): void {
    this.put(name, Buffer.from(`${JSON.stringify(name)}:`), value);
  }

  private put(name: string, written: Buffer, value: JsonValue | Buffer): void {
    this.separate();
    const nameStart = this.length;
    this.add(written);
    const valueStart = this.length;
    this.add(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)));
    this.members.set(name, { name, nameStart, valueStart, valueEnd: this.length, isPlainText: false });
  }

  finish(): Buffer {
    if (this.pieces.length === 0) this.add(OPEN);
    this.add(CLOSE);
    return Buffer.concat(this.pieces, this.length);
  }

  private separate(): void {
    this.add(this.pieces.length === 0 ? OPEN : COMMA);
  }

  private add(piece: Buffer): void {
    this.pieces.push(piece);
    this.length += piece.length;
  }
}

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN = Buffer.from('{');
const CLOSE = Buffer.from('}');
const COMMA = Buffer.from(',');
