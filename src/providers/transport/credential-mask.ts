import { SHORTEST_SECRET, spellingsOf } from './secret-spellings.js';

const MASK = '***';
const MASK_BYTES = Buffer.from(MASK);
const NOTHING = Buffer.alloc(0);
/** A secret is looked for by its first bytes: one that begins and is cut off is found by the same search. */
const HEAD_BYTES = SHORTEST_SECRET;
/** So much of a secret at the end of a body is struck out, too; less is a prefix that many keys share (`sk-ant-api03-`). */
const TELLING_BYTES = 16;

/** A short chunk is searched faster as text, which costs a copy of it. */
const LONG_BYTES = 2 * 1024;

interface Needle {
  readonly text: string;
  readonly bytes: Buffer;
}

/** Needles that begin alike. */
interface Group {
  readonly head: Buffer;
  /** The same in latin1, where a character is a byte. */
  readonly headText: string;
  readonly needles: readonly Needle[];
}

/** Bytes of a text that belong to a secret; `isWhole` is false where the text ends before the secret does. */
interface Hit {
  readonly start: number;
  readonly end: number;
  readonly isWhole: boolean;
}

/**
 * The credentials of one account, to be struck out of whatever its vendor sends: some hosts repeat what they were sent.
 * Works on bytes, so no vendor's format has to be known; all other bytes stay as they are.
 */
export class CredentialMask {
  private readonly needles: readonly Needle[];
  private readonly groups: readonly Group[];
  /** Which bytes stand within the first of a needle: a text that ends in another one holds no beginning of a secret. */
  private readonly inHeads = new Uint8Array(256);

  constructor(spellings: Iterable<string>) {
    const distinct = [...new Set(spellings)].filter((text) => text.length >= SHORTEST_SECRET);
    // The longest first: where one secret begins with another, both go.
    this.needles = distinct
      .sort((one, other) => other.length - one.length)
      .map((text) => ({ text, bytes: Buffer.from(text) }));
    this.groups = groupByHead(this.needles);
    for (const { head } of this.groups) for (const byte of head.subarray(0, -1)) this.inHeads[byte] = 1;
  }

  static of(secrets: Iterable<string>): CredentialMask {
    return new CredentialMask([...secrets].flatMap(spellingsOf));
  }

  /** What is looked for. */
  get texts(): readonly string[] {
    return this.needles.map(({ text }) => text);
  }

  /** A copy that also masks these texts. */
  with(texts: readonly string[]): CredentialMask {
    return texts.length === 0 ? this : new CredentialMask([...this.texts, ...texts]);
  }

  private isIn(text: string): boolean {
    if (text.length < SHORTEST_SECRET) return false;
    for (const needle of this.needles) if (text.includes(needle.text)) return true;
    return false;
  }

  maskText(text: string): string {
    let masked = text;
    for (const needle of this.needles) {
      if (masked.includes(needle.text)) masked = masked.replaceAll(needle.text, MASK);
    }
    return masked;
  }

  maskHeaders(headers: Record<string, string>): Record<string, string> {
    for (const name in headers) {
      if (this.isIn(headers[name] ?? '')) {
        return Object.fromEntries(Object.entries(headers).map(([each, value]) => [each, this.maskText(value)]));
      }
    }
    return headers;
  }

  /** For one body. Null where there is nothing to look for. */
  openStream(): MaskedStream | null {
    return this.groups.length === 0 ? null : new MaskedStream(this);
  }

  /**
   * Whether no part of a secret is in these bytes, nor begins at their end: true for nearly every chunk, and cheap to
   * find.
   */
  isClean(bytes: Buffer): boolean {
    if (bytes.length > LONG_BYTES) {
      for (const { head } of this.groups) if (bytes.includes(head)) return false;
    } else {
      const text = bytes.toString('latin1');
      for (const { headText } of this.groups) if (text.includes(headText)) return false;
    }
    return this.inHeads[bytes[bytes.length - 1] ?? 0] === 0 || this.startOfTail(bytes, 0) < 0;
  }

