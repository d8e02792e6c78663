import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | boolean | null;

/**
 * Nothing for null. Much of what is exported was written by callers and vendors: a spreadsheet would take a text that begins
 * like a formula for one, so that it gets a quote in front.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return stringify([...rows], { escape_formulas: true, cast: { boolean: String } });
}
