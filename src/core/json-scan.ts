import { afterLiteral, afterNumber, afterSpace, FALSE, NOWHERE, NULL, TRUE } from './json-check.js';
import { JsonLimitError, JsonScanError } from './json-scan-error.js';

/* Constants of this file, for those that are imported cost a read of memory each time: see json-check.ts. */
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const LETTER_F = 0x66;

/** Where a top-level member stands in the bytes: name (with its quotes) and value. */
export interface MemberSpan {
  readonly name: string;
  readonly nameStart: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** The value is a short text that says what stands between its quotes. */
  readonly isPlainText: boolean;
}

export interface JsonLimits {
  /** Of the object itself, repeated names counted each time. */
  readonly members: number;
  /** Objects, arrays, members and texts at any depth: what a parser creates a value for. */
  readonly values: number;
  /** Numbers and literals at any depth: much cheaper, and not free. */
  readonly scalars: number;
}

const NO_LIMITS: JsonLimits = { members: Infinity, values: Infinity, scalars: Infinity };
/** Within which a value inside a value inside a value … is a call inside a call. */
const MAX_DEPTH = 512;
/** Bytes of a member's value up to which it is checked as a text, not only jumped over. */
const SHORT_TEXT = 4 * 1024;
/** Bytes of a list from which searching it natively is cheaper than reading its numbers. */
const LONG_LIST = 256;

/**
 * Says where the top-level members of a JSON object (RFC 8259) are, in one pass and building nothing else. Brackets,
 * commas and colons are checked at every depth. What is inside texts and long lists of numbers is jumped over by native
 * search and left to whoever parses it: 200 messages of 1 KB take 113 µs of 183, 1,536 numbers 3 of 54, both measured
 * against a look at every byte. Where a name repeats, the last one counts, as in `JSON.parse`.
 * @throws JsonScanError with the offset of the first invalid token
 * @throws JsonLimitError as soon as a limit is passed
 */
export function scanJsonObject(bytes: Buffer, limits = NO_LIMITS): Map<string, MemberSpan> {
  return new Scanner(bytes, limits).object();
}

/**
 * Each method takes where something begins and returns where it ends: a position that is kept in a member is written at
 * every byte, which took a reply of 1 KB to twice the time.
 */
class Scanner {
  private values = 0;
  private scalars = 0;
  private readonly jumpsNumbers: boolean;
  /** Where the next `]` is, as far as it was searched for. */
  private bracket = -1;

  constructor(
    private readonly bytes: Buffer,
    private readonly limits: JsonLimits,
  ) {
    // A number takes two bytes with its comma, so fewer bytes than this cannot hold too many.
    this.jumpsNumbers = bytes.length <= 2 * limits.scalars;
  }

  object(): Map<string, MemberSpan> {
    const { bytes } = this;
    const members = new Map<string, MemberSpan>();
    // A byte order mark is not JSON, but editors put it there and parsers skip it.
    const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const open = afterSpace(bytes, isMarked ? 3 : 0);
    if (bytes[open] !== OPEN_BRACE) this.fail('expected {', open);
    const first = afterSpace(bytes, open + 1);
    const close = bytes[first] === CLOSE_BRACE ? first + 1 : this.membersInto(members, first);
    const end = afterSpace(bytes, close);
    if (end < bytes.length) this.fail('unexpected text after the object', end);
    return members;
  }

  private membersInto(members: Map<string, MemberSpan>, first: number): number {
    const { bytes, limits } = this;
    let nameStart = first;
    for (let count = 1; ; count++) {
      if (count > limits.members) {
        throw new JsonLimitError(`more than ${limits.members} members in one object`, nameStart);
      }
      const nameEnd = this.text(nameStart);
      const name = knownName(bytes, nameStart + 1, nameEnd - 1) ?? this.nameBetween(nameStart, nameEnd);
      const valueStart = this.colon(nameEnd);
      const valueEnd = this.value(valueStart, MAX_DEPTH);
      const isPlainText = this.checkText(valueStart, valueEnd);
      // A repeated name stands where it stands last.
      if (members.has(name)) members.delete(name);
      members.set(name, { name, nameStart, valueStart, valueEnd, isPlainText });
      const next = afterSpace(bytes, valueEnd);
      if (bytes[next] === CLOSE_BRACE) return next + 1;
      if (bytes[next] !== COMMA) this.fail('expected , or }', next);
      nameStart = afterSpace(bytes, next + 1);
    }
  }

  private value(start: number, depth: number): number {
    const first = this.bytes[start];
    if (first === QUOTE) {
      this.count(start);
      return this.text(start);
    }
    if (first === OPEN_BRACE) return this.members(start, depth);
    return first === OPEN_BRACKET ? this.elements(start, depth) : this.scalar(start, first);
  }

  private members(open: number, depth: number): number {
    const { bytes } = this;
    this.count(open);
    let at = afterSpace(bytes, open + 1);
    if (bytes[at] === CLOSE_BRACE) return at + 1;
    if (depth === 0) throw new JsonLimitError('nested too deeply', at);
    for (;;) {
      this.count(at);
      at = afterSpace(bytes, this.value(this.colon(this.text(at)), depth - 1));
      if (bytes[at] === CLOSE_BRACE) return at + 1;
      at = this.comma(at);
    }
  }

  private elements(open: number, depth: number): number {
    const { bytes } = this;
    this.count(open);
    let at = afterSpace(bytes, open + 1);
    if (bytes[at] === CLOSE_BRACKET) return at + 1;
    if (depth === 0) throw new JsonLimitError('nested too deeply', at);
    if (this.jumpsNumbers && (bytes[at] === MINUS || isDigit(bytes[at])) && this.isListOfNumbers(at)) {
      return this.bracket + 1;
    }
    for (;;) {
      at = afterSpace(bytes, this.value(at, depth - 1));
      if (bytes[at] === CLOSE_BRACKET) return at + 1;
      at = this.comma(at);
    }
  }

