export class IntervalPointView {
  /** Of what was known at the end of this hour or day. */
  at: string;

  difference: number;
  low: number;
  high: number;
}
