/** A span that is under way. */
export interface OpenSpan {
  readonly traceId: string;
  /** The header by which other programs become part of it. */
  readonly traceparent: string;
  /** A call to another program, begun at this time. */
  beginCall(startedAt: Date): OpenSpan;
  end(span: EndedSpan): void;
}

export interface EndedSpan {
  readonly name: string;
  /** What is null is left out. */
  readonly attributes: Readonly<Record<string, string | number | readonly string[] | null>>;
  /** Why it failed; null where it did not. */
  readonly failure: string | null;
  /** Milliseconds since 1970. */
  readonly endedMs: number;
}

/** The trace that a request belongs to: its caller's, or one that began here. */
export interface CallTrace {
  readonly traceId: string;
  /** Null where this gateway exports no spans. */
  readonly span: OpenSpan | null;
}
