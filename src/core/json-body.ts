import { JsonScanError, scanJsonObject, type MemberSpan } from './json-scan.js';
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

  /** @throws JsonScanError where the bytes are not one valid JSON object. */
  static parse(bytes: Buffer): JsonBody {
    return new JsonBody(bytes, scanJsonObject(bytes));
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

  /** First byte of the member's value: tells its type (`[`, `{`, `"`, digit, t, f, n) without parsing it. */
  firstByteOf(name: string): number | undefined {
    const span = this.members.get(name);
    return span === undefined ? undefined : this.bytes[span.valueStart];
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
   * The same bytes with some members replaced, added (at the end), or removed (`undefined`).
   * Duplicate names in the caller's text keep their last value only if they are changed here.
   */
  with(changes: Readonly<Record<string, JsonValue | undefined>>): JsonBody {
    const names = Object.keys(changes);
    if (names.length === 0) return this;
    const kept: Buffer[] = [];
    const members = [...this.members.values()];
    const pieces: Buffer[] = [];
    let runStart = -1;
    let runEnd = -1;
    const closeRun = () => {
      if (runStart >= 0) kept.push(this.bytes.subarray(runStart, runEnd));
      runStart = -1;
    };
    for (const member of members) {
      if (!Object.hasOwn(changes, member.name)) {
        // Neighbouring untouched members are copied as one run, separators and white space included.
        if (runStart < 0) runStart = member.nameStart;
        runEnd = member.valueEnd;
        continue;
      }
      closeRun();
      const value = changes[member.name];
      if (value !== undefined) {
        kept.push(
          Buffer.concat([
            this.bytes.subarray(member.nameStart, member.valueStart),
            Buffer.from(JSON.stringify(value)),
          ]),
        );
      }
    }
    closeRun();
    for (const name of names) {
      const value = changes[name];
      if (value === undefined || this.members.has(name)) continue;
      kept.push(Buffer.from(`${JSON.stringify(name)}:${JSON.stringify(value)}`));
    }
    pieces.push(OPEN);
    kept.forEach((piece, index) => {
      if (index > 0) pieces.push(COMMA);
      pieces.push(piece);
    });
    pieces.push(CLOSE);
    const bytes = Buffer.concat(pieces);
    return new JsonBody(bytes, scanJsonObject(bytes));
  }
}

const OPEN = Buffer.from('{');
const CLOSE = Buffer.from('}');
const COMMA = Buffer.from(',');
