import { isIP } from 'node:net';

/** The usual environment variables. Proxies as URLs, null for none. */
export interface ProxySettings {
  readonly httpsProxy: string | null;
  readonly httpProxy: string | null;
  /** Hosts that are called directly, separated by commas or spaces: names with their subdomains, `*` for all. */
  readonly noProxy: string;
}

/**
 * The proxy for a URL, null for none; chosen as undici's `EnvHttpProxyAgent` does, but per origin, so that calls
 * without a proxy keep their plain pool. A name over `http:` is never proxied: it may only lead into an allowed private
 * network, which only the gateway's own resolution of the name can check.
 * @see https://undici.nodejs.org/#/docs/api/EnvHttpProxyAgent
 */
export function proxyFor(url: URL, { httpsProxy, httpProxy, noProxy }: ProxySettings): string | null {
  const isSecure = url.protocol === 'https:';
  const proxy = isSecure ? (httpsProxy ?? httpProxy) : httpProxy;
  if (proxy === null || isExcepted(url, noProxy)) return null;
  return isSecure || isIP(bare(url.hostname)) !== 0 ? proxy : null;
}

function isExcepted(url: URL, noProxy: string): boolean {
  const host = bare(url.hostname.toLowerCase());
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, only] = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
      const suffix = bare(name.replace(/^\*?\./, ''));
      return (only === undefined || only === port) && (host === suffix || host.endsWith(`.${suffix}`));
    });
}

/** IPv6 addresses without their brackets. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
