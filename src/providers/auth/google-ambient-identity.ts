import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MACHINE_IDENTITY, readGoogleCredentials, type GoogleIdentity } from './google-service-account.js';

/**
 * The machine's own identity, looked for where Google's libraries look: the file that `GOOGLE_APPLICATION_CREDENTIALS`
 * names, the one that `gcloud auth application-default login` writes, the metadata server.
 *
 * @see https://cloud.google.com/docs/authentication/application-default-credentials
 * @throws Error where a file is named and cannot be used
 */
export function findAmbientIdentity(env: NodeJS.ProcessEnv = process.env): GoogleIdentity {
  const named = env['GOOGLE_APPLICATION_CREDENTIALS'];
  if (named !== undefined && named !== '') return readGoogleCredentials(readFileSync(named, 'utf8'));
  const written = readIfThere(wellKnownFile(env));
  return written === null ? MACHINE_IDENTITY : readGoogleCredentials(written);
}

function wellKnownFile(env: NodeJS.ProcessEnv): string {
  const configured = env['CLOUDSDK_CONFIG'];
  const folder = configured ?? join(env['APPDATA'] ?? join(homedir(), '.config'), 'gcloud');
  return join(folder, 'application_default_credentials.json');
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
