/** One thing wrong with a request. */
export interface FieldError {
  /** JSON pointer into the request body (RFC 6901), or to a query parameter; empty for the whole. */
  readonly pointer: string;
  readonly detail: string;
}

/** A refusal of the admin API. `problem-details.ts` writes it as RFC 9457. */
export class AdminError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** 400: the body is not of the right shape. */
export class MalformedError extends AdminError {
  constructor(errors: readonly FieldError[]) {
    super(400, 'The request does not have the right form.', errors);
  }
}

/** 422: the right shape, but what it says cannot be. */
export class UnprocessableError extends AdminError {
  constructor(errors: readonly FieldError[]) {
    super(422, 'The request cannot be carried out as it stands.', errors);
  }
}

export class MissingError extends AdminError {
  constructor(what: string) {
    super(404, `There is no such ${what}.`);
  }
}

/** Narrows a row that may be missing. @throws MissingError */
export function existing<Row>(row: Row | null | undefined, what: string): Row {
  if (row === null || row === undefined) throw new MissingError(what);
  return row;
}

/** @throws UnprocessableError where anything is wrong */
export function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new UnprocessableError(errors);
}

const LISTED_USERS = 100;

/**
 * Refuses to delete what is still used, naming the users.
 *
 * @param users one sentence each, in the order to show
 * @throws AdminError 409
 */
export function refuseWhileUsed(what: string, users: readonly string[]): void {
  if (users.length === 0) return;
  const errors = users.slice(0, LISTED_USERS).map((detail) => ({ pointer: '', detail }));
  if (users.length > LISTED_USERS) errors.push({ pointer: '', detail: `and ${users.length - LISTED_USERS} more` });
  throw new AdminError(
    409,
    `The ${what} is in use and cannot be deleted. Change or delete first what is listed here.`,
    errors,
  );
}
