import { DOCS_PATH } from './core/http/routes.js';
import type { FirstStart } from './first-start.js';

/** What the first start shows once; kept apart from the URLs, which are only known when the port is open. */
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
  return ['', `The gateway is ready on ${url}`, `  API docs     ${url}${DOCS_PATH}`].join('\n');
}

export function describeAdminToken(file: string | null): string {
  return `  Admin token  ${file === null ? 'as given in LLMOPS_ADMIN_TOKEN' : `in ${file}`}`;
}

/**
 * One line, and it works as pasted. A secret that was given is not shown: the line takes it from the variable.
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
