import { parseUsd } from '../catalog/parse-usd.js';
import type { JsonValue } from '../core/json.js';

/** One row of a CSV file, or one result of a time bucket of JSON with the bucket's own members. Values of CSV are texts. */
export type BillRecord = Readonly<Record<string, JsonValue | undefined>>;

/** Tokens as the log counts them: `input` without those that were read from or written to a cache. */
export interface BilledTokens {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** What a vendor says was used, or is charged, of one model in one period. */
export interface BilledLine {
  /** As the vendor writes it; the name of the charge where that is for no model. */
  readonly model: string;
  /** Ids and names of the project, workspace or key that it is for. */
  readonly groups: readonly string[];
  /** Null where the export does not count them, as all that follows. */
  readonly requests: number | null;
  readonly tokens: BilledTokens | null;
  /** Pico-USD (10⁻¹² USD). */
  readonly cost: bigint | null;
}

/** A form in which a vendor exports its side of the bill. */
export interface BillFormat {
  /** `openai-costs` */
  readonly name: string;
  readonly media: 'csv' | 'json';
  /** Pico-USD by which an amount may be off, where the vendor rounds each. */
  readonly roundedBy?: bigint;
  /** Whether a record is of this form, by the members that it has. */
  matches(record: BillRecord): boolean;
  /** Null where nothing was used. @throws BillError */
  read(record: BillRecord): BilledLine | null;
}

/** Why a record cannot be read; whoever reads the file adds where it stands. */
export class BillError extends Error {}

/** A whole number, which some vendors write as `3.0`; null where it is not stated. @throws BillError */
export function countIn(record: BillRecord, name: string): number | null {
  const value = record[name];
  if (isBlank(value)) return null;
  const count = typeof value === 'string' && /^\d+(\.0+)?$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
    throw new BillError(`${name} must be a whole number`);
  }
  return count;
}

/** @param unitDigits 2 where the amount is in cents @throws BillError where it is no amount of USD */
export function usdIn(value: JsonValue | undefined, { name = 'the amount', unitDigits = 0 } = {}): bigint {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  // Refunds and credits.
  const isNegative = text.startsWith('-');
  const cost = parseUsd(isNegative ? text.slice(1) : text, unitDigits);
  if (cost === null) throw new BillError(`${name} must be a decimal number`);
  return isNegative ? -cost : cost;
}

/** @throws BillError */
export function assertUsd(currency: JsonValue | undefined): void {
  if (isBlank(currency) || (typeof currency === 'string' && currency.toUpperCase() === 'USD')) return;
  throw new BillError('the amounts must be in USD');
}

export function textIn(record: BillRecord, name: string): string | null {
  const value = record[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** Those of these members that hold a text. */
export function textsIn(record: BillRecord, names: readonly string[]): string[] {
  return names.flatMap((name) => textIn(record, name) ?? []);
}

function isBlank(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}
