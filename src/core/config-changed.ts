export const CONFIG_CHANGED = Symbol('CONFIG_CHANGED');

/** Implemented by `configs/snapshot`. Admin writes await it, so that the replica that wrote serves by what it wrote. */
export interface ConfigChanged {
  refresh(): Promise<void>;
}
