import type { Account, EnvironmentEntry } from '../../configs/snapshot/config-snapshot.js';

/** Whether callers of an environment may name this provider as `@slug/model`; an unknown one only where all are allowed. */
export function mayCallDirectly({ directAccess }: EnvironmentEntry, account: Pick<Account, 'id'> | undefined): boolean {
  return directAccess === null || (account !== undefined && directAccess.has(account.id));
}
