import { BadRequestException, ConflictException, HttpException, ServiceUnavailableException } from '@nestjs/common';
import { EntityMetadataNotFoundError, QueryFailedError } from 'typeorm';

/** What a request did that a constraint of the schema does not allow: where it is wrong, and how. */
export interface ConstraintRefusal {
  readonly status: 409 | 422;
  readonly pointer: string;
  readonly detail: string;
}

const CONSTRAINTS = new Map<string, ConstraintRefusal>();

/** On an entity: what its table's constraints mean for who violates them, by their names in the migrations. */
export function Constraints(refusals: Readonly<Record<string, ConstraintRefusal>>): ClassDecorator {
  return () => {
    for (const [name, refusal] of Object.entries(refusals)) CONSTRAINTS.set(name, refusal);
  };
}

/** Of a table whose slugs are unique. */
export function takenSlug(what: string): ConstraintRefusal {
  const detail = `another ${what} has this slug; give another one, or none and one is made`;
  return { status: 409, pointer: '/slug', detail };
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CONFLICT = new Set(['23505', '40001', '40P01']);
const UNAVAILABLE =
  /^(08|53|57P|57014)|^(EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOENT|ENOTFOUND|EPIPE|ETIMEDOUT)$/;

/** The HTTP error that a database error stands for; null where it is a bug of ours. */
export function fromDatabaseFailure(exception: unknown): HttpException | null {
  const failure = exception instanceof QueryFailedError ? (exception.driverError as unknown) : exception;
  if (!(failure instanceof Error)) return null;
  const code = textMember(failure, 'code');
  const constraint = textMember(failure, 'constraint');
  const known = constraint === null ? undefined : CONSTRAINTS.get(constraint);
  if (known) {
    const message =
      known.status === 409 ? 'The request conflicts with what exists.' : 'The request cannot be carried out.';
    const errors = [{ pointer: known.pointer, detail: known.detail }];
    return new HttpException({ message, errors }, known.status);
  }
  if (code !== null && UNAVAILABLE.test(code)) return unavailable();
  if (!(exception instanceof QueryFailedError)) return isConnectionLoss(failure) ? unavailable() : null;
  if (code !== null && CONFLICT.has(code))
    return new ConflictException('The request conflicts with another one. Try again.');
  if (code?.startsWith('22')) return new BadRequestException('A value has a form that the database cannot store.');
  return isConnectionLoss(failure) ? unavailable() : null;
}

/** Whether an error only says that the database cannot be reached now. */
export function isUnavailable(error: unknown): boolean {
  return fromDatabaseFailure(error) instanceof ServiceUnavailableException;
}

function unavailable(): HttpException {
  return new ServiceUnavailableException('The database does not answer. Try again in a moment.');
}

/** Errors without a code: of pg, and of TypeORM before it has reached the database once. */
function isConnectionLoss(failure: Error): boolean {
  return failure instanceof EntityMetadataNotFoundError || NO_CONNECTION.test(failure.message);
}

const NO_CONNECTION = /^(Connection terminated|timeout exceeded when trying to connect|Driver not Connected)/;

function textMember(error: Error, name: 'code' | 'constraint'): string | null {
  const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value;
  return typeof value === 'string' ? value : null;
}
