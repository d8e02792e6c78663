import type { EntityManager } from 'typeorm';

export const ACCOUNT_USES = Symbol('ACCOUNT_USES');

/** What calls an account; told by the module above, whose tables refer to it. */
export interface AccountUses {
  /** One sentence for each use; none where the account may go. */
  usesOfAccount(manager: EntityManager, accountId: string): Promise<readonly string[]>;
}
