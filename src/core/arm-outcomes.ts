export const ARM_OUTCOMES = Symbol('ARM_OUTCOMES');

/** An arm of a rule since a revision of the configuration. */
export interface ArmPeriod {
  readonly ruleId: string;
  readonly variantId: string;
  /** By it attempts of the log name the variant. */
  readonly variantName: string;
  readonly version: number;
  readonly sinceRevision: string;
  /** By the database's clock. */
  readonly since: Date;
  /** An answer that takes longer is slow; null where nobody asks. */
  readonly slowMs: number | null;
}

/**
 * What became of calls, each subject's up to its first failure: what one broken client does counts once. A call without a
 * subject or session is one of its own. Failures are the vendor's or the gateway's; a caller that sent a wrong request,
 * or left, neither failed nor succeeded.
 */
export interface ArmOutcomes {
  /** All calls that were drawn to the arm. */
  readonly calls: number;
  /** Those that failed or succeeded, up to the first failure of their subject. */
  readonly trials: number;
  /** Subjects whose first failure was on the arm. */
  readonly failures: number;
  /** Subjects whose first failure was on one of the rule's other arms. */
  readonly otherFailures: number;
  /** Answers of the arm, up to the first slow one of their subject. */
  readonly answers: number;
  /** Subjects with a slow answer. */
  readonly slow: number;
}

/** Implemented by the request log, which configurations do not know. */
export interface ArmOutcomesReader {
  load(period: ArmPeriod): Promise<ArmOutcomes>;
}
