import { JsonScanError, scanJsonObject, type JsonLimits, type MemberSpan } from './json-scan.js';
import { isJsonObject, type JsonObject, type JsonValue } from './json.js';

/**
 * A JSON object kept as the bytes it came in. Members are found once and parsed only when asked for; a change patches
 * the bytes, so what is not changed stays exactly as the caller wrote it (unknown fields, number spellings, order).
 */
export class JsonBody {
  private readonly parsed = new Map<string, JsonValue | undefined>();
  private whole: JsonObject | undefined;

  private constructor(
    readonly bytes: Buffer,
    private readonly members: ReadonlyMap<string, MemberSpan>,
  ) {}

  /** @throws JsonScanError where the bytes are not one valid JSON object, or not within the limits. */
  static parse(bytes: Buffer, limits?: JsonLimits): JsonBody {
    // A byte order mark is not JSON, but editors put it there; `JSON.parse` and some vendors refuse it.
    const json = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
    return new JsonBody(json, scanJsonObject(json, limits));
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
    if (this.parsed.has(name)) return this.parsed.get(name);
    const value = JSON.parse(this.bytes.toString('utf8', span.valueStart, span.valueEnd)) as JsonValue;
    this.parsed.set(name, value);
    return value;
  }

  /** The member's value as it was written, `undefined` when absent. */
  bytesOf(name: string): Buffer | undefined {
    const span = this.members.get(name);
    return span === undefined ? undefined : this.bytes.subarray(span.valueStart, span.valueEnd);
  }

  /** First byte of the member's value: tells its type (`[`, `{`, `"`, digit, t, f, n) without parsing it. */
  firstByteOf(name: string): number | undefined {
    const span = this.members.get(name);
    return span === undefined ? undefined : this.bytes[span.valueStart];
  }

  /** First byte inside an array or object member, white space skipped: `]` tells an empty array. */
  firstByteInside(name: string): number | undefined {
    const span = this.members.get(name);
    if (span === undefined) return undefined;
    let at = span.valueStart + 1;
    while (at < span.valueEnd && isSpace(this.bytes[at])) at++;
    return this.bytes[at];
  }

  /** The whole object, parsed once. Treat it as frozen: every target of a fallback reads the same one. */
  toObject(): JsonObject {
    if (this.whole === undefined) {
      const value: unknown = JSON.parse(this.bytes.toString('utf8'));
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
      else if (changes[member.name] !== undefined) writer.write(member.name, changes[member.name] ?? null);
    }
    for (const [name, value] of Object.entries(changes)) {
      if (value !== undefined && !this.members.has(name)) writer.write(name, value);
    }
    return new JsonBody(writer.finish(), writer.members);
  }

  /** The JSON text of an array member with one more element in front; null where it is not an array. */
  prepended(name: string, element: JsonValue): Buffer | null {
    const span = this.members.get(name);
    if (span === undefined || this.bytes[span.valueStart] !== OPEN_BRACKET) return null;
    const rest = this.bytes.subarray(span.valueStart + 1, span.valueEnd);
    const isEmpty = this.firstByteInside(name) === CLOSE_BRACKET;
    return Buffer.concat([Buffer.from(`[${JSON.stringify(element)}${isEmpty ? '' : ','}`), rest]);
  }
}

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
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

const OPEN = Buffer.from('{');
const CLOSE = Buffer.from('}');
const COMMA = Buffer.from(',');
