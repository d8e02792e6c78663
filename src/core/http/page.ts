import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { malformed } from './admin-errors.js';

export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** Query parameters of every list. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit?: number;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

type KeyValue = string | number;

/** One column of a list's order. All columns together are unique, so that a cursor names one place. */
export interface KeyColumn<Row> {
  /** `alias.property`, as the query builder knows it. */
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly valueOf: (row: Row) => KeyValue;
}

/** One keyset page: rows that come and go elsewhere in the list neither repeat nor hide others. */
export async function loadPage<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  order: readonly KeyColumn<Row>[],
  { limit = DEFAULT_LIMIT, cursor }: PageQuery,
): Promise<Page<Row>> {
  if (cursor !== undefined) addCursor(query, order, fromCursor(cursor, order.length));
  for (const { column, direction } of order) query.addOrderBy(column, direction);
  const rows = await query.take(limit + 1).getMany();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? toCursor(order.map((key) => key.valueOf(last))) : null };
}

export function mapPage<Row, View>(page: Page<Row>, toView: (row: Row) => View): Page<View> {
  return { items: page.items.map(toView), nextCursor: page.nextCursor };
}

/** `(a, b) after (x, y)` with a direction per column: `a > x OR (a = x AND b > y)`. */
function addCursor<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  order: readonly KeyColumn<Row>[],
  values: readonly KeyValue[],
): void {
  const alternatives = order.map(({ column, direction }, index) => {
    const equal = order.slice(0, index).map((key, before) => `${key.column} = :cursor${before}`);
    return [...equal, `${column} ${direction === 'ASC' ? '>' : '<'} :cursor${index}`].join(' AND ');
  });
  const parameters = Object.fromEntries(values.map((value, index) => [`cursor${index}`, value]));
  query.andWhere(`(${alternatives.map((alternative) => `(${alternative})`).join(' OR ')})`, parameters);
}

export function toCursor(values: readonly KeyValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws BadRequestException where the text is no cursor of such a list */
export function fromCursor(cursor: string, length: number): KeyValue[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === length && values.every(isKeyValue)) return values;
  } catch {
    // Not JSON: refused below, like JSON of another shape.
  }
  throw malformed([{ pointer: '/cursor', detail: 'cursor must be the nextCursor of an earlier page' }]);
}

function isKeyValue(value: unknown): value is KeyValue {
  return typeof value === 'string' || typeof value === 'number';
}
