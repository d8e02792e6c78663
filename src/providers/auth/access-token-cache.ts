import type { SignOptions } from '../provider-strategy.js';
import type { CancelSignal } from '../transport/cancellation.js';

/** A bearer token, or keys in its place, and the moment it ends, in milliseconds since 1970. */
export interface AccessToken<Value = string> {
  readonly value: Value;
  readonly expiresAtMs: number;
}

/** How long before its end a token is replaced: longer than any call takes to begin. */
const EARLY_MS = 5 * 60_000;
/** Several calls may wait for one refresh, so it has a deadline of its own and not that of the call that started it. */
const REFRESH_TIMEOUT_MS = 10_000;

/** One account's token: kept until shortly before its end, fetched once however many calls wait for it. */
export class AccessTokenCache<Value = string> {
  private current: { readonly token: AccessToken<Value>; readonly freshUntilMs: number } | null = null;
  private refresh: Promise<AccessToken<Value>> | null = null;

  constructor(
    private readonly fetchToken: (signal: AbortSignal) => Promise<AccessToken<Value>>,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /**
   * The token, at once where one is at hand. Rejects with the signal's reason, or with what the refresh failed of.
   *
   * @param options `fresh`: the vendor refused the one at hand
   */
  get(signal: CancelSignal, { fresh = false }: SignOptions = {}): Value | Promise<Value> {
    if (fresh) this.current = null;
    if (this.current !== null && this.nowMs() < this.current.freshUntilMs) return this.current.token.value;
    this.refresh ??= this.start();
    return withSignal(this.refresh, signal);
  }

  private async start(): Promise<AccessToken<Value>> {
    try {
      const token = await this.fetchToken(AbortSignal.timeout(REFRESH_TIMEOUT_MS));
      const lifetimeMs = token.expiresAtMs - this.nowMs();
      this.current = { token, freshUntilMs: token.expiresAtMs - Math.min(EARLY_MS, lifetimeMs / 2) };
      return token;
    } finally {
      this.refresh = null;
    }
  }
}

function withSignal<Value>(refresh: Promise<AccessToken<Value>>, signal: CancelSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    refresh.then(({ value }) => resolve(value), reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
