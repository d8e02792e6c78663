/* The bytes that JSON is made of. */

export const SPACE = 0x20;
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A native search costs as much as looking at about this many bytes. */
const NEAR = 12;

/** Where a text ends that goes on from here, outside an escape; -1 where it does not end. */
export function closingQuote(bytes: Buffer, from: number): number {
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
