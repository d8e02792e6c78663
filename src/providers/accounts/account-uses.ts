import type { EntityManager } from 'typeorm';

export const ACCOUNT_USES = Symbol('ACCOUNT_USES');

/** What calls an account; implemented by the module above, whose tables refer to accounts. */
export interface AccountUses {
  /** One sentence for each use; none where the account may be deleted. */
  usesOfAccount(manager: EntityManager, accountId: string): Promise<readonly string[]>;
}
