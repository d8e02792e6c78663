import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { systemErrorCode } from '../core/system-error.js';
import { SettingsError, type Environment } from './read-settings.js';

/**
 * The process's environment over the `.env` file of the working directory.
 *
 * @throws SettingsError where there is a `.env` that cannot be read
 */
export function readEnvironment(file = '.env', environment: Environment = process.env): Environment {
  return { ...readFile(file), ...environment };
}

/** OpenTelemetry's SDK reads its variables from the process itself: those of a `.env` file have to be there. */
export function exposeTelemetryVariables(environment: Environment): void {
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith('OTEL_') && value !== undefined) process.env[name] ??= value;
  }
}

function readFile(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = systemErrorCode(error) ?? 'error';
    if (code === 'ENOENT') return {};
    throw new SettingsError([{ name: file, detail: `It cannot be read (${code}).` }]);
  }
}
