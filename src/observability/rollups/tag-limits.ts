import type { Detail } from './details.js';

/** What a tag's totals are kept by: its value and the call's dimensions, its value alone, or neither. */
export type TagDetail = 'dimensions' | 'value' | 'key';

/** Of one key and day. A tag with a value of its own in every call would make rollups as large as the log. */
const COMBINATIONS = 2_000;
const VALUES = 5_000;
/** Of one day, all keys together: bounds the memory. What is past it is not counted by tag at all, but for its key. */
const OF_A_DAY = 50_000;
/** Late records are of earlier days, and each day has two details. */
const DAYS = 6;

/** Each detail of each day has limits of its own. */
interface Scope {
  readonly detail: Detail;
  readonly day: string;
}

interface Seen {
  readonly combinations: Set<string>;
  readonly values: Set<string>;
}

interface Day {
  readonly keys: Map<string, Seen>;
  size: number;
}

/**
 * How closely a tag is counted: the first thousands of combinations of a key and day by all dimensions, further ones by
 * value, and values past that as one. What is counted more coarsely is marked, so no answer can take it for the whole.
 */
export class TagLimits {
  private readonly days = new Map<string, Day>();

  detailOf({ detail, day }: Scope, [key, value]: readonly [string, string], dimensions: string): TagDetail {
    const known = this.dayOf(`${detail} ${day}`);
    const seen = known.keys.get(key) ?? { combinations: new Set<string>(), values: new Set<string>() };
    const combination = `${dimensions} ${value}`;
    if (seen.combinations.has(combination)) return 'dimensions';
    if (known.size < OF_A_DAY && seen.combinations.size < COMBINATIONS) {
      known.keys.set(key, seen);
      known.size++;
      seen.combinations.add(combination);
      return 'dimensions';
    }
    if (seen.values.has(value)) return 'value';
    if (known.size >= OF_A_DAY || seen.values.size >= VALUES) return 'key';
    known.size++;
    seen.values.add(value);
    return 'value';
  }

  private dayOf(day: string): Day {
    const known = this.days.get(day);
    if (known !== undefined) return known;
    const [oldest] = this.days.keys();
    if (this.days.size >= DAYS && oldest !== undefined) this.days.delete(oldest);
    const made: Day = { keys: new Map(), size: 0 };
    this.days.set(day, made);
    return made;
  }
}
