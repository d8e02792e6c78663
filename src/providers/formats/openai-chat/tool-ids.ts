import { createHash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A tool-call id the vendor accepts: itself where it fits, else a hash of it, so that a call and its result still
 * match after a fallback. Cutting instead would make `call_abc…` ids collide.
 */
export function fitId(id: string, pattern: RegExp, length: number): string {
  if (pattern.test(id)) return id;
  const digest = createHash('sha256').update(id).digest();
  let fitted = '';
  for (let index = 0; index < length; index++) fitted += BASE62.charAt((digest[index % digest.length] ?? 0) % 62);
  return fitted;
}

/**
 * Tool-call ids of one request in the form the vendor accepts. Ids that came from another vendor may not fit, be
 * empty or repeat from turn to turn; each call gets one of its own, and each result the id of the call it answers.
 */
export class ToolIds {
  private readonly taken = new Set<string>();
  private readonly unanswered = new Map<string, string[]>();
  private readonly latest = new Map<string, string>();

  /** @param length of the ids made where `pattern` does not match */
  constructor(
    private readonly pattern: RegExp,
    private readonly length: number,
  ) {}

  ofCall(id: string): string {
    let fitted = fitId(id, this.pattern, this.length);
    for (let repeat = 1; this.taken.has(fitted); repeat++)
      fitted = fitId(`${id} #${repeat}`, this.pattern, this.length);
    this.taken.add(fitted);
    this.unanswered.set(id, [...(this.unanswered.get(id) ?? []), fitted]);
    this.latest.set(id, fitted);
    return fitted;
  }

  ofResult(id: string): string {
    return this.unanswered.get(id)?.shift() ?? this.latest.get(id) ?? fitId(id, this.pattern, this.length);
  }
}
