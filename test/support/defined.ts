/** A value that a test relies on; the test fails where there is none. */
export function defined<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a value that this test relies on is missing');
  return value;
}

/** A value as its receiver parses it. */
export function asReceived(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
