import { readFileSync } from 'node:fs';
import type { JsonObject } from '../core/json.js';
import { systemErrorCode } from '../core/system-error.js';
import type { Environment } from './read-settings.js';

/** A provider configuration that the machine's environment variables ask for. */
export interface EnvironmentProvider {
  readonly vendor: string;
  /** The variable that holds its key. */
  readonly variable: string;
  readonly credentials: JsonObject;
  readonly baseUrl: string | null;
}

export interface EnvironmentProviders {
  readonly providers: readonly EnvironmentProvider[];
  /** Vendors whose variables are set but not enough or not right, each in one sentence. */
  readonly skipped: readonly SkippedVendor[];
}

export interface SkippedVendor {
  readonly vendor: string;
  readonly reason: string;
}

type Read = (name: string) => string | undefined;

/** How one vendor's own SDK names its variables. Null: they are not set. @throws UnusableVariables */
type Reader = (read: Read) => Omit<EnvironmentProvider, 'vendor'> | null;

/** The message names what is missing or wrong, never a value that may be secret. */
class UnusableVariables extends Error {}

/** @see docs/settings.md */
const READERS: Readonly<Record<string, Reader>> = {
  openai: (read) => {
    const organization = read('OPENAI_ORG_ID');
    const project = read('OPENAI_PROJECT_ID');
    return withKey(read, 'OPENAI_API_KEY', { baseUrl: read('OPENAI_BASE_URL'), more: { organization, project } });
  },
  anthropic: (read) => withKey(read, 'ANTHROPIC_API_KEY', { baseUrl: read('ANTHROPIC_BASE_URL') }),
  gemini: (read) => withKey(read, 'GEMINI_API_KEY'),
  groq: (read) => withKey(read, 'GROQ_API_KEY'),
  mistral: (read) => withKey(read, 'MISTRAL_API_KEY'),
  azure: (read) => {
    const { AZURE_OPENAI_ENDPOINT: endpoint } = all(read, ['AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT']) ?? {};
    if (endpoint === undefined) return null;
    if (!URL.canParse(endpoint)) {
      throw new UnusableVariables('AZURE_OPENAI_ENDPOINT is not a URL; give https://<resource>.openai.azure.com');
    }
    const { hostname, origin } = new URL(endpoint);
    const isUsualHost = hostname.endsWith('.openai.azure.com');
    const apiVersion = read('OPENAI_API_VERSION') ?? read('AZURE_OPENAI_API_VERSION');
    const more = { resourceName: hostname.split('.')[0], authMethod: 'apiKey', apiVersion };
    return withKey(read, 'AZURE_OPENAI_API_KEY', { baseUrl: isUsualHost ? undefined : origin, more });
  },
  bedrock: (read) => {
    const region = read('AWS_REGION') ?? read('AWS_DEFAULT_REGION');
    const readWithRegion: Read = (name) => (name === 'AWS_REGION' ? region : read(name));
    if (read('AWS_BEARER_TOKEN_BEDROCK') !== undefined) {
      all(readWithRegion, ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_REGION']);
      return withKey(read, 'AWS_BEARER_TOKEN_BEDROCK', { more: { region } });
    }
    // A region alone is set on many machines, and asks for nothing.
    if (read('AWS_ACCESS_KEY_ID') === undefined && read('AWS_SECRET_ACCESS_KEY') === undefined) return null;
    const keys = all(readWithRegion, ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION']);
    const credentials = {
      accessKeyId: keys?.['AWS_ACCESS_KEY_ID'],
      secretAccessKey: keys?.['AWS_SECRET_ACCESS_KEY'],
      sessionToken: read('AWS_SESSION_TOKEN'),
      region,
    };
    return { variable: 'AWS_ACCESS_KEY_ID', credentials: withoutAbsent(credentials), baseUrl: null };
  },
  vertex: (read) => {
    const names = ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CLOUD_PROJECT', 'GOOGLE_CLOUD_LOCATION'] as const;
    const found = all(read, names);
    if (found === null) return null;
    const [file, projectId, region] = names.map((name) => found[name]);
    const serviceAccountJson = readCredentials(file ?? '');
    return {
      variable: 'GOOGLE_APPLICATION_CREDENTIALS',
      credentials: withoutAbsent({ projectId, region, serviceAccountJson }),
      baseUrl: null,
    };
  },
};

/** Null where none is set. @throws UnusableVariables where some are */
function all(read: Read, names: readonly string[]): Readonly<Record<string, string>> | null {
  const missing = names.filter((name) => read(name) === undefined);
  if (missing.length === names.length) return null;
  if (missing.length > 0) {
    const present = names.filter((name) => !missing.includes(name));
    throw new UnusableVariables(`${list(present)} set, ${list(missing)} missing`);
  }
  return Object.fromEntries(names.map((name) => [name, read(name) ?? '']));
}

function list(names: readonly string[]): string {
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`;
}

function readCredentials(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = systemErrorCode(error) ?? 'error';
    throw new UnusableVariables(`the file that GOOGLE_APPLICATION_CREDENTIALS names cannot be read (${code})`);
  }
}

interface KeyOptions {
  readonly baseUrl?: string | undefined;
  readonly more?: Readonly<Record<string, string | undefined>>;
}

function withKey(
  read: Read,
  variable: string,
  { baseUrl, more = {} }: KeyOptions = {},
): Omit<EnvironmentProvider, 'vendor'> | null {
  const apiKey = read(variable);
  if (apiKey === undefined) return null;
  return { variable, credentials: withoutAbsent({ apiKey, ...more }), baseUrl: baseUrl?.replace(/\/+$/, '') ?? null };
}

function withoutAbsent(fields: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function readVendorEnvironment(environment: Environment): EnvironmentProviders {
  const read: Read = (name) => environment[name]?.trim() || undefined;
  const providers: EnvironmentProvider[] = [];
  const skipped: SkippedVendor[] = [];
  for (const [vendor, reader] of Object.entries(READERS)) {
    try {
      const found = reader(read);
      if (found !== null) providers.push({ vendor, ...found });
    } catch (error) {
      if (!(error instanceof UnusableVariables)) throw error;
      skipped.push({ vendor, reason: error.message });
    }
  }
  return { providers, skipped };
}
