import type { RuleEntry } from '../../configs/snapshot/config-snapshot.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import { drawsShadow } from './draw-arm.js';
import type { Origin, PlannedCopy, PlanReason } from './route-plan.js';

interface DrawnRequest {
  readonly requestId: string;
  readonly request: Pick<GatewayRequest, 'endpoint'>;
  readonly reasons: PlanReason[];
}

const UPLOAD = 'an upload is not copied: its file is gone when the answer is';

/** The copies that a rule's shadows get of a request, each drawn by itself. One that cannot be called gets none. */
export function planCopies(
  { id, shadows }: Pick<RuleEntry, 'id' | 'shadows'>,
  origin: Origin,
  { requestId, request, reasons }: DrawnRequest,
): readonly PlannedCopy[] {
  return shadows.flatMap((shadow) => {
    const { version, share, maxDailyCost } = shadow;
    const { account, model } = version;
    const named = { variant: version.variantName, version: version.version };
    if (!account.enabled || account.connection === null) {
      const because = `its provider '@${account.slug}' ${account.enabled ? 'cannot be called' : 'is disabled'}`;
      reasons.push({ step: 'skipped', ...named, because });
      return [];
    }
    const drawn = drawsShadow(id, shadow, requestId);
    const isUpload = drawn && request.endpoint.input === 'form';
    reasons.push({ step: 'shadow', ...named, share, drawn, ...(isUpload && { because: UPLOAD }) });
    return drawn ? [{ target: { origin, account, model, version, weight: null }, maxDailyCost }] : [];
  });
}
