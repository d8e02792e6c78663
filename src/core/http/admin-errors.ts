import {
  BadRequestException,
  ConflictException,
  NotFoundException,
  UnprocessableEntityException,
  type HttpException,
} from '@nestjs/common';

/** One thing wrong with a request. */
export interface FieldError {
  /** JSON pointer into the request body (RFC 6901), or to a query parameter; empty for the whole. */
  readonly pointer: string;
  readonly detail: string;
}

/** 400: the request is not of the right shape. */
export function malformed(errors: readonly FieldError[]): BadRequestException {
  return new BadRequestException({ message: 'The request does not have the right form.', errors });
}

/** 422: the right shape, but its content is not possible. */
export function unprocessable(errors: readonly FieldError[]): UnprocessableEntityException {
  return new UnprocessableEntityException({ message: 'The request cannot be carried out as it stands.', errors });
}

export function noSuch(what: string): NotFoundException {
  return new NotFoundException(`There is no such ${what}.`);
}

/** What the functions above put into an exception; Nest's own pipes give a list of sentences instead. */
export function fieldErrorsOf(exception: HttpException): readonly FieldError[] {
  const response = exception.getResponse();
  if (typeof response !== 'object') return [];
  if ('errors' in response) return response.errors as readonly FieldError[];
  if (!('message' in response) || !Array.isArray(response.message)) return [];
  return response.message.map((detail) => ({ pointer: '', detail: String(detail) }));
}

/** Narrows a row that may be missing. @throws NotFoundException */
export function existing<Row>(row: Row | null | undefined, what: string): Row {
  if (row === null || row === undefined) throw noSuch(what);
  return row;
}

/** @throws UnprocessableEntityException where anything is wrong */
export function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw unprocessable(errors);
}

const LISTED_USERS = 100;

/**
 * Refuses to delete what is still used, naming the users.
 *
 * @param users one sentence each, in the order to show
 * @throws ConflictException
 */
export function refuseWhileUsed(what: string, users: readonly string[]): void {
  if (users.length === 0) return;
  const errors = users.slice(0, LISTED_USERS).map((detail) => ({ pointer: '', detail }));
  if (users.length > LISTED_USERS) errors.push({ pointer: '', detail: `and ${users.length - LISTED_USERS} more` });
  const message = `The ${what} is in use and cannot be deleted. Change or delete first what is listed here.`;
  throw new ConflictException({ message, errors });
}
