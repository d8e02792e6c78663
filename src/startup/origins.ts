/** Names of hosts in their wire form; `*.` stands for one or more labels in front. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/(\*\.)?([a-z0-9_.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' };

/**
 * What is wrong with an origin of the settings, and what would be right; null where nothing is. Browsers send scheme and
 * host in lower case, without a path and without the scheme's own port; apps and extensions have schemes of their own.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6454#section-6.2
 */
export function problemWithOrigin(text: string): string | null {
  if (text === '*') return 'Name the origins one by one, or all below a domain as https://*.example.com.';
  if (text === 'null') return 'That is what every sandboxed page and local file sends: it would let in anybody.';
  const right = URL.canParse(text) ? originOf(new URL(text)) : null;
  if (right !== null && right !== text && ORIGIN.test(right)) return `Write ${right}, as browsers send it.`;
  const match = ORIGIN.exec(text);
  if (match === null) return 'Give scheme and host without a path, as https://app.example.com or app://obsidian.md.';
  const [, scheme = '', wildcard, host = '', port = ''] = match;
  if (DEFAULT_PORTS[scheme] === port) return `Leave the port out, as browsers do: ${text.slice(0, -port.length)}.`;
  if (wildcard === undefined) return null;
  if (!Object.hasOwn(DEFAULT_PORTS, scheme)) return 'Only http and https have domains to put *. in front of.';
  const isDomain = /[a-z]/.test(host) && host.includes('.') && !host.startsWith('.');
  return isDomain ? null : 'Put *. in front of a domain of at least two names, as https://*.example.com.';
}

/** `URL.origin` knows only the web's own schemes; it calls the others' origins `null`. */
function originOf({ protocol, host, origin }: URL): string | null {
  if (host === '') return null;
  return origin === 'null' ? `${protocol}//${host.toLowerCase()}` : origin;
}

/** The form in which an origin of the settings is compared with a browser's. */
export function toOriginMatcher(origin: string): string | RegExp {
  const [scheme, domain] = origin.split('://*.', 2);
  if (domain === undefined) return origin;
  return new RegExp(`^${scheme}://([a-z0-9_-]+\\.)+${domain.replaceAll('.', '\\.')}$`);
}
