import { BadRequestException } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { malformed } from '../core/http/admin-errors.js';

/** Columns whose values are no text. */
const NUMBERS: ReadonlySet<string> = new Set(['per', 'discountPercent', 'abovePromptTokens']);

/**
 * Comma-separated values, with the fields of a price as the names of the columns → what the same file is in JSON. An
 * empty field counts as left out; what is no number is left to the checks.
 * @throws BadRequestException where it is no such file
 */
export function readPriceTable(text: string): { readonly prices: readonly object[] } {
  const rows = parseRows(text);
  return {
    prices: rows.map((row) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([, value]) => value !== '')
          .map(([name, value]) => [name, NUMBERS.has(name) ? toNumber(value) : value]),
      ),
    ),
  };
}

/** @throws BadRequestException */
export function readPriceJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequestException('The body is not valid JSON.');
  }
}

function parseRows(text: string): readonly Record<string, string>[] {
  try {
    return parse<Record<string, string>>(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw malformed([{ pointer: '', detail: `the file is no table of comma-separated values: ${reason}` }]);
  }
}

function toNumber(value: string): number | string {
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
}
