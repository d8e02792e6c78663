import { ADMIN_PREFIX, DASHBOARD_PATH, DOCS_PATH } from '../core/http/routes.js';
import type { FirstStart } from './first-start.js';
import type { EnvironmentProviders } from './vendor-environment.js';

/** What the first start shows once. The URLs follow later, when the port is open. */
export function describeFirstStart({ madeSecret, providers, skipped }: FirstStart): string {
  const shown = ['Secret of environment "production", shown this once:', `  ${madeSecret ?? ''}`];
  const given = ['Secret of environment "production": as given in LLMOPS_ENVIRONMENT_SECRET'];
  const lines = ['', ...(madeSecret === null ? given : shown)];
  if (providers.length > 0)
    lines.push(`Providers made from your environment: ${providers.map((slug) => `@${slug}`).join(', ')}`);
  for (const reason of skipped) lines.push(`Not used: ${reason}.`);
  return lines.join('\n');
}

export function describeUrls(url: string): string {
  const pages = [`  Dashboard    ${url}${DASHBOARD_PATH}`, `  API docs     ${url}${DOCS_PATH}`];
  return ['', `The gateway is ready on ${url}`, ...pages].join('\n');
}

export function describeAdminToken(file: string | null): string {
  return `  Admin token  ${file === null ? 'as given in LLMOPS_ADMIN_TOKEN' : `in ${file}`}`;
}

/**
 * A `curl` command on one line that works as pasted. A secret that was given is not shown: the command reads the variable.
 *
 * @param madeSecret null: it was given
 */
export function describeFirstCall(url: string, madeSecret: string | null): string {
  const authorization =
    madeSecret === null
      ? `"Authorization: Bearer $LLMOPS_ENVIRONMENT_SECRET"`
      : `'Authorization: Bearer ${madeSecret}'`;
  const body = JSON.stringify({ model: '@config/demo', messages: [{ role: 'user', content: 'Hello!' }] });
  const words = [
    `curl ${url}/v1/chat/completions`,
    `-H ${authorization}`,
    "-H 'Content-Type: application/json'",
    `-d '${body}'`,
  ];
  return ['', 'Try it:', `  ${words.join(' ')}`, ''].join('\n');
}

/**
 * One line for each vendor whose variables only the first start would have read, with how to add it now. It works as
 * pasted where all that the vendor needs is its key.
 */
export function describeLateVendors(
  { providers, skipped }: EnvironmentProviders,
  url: string,
  adminTokenFile: string | null,
): string[] {
  const token = adminTokenFile === null ? '$LLMOPS_ADMIN_TOKEN' : `$(cat '${adminTokenFile}')`;
  const added = providers.map(({ vendor, variable, credentials }) => {
    const isKeyAlone = Object.keys(credentials).join() === 'apiKey';
    const body = `{"vendor":"${vendor}","name":"${vendor}","credentials":{"apiKey":"'"$${variable}"'"}}`;
    const command =
      `curl ${url}${ADMIN_PREFIX}/providers -H "Authorization: Bearer ${token}" ` +
      `-H 'Content-Type: application/json' -d '${body}'`;
    const how = isKeyAlone ? command : `POST ${url}${ADMIN_PREFIX}/providers, see docs/vendors/${vendor}.md`;
    return `${variable} is set, but such variables are read on the first start only. Add the provider: ${how}`;
  });
  return [...added, ...skipped.map(({ vendor, reason }) => `Not used: ${vendor}: ${reason}.`)];
}
