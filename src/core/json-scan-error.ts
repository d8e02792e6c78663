export class JsonScanError extends Error {
  constructor(
    reason: string,
    readonly offset: number,
  ) {
    super(`${reason} at byte ${offset}`);
    this.name = 'JsonScanError';
  }
}

/** Valid, as far as it was read, but of a shape that would cost more to work on than any honest request is worth. */
export class JsonLimitError extends JsonScanError {}
