import {
  accountWithKey,
  readTogether,
  withoutAbsent,
  type EnvironmentAccount,
  type ReadVariable,
} from '../../environment-account.js';

/** A region alone is set on many machines, so it makes no account. @throws UnusableVariablesError */
export function fromEnvironment(read: ReadVariable): EnvironmentAccount | null {
  const region = read('AWS_REGION') ?? read('AWS_DEFAULT_REGION');
  const readWithRegion: ReadVariable = (name) => (name === 'AWS_REGION' ? region : read(name));
  if (read('AWS_BEARER_TOKEN_BEDROCK') !== undefined) {
    readTogether(readWithRegion, ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_REGION']);
    return accountWithKey(read, 'AWS_BEARER_TOKEN_BEDROCK', { more: { region } });
  }
  if (read('AWS_ACCESS_KEY_ID') === undefined && read('AWS_SECRET_ACCESS_KEY') === undefined) return null;
  const keys = readTogether(readWithRegion, ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION']);
  const credentials = {
    accessKeyId: keys?.AWS_ACCESS_KEY_ID,
    secretAccessKey: keys?.AWS_SECRET_ACCESS_KEY,
    sessionToken: read('AWS_SESSION_TOKEN'),
    region,
  };
  return { variable: 'AWS_ACCESS_KEY_ID', credentials: withoutAbsent(credentials), baseUrl: null };
}
