import {
  accountWithKey,
  readTogether,
  UnusableVariablesError,
  type EnvironmentAccount,
  type ReadVariable,
} from '../../environment-account.js';

/** @throws UnusableVariablesError */
export function fromEnvironment(read: ReadVariable): EnvironmentAccount | null {
  const found = readTogether(read, ['AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT']);
  if (found === null) return null;
  if (!URL.canParse(found.AZURE_OPENAI_ENDPOINT)) {
    throw new UnusableVariablesError('AZURE_OPENAI_ENDPOINT is not a URL; give https://<resource>.openai.azure.com');
  }
  const { hostname, origin } = new URL(found.AZURE_OPENAI_ENDPOINT);
  const isUsualHost = hostname.endsWith('.openai.azure.com');
  const apiVersion = read('OPENAI_API_VERSION') ?? read('AZURE_OPENAI_API_VERSION');
  return accountWithKey(read, 'AZURE_OPENAI_API_KEY', {
    baseUrl: isUsualHost ? undefined : origin,
    more: { resourceName: hostname.split('.')[0], authMethod: 'apiKey', apiVersion },
  });
}