  /** The secrets in these bytes, from the first to the last; only the last one may be cut off by their end. */
  *hitsIn(bytes: Buffer): Generator<Hit> {
    // Where each group's head comes next, so that no byte is searched twice.
    const next = this.groups.map(({ head }) => bytes.indexOf(head));
    for (let from = 0; ;) {
      let first: Hit | null = null;
      for (const [index, group] of this.groups.entries()) {
        const hit = this.nextOfGroup(group, bytes, { next, index, from });
        if (hit !== null && (first === null || isBefore(hit, first))) first = hit;
      }
      if (first === null) break;
      yield first;
      if (!first.isWhole) return;
      from = first.end;
    }
  }

  /** Where the first bytes of a needle, too few for a head, end the text; -1 for nowhere. */
  startOfTail(bytes: Buffer, from: number): number {
    const first = Math.max(from, bytes.length - HEAD_BYTES + 1);
    const text = bytes.toString('latin1', first);
    for (let at = 0; at < text.length; at++) {
      const tail = text.slice(at);
      for (const { headText } of this.groups) if (headText.startsWith(tail)) return first + at;
    }
    return -1;
  }

  private nextOfGroup(
    { head, needles }: Group,
    bytes: Buffer,
    at: { readonly next: number[]; readonly index: number; readonly from: number },
  ): Hit | null {
    let start = at.next[at.index] ?? -1;
    while (start >= 0) {
      if (start >= at.from) {
        const hit = hitAt(bytes, start, needles);
        if (hit !== null) break;
      }
      start = bytes.indexOf(head, Math.max(start + 1, at.from));
    }
    at.next[at.index] = start;
    return start < 0 ? null : hitAt(bytes, start, needles);
  }
}

export const NO_MASK = new CredentialMask([]);

/** One body, masked as it arrives. A secret may be cut anywhere: its beginning waits for what follows. */
export class MaskedStream {
  private held: Buffer = NOTHING;

  constructor(private readonly mask: CredentialMask) {}

  /** The bytes that may be passed on: nearly always the chunk itself. May be empty. */
  push(chunk: Buffer): Buffer {
    if (this.held.length === 0 && this.mask.isClean(chunk)) return chunk;
    const bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const { out, rest } = this.masked(bytes);
    this.held = rest;
    return out;
  }

  /** The body has ended. The larger part of a secret is struck out, too, for it would give the secret away. */
  end(): Buffer {
    const { held } = this;
    this.held = NOTHING;
    return held.length < TELLING_BYTES ? held : MASK_BYTES;
  }

  private masked(bytes: Buffer): { readonly out: Buffer; readonly rest: Buffer } {
    const out: Buffer[] = [];
    let from = 0;
    for (const { start, end, isWhole } of this.mask.hitsIn(bytes)) {
      out.push(bytes.subarray(from, start));
      if (!isWhole) return { out: Buffer.concat(out), rest: bytes.subarray(start) };
      out.push(MASK_BYTES);
      from = end;
    }
    const tail = this.mask.startOfTail(bytes, from);
    const until = tail < 0 ? bytes.length : tail;
    out.push(bytes.subarray(from, until));
    return { out: Buffer.concat(out), rest: bytes.subarray(until) };
  }
}

function hitAt(bytes: Buffer, start: number, needles: readonly Needle[]): Hit | null {
  const left = bytes.length - start;
  for (const { bytes: needle } of needles) {
    const length = Math.min(needle.length, left);
    if (bytes.compare(needle, 0, length, start, start + length) !== 0) continue;
    return { start, end: start + length, isWhole: length === needle.length };
  }
  return null;
}

/** Of two at the same place the longer one counts, and one that is cut off may be longer than it looks. */
function isBefore(one: Hit, other: Hit): boolean {
  if (one.start !== other.start) return one.start < other.start;
  return !one.isWhole || (other.isWhole && one.end > other.end);
}

function groupByHead(needles: readonly Needle[]): readonly Group[] {
  const groups = new Map<string, Needle[]>();
  for (const needle of needles) {
    const head = needle.bytes.toString('latin1', 0, HEAD_BYTES);
    const group = groups.get(head);
    if (group) group.push(needle);
    else groups.set(head, [needle]);
  }
  return [...groups].map(([headText, of]) => ({ headText, head: Buffer.from(headText, 'latin1'), needles: of }));
}
