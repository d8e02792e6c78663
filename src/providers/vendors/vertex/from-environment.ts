import { readFileSync } from 'node:fs';
import { systemErrorCode } from '../../../core/system-error.js';
import {
  readTogether,
  UnusableVariablesError,
  type EnvironmentAccount,
  type ReadVariable,
} from '../../environment-account.js';

const FILE = 'GOOGLE_APPLICATION_CREDENTIALS';

/** @throws UnusableVariablesError where one is missing, or the credentials' file cannot be read */
export function fromEnvironment(read: ReadVariable): EnvironmentAccount | null {
  const found = readTogether(read, [FILE, 'GOOGLE_CLOUD_PROJECT', 'GOOGLE_CLOUD_LOCATION']);
  if (found === null) return null;
  return {
    variable: FILE,
    credentials: {
      projectId: found.GOOGLE_CLOUD_PROJECT,
      region: found.GOOGLE_CLOUD_LOCATION,
      serviceAccountJson: readCredentials(found[FILE]),
    },
    baseUrl: null,
  };
}

function readCredentials(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = systemErrorCode(error) ?? 'error';
    throw new UnusableVariablesError(`the file that ${FILE} names cannot be read (${code})`);
  }
}
