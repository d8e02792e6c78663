import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  closingQuote,
  COLON,
  DOT,
  isDigit,
  isSpace,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  ZERO,
} from './json-bytes.js';
import { JsonScanError } from './json-scan-error.js';

/** Bytes of a list from which searching it natively is cheaper than reading its numbers. */
const LONG_LIST = 256;

/** Walks over the tokens of a JSON text. */
export class JsonCursor {
  private at = 0;
  /** Where the next `]` is, as far as it was searched for. */
  private bracket = -1;

  constructor(private readonly bytes: Buffer) {
    // A byte order mark is not JSON, but editors put it there and parsers skip it.
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3;
  }

  get offset(): number {
    return this.at;
  }

  /** Goes past the byte that was looked at last. */
  skip(): void {
    this.at++;
  }

  /** The next byte that is no white space, which is not taken; undefined at the end. */
  token(): number | undefined {
    let byte = this.peek();
    while (isSpace(byte)) {
      this.at++;
      byte = this.peek();
    }
    return byte;
  }

  fail(reason: string): never {
    const isEnd = this.peek() === undefined;
    throw new JsonScanError(isEnd ? 'unexpected end' : reason, this.offset);
  }

  string(): void {
    if (this.peek() !== QUOTE) this.fail('expected a string');
    const quote = closingQuote(this.bytes, this.at + 1);
    if (quote < 0) {
      this.at = this.bytes.length;
      this.fail('unterminated string');
    }
    this.at = quote + 1;
  }

  /** Whether the string that ended here needs no parser to be read. */
  isPlain(start: number): boolean {
    for (let at = start; at < this.at; at++) {
      const byte = this.bytes[at];
      if (byte === undefined || byte === BACKSLASH || byte < SPACE) return false;
    }
    return true;
  }

  /** The text of the string that ended here. */
  textFrom(start: number): string {
    if (this.isPlain(start)) return this.bytes.toString('utf8', start + 1, this.at - 1);
    try {
      return JSON.parse(this.bytes.toString('utf8', start, this.at)) as string;
    } catch {
      throw new JsonScanError('invalid text', start);
    }
  }

  /**
   * Goes to the end of a long list of numbers, unless something else is in it. Every list that is looked at holds no
   * `[` before the next `]`, so no byte is searched twice for the same.
   */
  jumpNumbers(): boolean {
    const { bytes, at } = this;
    if (this.bracket < at) {
      const found = bytes.indexOf(CLOSE_BRACKET, at);
      this.bracket = found < 0 ? bytes.length : found;
    }
    if (this.bracket - at < LONG_LIST || this.bracket === bytes.length) return false;
    const list = bytes.subarray(at, this.bracket);
    if (list.includes(OPEN_BRACKET) || list.includes(QUOTE) || list.includes(OPEN_BRACE)) return false;
    if (list.includes(CLOSE_BRACE) || list.includes(COLON)) return false;
    let last = list.length - 1;
    while (isSpace(list[last])) last--;
    if (!isDigit(list[last])) return false;
    this.at = this.bracket;
    return true;
  }

  literal(word: string): void {
    for (let index = 0; index < word.length; index++) {
      if (this.peek() !== word.charCodeAt(index)) this.fail('unexpected token');
      this.at++;
    }
  }

  number(): void {
    if (this.peek() === MINUS) this.at++;
    if (this.peek() === ZERO) this.at++;
    else this.digits();
    if (this.peek() === DOT) {
      this.at++;
      this.digits();
    }
    const exponent = this.peek();
    if (exponent === 0x65 || exponent === 0x45) {
      this.at++;
      const sign = this.peek();
      if (sign === 0x2b || sign === MINUS) this.at++;
      this.digits();
    }
  }

  private digits(): void {
    if (!isDigit(this.peek())) this.fail('unexpected token');
    do this.at++;
    while (isDigit(this.peek()));
  }

  private peek(): number | undefined {
    return this.at < this.bytes.length ? this.bytes[this.at] : undefined;
  }
}
