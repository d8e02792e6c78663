import { readFileSync } from 'node:fs';
import type { JsonObject } from './core/json.js';
import type { Environment } from './core/settings.js';

/** A provider configuration that the machine's environment variables ask for. */
export interface EnvironmentProvider {
  readonly vendor: string;
  readonly credentials: JsonObject;
  readonly baseUrl: string | null;
}

/** How one vendor's own SDK names its variables. Null: they are not set. */
type Reader = (read: (name: string) => string | undefined) => Omit<EnvironmentProvider, 'vendor'> | null;

/** @see docs/settings.md */
const READERS: Readonly<Record<string, Reader>> = {
  openai: (read) => {
    const organization = read('OPENAI_ORG_ID');
    const project = read('OPENAI_PROJECT_ID');
    return withKey(read('OPENAI_API_KEY'), read('OPENAI_BASE_URL'), { organization, project });
  },
  anthropic: (read) => withKey(read('ANTHROPIC_API_KEY'), read('ANTHROPIC_BASE_URL')),
  groq: (read) => withKey(read('GROQ_API_KEY')),
  mistral: (read) => withKey(read('MISTRAL_API_KEY')),
  azure: (read) => {
    const endpoint = read('AZURE_OPENAI_ENDPOINT');
    if (endpoint === undefined || !URL.canParse(endpoint)) return null;
    const { hostname, origin } = new URL(endpoint);
    const resourceName = hostname.split('.')[0];
    const isUsualHost = hostname.endsWith('.openai.azure.com');
    return withKey(read('AZURE_OPENAI_API_KEY'), isUsualHost ? undefined : origin, {
      resourceName,
      authMethod: 'apiKey',
      apiVersion: read('OPENAI_API_VERSION'),
    });
  },
  bedrock: (read) => {
    const accessKeyId = read('AWS_ACCESS_KEY_ID');
    const secretAccessKey = read('AWS_SECRET_ACCESS_KEY');
    const region = read('AWS_REGION') ?? read('AWS_DEFAULT_REGION');
    if (accessKeyId === undefined || secretAccessKey === undefined || region === undefined) return null;
    const sessionToken = read('AWS_SESSION_TOKEN');
    return { credentials: withoutAbsent({ accessKeyId, secretAccessKey, sessionToken, region }), baseUrl: null };
  },
  vertex: (read) => {
    const projectId = read('GOOGLE_CLOUD_PROJECT');
    const region = read('GOOGLE_CLOUD_LOCATION');
    const file = read('GOOGLE_APPLICATION_CREDENTIALS');
    if (projectId === undefined || region === undefined || file === undefined) return null;
    return { credentials: { projectId, region, serviceAccountJson: readFileSync(file, 'utf8') }, baseUrl: null };
  },
};

function withKey(
  apiKey: string | undefined,
  baseUrl?: string,
  more: Readonly<Record<string, string | undefined>> = {},
): Omit<EnvironmentProvider, 'vendor'> | null {
  if (apiKey === undefined) return null;
  return { credentials: withoutAbsent({ apiKey, ...more }), baseUrl: baseUrl?.replace(/\/+$/, '') ?? null };
}

function withoutAbsent(fields: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export interface EnvironmentProviders {
  readonly providers: readonly EnvironmentProvider[];
  /** Vendors whose variables are set but cannot be read, each in one sentence. */
  readonly skipped: readonly string[];
}

export function readVendorEnvironment(environment: Environment): EnvironmentProviders {
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const providers: EnvironmentProvider[] = [];
  const skipped: string[] = [];
  for (const [vendor, reader] of Object.entries(READERS)) {
    try {
      const found = reader(read);
      if (found !== null) providers.push({ vendor, ...found });
    } catch {
      skipped.push(`${vendor}: the file of its credentials cannot be read`);
    }
  }
  return { providers, skipped };
}
