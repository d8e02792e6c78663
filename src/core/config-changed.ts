export const CONFIG_CHANGED = Symbol('CONFIG_CHANGED');

/** A port: the configs room provides it, admin writes await it, so the replica that wrote reads its own write. */
export interface ConfigChanged {
  refresh(): Promise<void>;
}
