import { fitId } from './fit-id.js';

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
