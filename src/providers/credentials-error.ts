/** Credentials that have the right form and still cannot be used. The message repeats none of their values. */
export class CredentialsError extends Error {
  constructor(
    readonly field: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CredentialsError';
  }
}
