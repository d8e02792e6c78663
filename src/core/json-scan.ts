/** Where a top-level member stands in the bytes: name (with its quotes) and value. */
export interface MemberSpan {
  readonly name: string;
  readonly nameStart: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

export class JsonScanError extends Error {
  constructor(
    reason: string,
    readonly offset: number,
  ) {
    super(`${reason} at byte ${offset}`);
    this.name = 'JsonScanError';
  }
}

/** Valid, as far as it was read, but of a shape that would cost more to work on than any honest request is worth. */
export class JsonLimitError extends JsonScanError {}

export interface JsonLimits {
  /** Of the object itself, repeated names counted each time. */
  readonly members: number;
  /** Objects, arrays, members and texts at any depth: what a parser creates a value for. */
  readonly values: number;
  /** Numbers and literals at any depth: much cheaper, and not free. */
  readonly scalars: number;
}

const NO_LIMITS: JsonLimits = { members: Infinity, values: Infinity, scalars: Infinity };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MAX_DEPTH = 512;

/**
 * Validates a whole JSON object (RFC 8259) in one pass over its bytes and says where its top-level members are,
 * building nothing else: several times cheaper than parsing and serialising a large prompt again. Where a name repeats,
 * the last one counts, as in `JSON.parse`.
 * @throws JsonScanError with the offset of the first invalid byte
 * @throws JsonLimitError as soon as a limit is passed
 */
export function scanJsonObject(bytes: Buffer, limits: JsonLimits = NO_LIMITS): Map<string, MemberSpan> {
  const scanner = new Scanner(bytes, limits);
  return scanner.object();
}

/** A member's name; most are plain and need no parser. */
function nameAt(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}

class Scanner {
  private at = 0;
  private values = 0;
  private scalars = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly limits: JsonLimits,
  ) {
    // A byte order mark is not JSON, but editors put it there and parsers skip it.
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3;
  }

  object(): Map<string, MemberSpan> {
    const members = new Map<string, MemberSpan>();
    this.space();
    if (this.bytes[this.at] !== OPEN_BRACE) this.fail('expected {');
    this.at++;
    this.space();
    if (this.bytes[this.at] === CLOSE_BRACE) this.at++;
    else this.membersInto(members);
    this.space();
    if (this.at !== this.bytes.length) this.fail('unexpected text after the object');
    return members;
  }

  private membersInto(members: Map<string, MemberSpan>): void {
    for (let count = 1; ; count++) {
      this.space();
      if (count > this.limits.members) {
        throw new JsonLimitError(`more than ${this.limits.members} members in one object`, this.at);
      }
      const nameStart = this.at;
      this.string();
      const name = nameAt(this.bytes, nameStart, this.at);
      this.space();
      if (this.bytes[this.at] !== COLON) this.fail('expected :');
      this.at++;
      this.space();
      const valueStart = this.at;
      this.value();
      members.delete(name);
      members.set(name, { name, nameStart, valueStart, valueEnd: this.at });
      this.space();
      const next = this.bytes[this.at];
      this.at++;
      if (next === CLOSE_BRACE) return;
      if (next !== COMMA) this.fail('expected , or }', this.at - 1);
    }
  }

  /**
   * One value of any kind, nested ones without recursion: callers choose the depth, and recursion could overflow the
   * stack.
   */
  private value(): void {
    const bytes = this.bytes;
    const stack: number[] = [];
    for (;;) {
      this.space();
      const byte = bytes[this.at];
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.count();
        this.at++;
        this.space();
        const close = byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
        if (bytes[this.at] === close) this.at++;
        else {
          if (stack.push(close) > MAX_DEPTH) throw new JsonLimitError('nested too deeply', this.at);
          if (close === CLOSE_BRACE) this.memberName();
          continue;
        }
      } else if (byte === QUOTE) {
        this.count();
        this.string();
      } else this.scalar(byte);

      // A value has ended: close what it ends, or go on to the next one.
      for (;;) {
        const close = stack.at(-1);
        if (close === undefined) return;
        this.space();
        const next = bytes[this.at];
        this.at++;
        if (next === close) {
          stack.pop();
          continue;
        }
        if (next !== COMMA) this.fail('expected , or a closing bracket', this.at - 1);
        if (close === CLOSE_BRACE) this.memberName();
        break;
      }
    }
  }

  private count(): void {
    if (++this.values > this.limits.values) {
      throw new JsonLimitError(`more than ${this.limits.values} objects, arrays, members and texts`, this.at);
    }
  }

  private memberName(): void {
    this.count();
    this.space();
    this.string();
    this.space();
    if (this.bytes[this.at] !== COLON) this.fail('expected :');
    this.at++;
  }

  private string(): void {
    const bytes = this.bytes;
    let at = this.at;
    if (bytes[at] !== QUOTE) this.fail('expected a string');
    at++;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) this.fail('unterminated string', at);
      if (byte === QUOTE) break;
      if (byte < 0x20) this.fail('control character in a string', at);
      if (byte === BACKSLASH) {
        at++;
        const escape = bytes[at];
        if (escape === 0x75) {
          for (let digit = 1; digit <= 4; digit++) if (!isHex(bytes[at + digit])) this.fail('bad \\u escape', at);
          at += 4;
        } else if (escape === undefined || !ESCAPES.has(escape)) this.fail('bad escape', at);
      }
      at++;
    }
    this.at = at + 1;
  }

  private scalar(first: number | undefined): void {
    if (++this.scalars > this.limits.scalars) {
      throw new JsonLimitError(`more than ${this.limits.scalars} numbers and literals`, this.at);
    }
    if (first === 0x74) this.literal('true');
    else if (first === 0x66) this.literal('false');
    else if (first === 0x6e) this.literal('null');
    else this.number();
  }

  private literal(word: string): void {
    for (let index = 0; index < word.length; index++) {
      if (this.bytes[this.at + index] !== word.charCodeAt(index)) this.fail('unexpected token');
    }
    this.at += word.length;
  }

  private number(): void {
    const bytes = this.bytes;
    if (bytes[this.at] === 0x2d) this.at++;
    if (bytes[this.at] === 0x30) this.at++;
    else this.digits();
    if (bytes[this.at] === 0x2e) {
      this.at++;
      this.digits();
    }
    const exponent = bytes[this.at];
    if (exponent === 0x65 || exponent === 0x45) {
      this.at++;
      const sign = bytes[this.at];
      if (sign === 0x2b || sign === 0x2d) this.at++;
      this.digits();
    }
  }

  private digits(): void {
    const start = this.at;
    let byte = this.bytes[this.at];
    while (byte !== undefined && byte >= 0x30 && byte <= 0x39) byte = this.bytes[++this.at];
    if (this.at === start) this.fail('unexpected token');
  }

  private space(): void {
    let byte = this.bytes[this.at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = this.bytes[++this.at];
  }

  private fail(reason: string, offset = this.at): never {
    throw new JsonScanError(offset >= this.bytes.length ? 'unexpected end' : reason, offset);
  }
}

const ESCAPES: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'));

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
