import type { FallbackTrigger } from '../../configs/targeting/fallback-triggers.js';
import type { Account, RuleArm, VersionEntry } from '../../configs/snapshot/config-snapshot.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { RequestContext } from './request-context.js';

/** One place a call can go. */
export interface Target {
  readonly origin: Origin;
  readonly account: Account;
  /** As sent to the vendor. */
  readonly model: string;
  /** The variant's version whose settings apply; null for direct access. */
  readonly version: VersionEntry | null;
  /** Of the arm that was drawn, of 10,000; null for fallbacks, shadows and direct access. */
  readonly weight: number | null;
}

export type Origin =
  | { readonly kind: 'direct' }
  | { readonly kind: 'config'; readonly configId: string; readonly config: string; readonly ruleId: string };

/** The arm that a call was drawn to, whatever is called for it. */
export interface Draw {
  readonly splitId: string;
  readonly arm: RuleArm;
}

/** A copy of the call that goes out when the caller has got the answer. */
export interface PlannedCopy {
  readonly target: Target;
  /** Pico-USD that the copies which this shadow of the rule gets may cost on one day. */
  readonly maxDailyCost: bigint;
}

/** Targets in order, and why these. */
export interface RoutePlan {
  readonly targets: readonly [Target, ...Target[]];
  /** Targets that could not serve this call: they are not tried, and the log names them. */
  readonly passedOver: readonly Target[];
  /** Who the rule keeps on the same arm, for direct access who calls; null where nobody is named. */
  readonly subject: string | null;
  /** Of a rule with several arms. */
  readonly draw: Draw | null;
  /** For the shadows that this request was drawn for; empty of nearly all calls. */
  readonly copies: readonly PlannedCopy[];
  readonly revision: string;
  /** The failures after which the next target is called. */
  readonly fallbackOn: ReadonlySet<FallbackTrigger>;
  /** The next target continues a stream that breaks. */
  readonly continueStreams: boolean;
  readonly reasons: readonly PlanReason[];
}

/** What named the config. */
export type ConfigChoice = 'model' | 'header' | 'environment-default';

/** One step of the decision, in the order it was taken. */
export type PlanReason =
  | { readonly step: 'direct'; readonly provider: string }
  | { readonly step: 'config'; readonly config: string; readonly by: ConfigChoice }
  | { readonly step: 'rule'; readonly ruleId: string; readonly priority: number; readonly matched: boolean }
  | {
      readonly step: 'draw';
      readonly variant: string;
      readonly version: number;
      readonly weight: number;
      readonly subject: string;
      /** `metadata.<key>`, `user`, `header:<name>` or `request-id`. */
      readonly subjectFrom: string;
    }
  | {
      readonly step: 'shadow';
      readonly variant: string;
      readonly version: number;
      readonly share: number;
      /** Whether this request is one of those that are copied when they were answered. */
      readonly drawn: boolean;
      /** Why it is not, all the same. */
      readonly because?: string;
    }
  | { readonly step: 'fallback'; readonly variant: string; readonly version: number }
  | {
      readonly step: 'skipped';
      /** Of a config's rule. */
      readonly variant?: string;
      readonly version?: number;
      /** Of direct access. */
      readonly provider?: string;
      readonly because: string;
    };

/** Everything a call will do, as a value that has sent nothing. */
export interface PlannedCall {
  readonly context: RequestContext;
  readonly request: GatewayRequest;
  readonly plan: RoutePlan;
  readonly limits: CallerLimits;
}

/** What the caller allows of its own accord; null where it leaves that to the gateway. */
export interface CallerLimits {
  /** For the whole call, all its attempts and waits. */
  readonly timeoutMs: number | null;
  /** Calls to one target at most. */
  readonly maxAttempts: number | null;
}
