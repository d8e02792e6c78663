import { codeOf } from './journal-directory.js';

const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * The database is away or busy: connections (08), resources (53), an operator's doing (57P), its disk (58), a conflict
 * with others (40), a lock that was not to be had. Whatever was sent may well go in later.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const TEMPORARY = /^(08|53|57P|58|40|55P)/;

/** Data exceptions, integrity violations, program limits: what was sent is at fault. */
const ABOUT_DATA = /^(22|23|54)/;

/** The SQLSTATE of a refusal; null for a failure of the network or of a database that is not to be had now. */
export function refusalOf(error: unknown): string | null {
  const code = codeOf(error);
  return code !== null && SQLSTATE.test(code) && !TEMPORARY.test(code) ? code : null;
}

export function isAboutData(sqlState: string): boolean {
  return ABOUT_DATA.test(sqlState);
}
