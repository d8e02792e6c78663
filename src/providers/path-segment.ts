import { NotFoundError } from '../core/errors.js';

/**
 * A model's name, whole, as one segment of a URL's path. A segment of dots would be another path, and there is no model
 * with control characters in its name.
 *
 * @throws NotFoundError where it cannot be one
 */
export function pathSegment(model: string): string {
  if (/^\.*$|[\u0000-\u001f\u007f]/.test(model)) throw noModel(model);
  try {
    return encodeURIComponent(model);
  } catch {
    // Half a surrogate pair has no bytes.
    throw noModel(model);
  }
}

function noModel(model: string): NotFoundError {
  return new NotFoundError('model_not_found', `The model ${JSON.stringify(model)} does not exist.`, 'model');
}