  /**
   * Whether all up to the next `]` is a long list of numbers. Every list that is looked at holds no `[` before it, so no
   * byte is searched twice for the same.
   */
  private isListOfNumbers(start: number): boolean {
    const { bytes } = this;
    if (this.bracket < start) {
      const found = bytes.indexOf(CLOSE_BRACKET, start);
      this.bracket = found < 0 ? bytes.length : found;
    }
    if (this.bracket - start < LONG_LIST || this.bracket === bytes.length) return false;
    const list = bytes.subarray(start, this.bracket);
    if (list.includes(OPEN_BRACKET) || list.includes(QUOTE) || list.includes(OPEN_BRACE)) return false;
    if (list.includes(CLOSE_BRACE) || list.includes(COLON)) return false;
    let last = list.length - 1;
    while (isSpace(list[last])) last--;
    return isDigit(list[last]);
  }

  private count(at: number): void {
    if (++this.values > this.limits.values) {
      throw new JsonLimitError(`more than ${this.limits.values} objects, arrays, members and texts`, at);
    }
  }

  private text(start: number): number {
    const { bytes } = this;
    if (bytes[start] !== QUOTE) this.fail('expected a string', start);
    const quote = closingQuote(bytes, start + 1);
    if (quote < 0) this.fail('unterminated string', bytes.length);
    return quote + 1;
  }

  private nameBetween(start: number, end: number): string {
    if (!this.isPlain(start, end)) return this.parsed(start, end);
    const name = this.bytes.toString('utf8', start + 1, end - 1);
    if (name.length === end - start - 2 && name.length <= MAX_KNOWN_LENGTH) knownNames[slotOf(name)] = name;
    return name;
  }

  /** Whether a member's value is a short plain text. Others that are short are parsed: the gateway may read them late. */
  private checkText(start: number, end: number): boolean {
    if (this.bytes[start] !== QUOTE || end - start > SHORT_TEXT) return false;
    const isPlain = this.isPlain(start, end);
    if (!isPlain) this.parsed(start, end);
    return isPlain;
  }

  /** Whether a text needs no parser to be read. */
  private isPlain(start: number, end: number): boolean {
    const { bytes } = this;
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      if (byte === undefined || byte === BACKSLASH || byte < SPACE) return false;
    }
    return true;
  }

  private parsed(start: number, end: number): string {
    try {
      return JSON.parse(this.bytes.toString('utf8', start, end)) as string;
    } catch {
      throw new JsonScanError('invalid text', start);
    }
  }

  /** Where the value behind it begins. */
  private colon(end: number): number {
    const at = afterSpace(this.bytes, end);
    if (this.bytes[at] !== COLON) this.fail('expected :', at);
    return afterSpace(this.bytes, at + 1);
  }

  /** Where the next element or member begins. */
  private comma(at: number): number {
    if (this.bytes[at] !== COMMA) this.fail('expected , or a closing bracket', at);
    return afterSpace(this.bytes, at + 1);
  }

  private scalar(start: number, first: number | undefined): number {
    if (++this.scalars > this.limits.scalars) {
      throw new JsonLimitError(`more than ${this.limits.scalars} numbers and literals`, start);
    }
    const end = endOfScalar(this.bytes, start, first);
    if (end === NOWHERE) this.fail('unexpected token', start);
    return end;
  }

  private fail(reason: string, at: number): never {
    throw new JsonScanError(at >= this.bytes.length ? 'unexpected end' : reason, at);
  }
}

const MAX_KNOWN_LENGTH = 32;
/** Plain names of ASCII that were met last: most bodies have the same, and each takes 0.08 µs to make and to hash. */
const knownNames: (string | undefined)[] = Array.from({ length: 256 }, () => undefined);

function slotOf(name: string): number {
  return (name.length * 31 + name.charCodeAt(0) * 7 + name.charCodeAt(name.length - 1)) & 255;
}

/** The name that these bytes spell, where it was met before. */
function knownName(bytes: Buffer, start: number, end: number): string | undefined {
  const length = end - start;
  const name = knownNames[(length * 31 + (bytes[start] ?? 0) * 7 + (bytes[end - 1] ?? 0)) & 255];
  if (name?.length !== length) return undefined;
  for (let at = 0; at < length; at++) if (name.charCodeAt(at) !== bytes[start + at]) return undefined;
  return name;
}

function endOfScalar(bytes: Buffer, start: number, first: number | undefined): number {
  if (first === LETTER_N) return afterLiteral(bytes, start, NULL);
  if (first === LETTER_T) return afterLiteral(bytes, start, TRUE);
  return first === LETTER_F ? afterLiteral(bytes, start, FALSE) : afterNumber(bytes, start);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A native search costs as much as looking at about this many bytes. */
const NEAR = 32;

/** Where a text ends that goes on from here, outside an escape; -1 where it does not end. */
function closingQuote(bytes: Buffer, from: number): number {
  let at = from;
  const near = Math.min(from + NEAR, bytes.length);
  for (; at < near; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
  }
  let quote = bytes.indexOf(QUOTE, at);
  while (quote >= 0 && isEscaped(bytes, quote, at)) quote = bytes.indexOf(QUOTE, quote + 1);
  return quote;
}

/** Whether an odd number of backslashes stands before it, none of them before `from`, where no escape is open. */
function isEscaped(bytes: Buffer, at: number, from: number): boolean {
  let before = at - 1;
  while (before >= from && bytes[before] === BACKSLASH) before--;
  return (at - 1 - before) % 2 === 1;
}
