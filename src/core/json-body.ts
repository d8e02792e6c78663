import { BytePieces } from './byte-pieces.js';
import { CLOSE_BRACKET, isSpace, OPEN_BRACKET } from './json-bytes.js';
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
    private readonly source: BytePieces,
    private readonly members: ReadonlyMap<string, MemberSpan>,
    private readonly reading: JsonReading,
  ) {}

  /** @throws JsonScanError, or what is made of it, where the bytes are not one JSON object, or not within the limits. */
  static parse(bytes: Buffer | BytePieces, reading = AS_IT_IS): JsonBody {
    const json = withoutMark(Buffer.isBuffer(bytes) ? BytePieces.of(bytes) : bytes);
    try {
      return new JsonBody(json, scanJsonObject(json, reading.limits), reading);
    } catch (error) {
      throw error instanceof JsonScanError ? reading.refuse(error) : error;
    }
  }

  static of(json: JsonObject): JsonBody {
    return JsonBody.parse(Buffer.from(JSON.stringify(json)));
  }

  /** All bytes in one buffer: of a long body they may be copied for it. */
  get bytes(): Buffer {
    return this.source.joined();
  }

  /** The bytes as they can be sent: one buffer, or the pieces of a long body. */
  get content(): Buffer | BytePieces {
    return this.source.pieces.length === 1 ? this.source.joined() : this.source;
  }

  get length(): number {
    return this.source.length;
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  names(): IterableIterator<string> {
    return this.members.keys();
  }

  /** Whether the bytes hold this text anywhere. */
  includes(text: string): boolean {
    return this.source.includes(text);
  }

  /** The member's value, `undefined` when absent. */
  get(name: string): JsonValue | undefined {
    const span = this.members.get(name);
    if (span === undefined) return undefined;
    if (this.parsed?.has(name) === true) return this.parsed.get(name);
    const value = this.valueIn(span.valueStart, span.valueEnd);
    this.parsed ??= new Map();
    this.parsed.set(name, value);
    return value;
  }

  /** The member's value as it was written, `undefined` when absent. */
  bytesOf(name: string): Buffer | undefined {
    const span = this.members.get(name);
    return span === undefined ? undefined : this.source.slice(span.valueStart, span.valueEnd);
  }

  /** How many bytes the member's value takes; 0 when absent. */
  lengthOf(name: string): number {
    const span = this.members.get(name);
    return span === undefined ? 0 : span.valueEnd - span.valueStart;
  }

  /** First byte of the member's value: tells its type (`[`, `{`, `"`, digit, t, f, n) without parsing it. */
  firstByteOf(name: string): number | undefined {
    const span = this.members.get(name);
    return span === undefined ? undefined : this.source.at(span.valueStart);
  }

  /** First byte inside an array or object member, white space skipped: `]` tells an empty array. */
  firstByteInside(name: string): number | undefined {
    const span = this.members.get(name);
    if (span === undefined) return undefined;
    let at = span.valueStart + 1;
    while (at < span.valueEnd && isSpace(this.source.at(at))) at++;
    return this.source.at(at);
  }

  /** The whole object, parsed once. Treat it as frozen: every target of a fallback reads the same one. */
  toObject(): JsonObject {
    if (this.whole === undefined) {
      const value = this.valueIn(0, this.source.length);
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
      if (!Object.hasOwn(changes, member.name)) writer.copy(this.source, member);
      else if (changes[member.name] !== undefined) writer.write(member.name, changes[member.name] ?? null);
    }
    for (const [name, value] of Object.entries(changes)) {
      if (value !== undefined && !this.members.has(name)) writer.write(name, value);
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

  private valueIn(start: number, end: number): JsonValue {
    try {
      return JSON.parse(this.source.text(start, end)) as JsonValue;
    } catch {
      throw this.reading.refuse(new JsonScanError('invalid text or number in the value', start));
    }
  }
}

/** A byte order mark is not JSON, but editors put it there; `JSON.parse` and some vendors refuse it. */
function withoutMark(bytes: BytePieces): BytePieces {
  const isMarked = bytes.at(0) === 0xef && bytes.at(1) === 0xbb && bytes.at(2) === 0xbf;
  return isMarked ? BytePieces.of(bytes.slices(3, bytes.length)) : bytes;
}

/** Puts members behind each other as one object and notes where each one lands. */
class MemberWriter {
  readonly members = new Map<string, MemberSpan>();
  private readonly pieces: Buffer[] = [];
  private length = 0;

  copy(source: BytePieces, member: MemberSpan): void {
    this.separate();
    const shift = this.length - member.nameStart;
    for (const slice of source.slices(member.nameStart, member.valueEnd)) this.add(slice);
    this.members.set(member.name, {
      name: member.name,
      nameStart: member.nameStart + shift,
      valueStart: member.valueStart + shift,
      valueEnd: member.valueEnd + shift,
    });
  }

  write(name: string, value: JsonValue | Buffer): void {
    this.separate();
    const nameStart = this.length;
    this.add(Buffer.from(`${JSON.stringify(name)}:`));
    const valueStart = this.length;
    this.add(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)));
    this.members.set(name, { name, nameStart, valueStart, valueEnd: this.length });
  }

  finish(): BytePieces {
    if (this.pieces.length === 0) this.add(OPEN);
    this.add(CLOSE);
    return BytePieces.of(this.length <= COPIED ? Buffer.concat(this.pieces, this.length) : joinSmall(this.pieces));
  }

  private separate(): void {
    this.add(this.pieces.length === 0 ? OPEN : COMMA);
  }

  private add(piece: Buffer): void {
    this.pieces.push(piece);
    this.length += piece.length;
  }
}

const OPEN = Buffer.from('{');
const CLOSE = Buffer.from('}');
const COMMA = Buffer.from(',');

/** Bytes up to which a copy costs less than one more write to the socket. */
const COPIED = 32 * 1024;

/** Neighbours as one piece where they are short together. */
function joinSmall(pieces: readonly Buffer[]): Buffer[] {
  const joined: Buffer[] = [];
  let group: Buffer[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (length + piece.length > COPIED && group.length > 0) {
      joined.push(oneOf(group));
      group = [];
      length = 0;
    }
    group.push(piece);
    length += piece.length;
  }
  return [...joined, oneOf(group)];
}

function oneOf(group: readonly Buffer[]): Buffer {
  const [first] = group;
  return group.length === 1 && first !== undefined ? first : Buffer.concat(group);
}
