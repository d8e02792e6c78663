export const CONFIG_CHANGED = Symbol('CONFIG_CHANGED');

/**
 * Implemented by `configs/snapshot`. Admin writes await it, so that the replica that wrote already serves the new
 * configuration.
 */
export interface ConfigChanged {
  refresh(): Promise<void>;
}
