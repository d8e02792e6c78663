/** Where the documentation says the gateway is, unless it is somewhere else. */
const USUAL_ADDRESS = 'http://127.0.0.1:3000';
/** Stands for where the pages lie. */
const ROOT = 'https://docs.invalid/docs/';
/** The list of all. */
export const INDEX = 'README';

export type DocLink =
  | { readonly kind: 'page'; readonly page: string; readonly hash: string }
  | { readonly kind: 'address'; readonly href: string }
  /** A file of the repository, which the gateway does not serve. */
  | { readonly kind: 'file' };

/** Where a link leads that stands on a page of docs/, such as `../errors.md#retries` on `vendors/openai`. */
export function readDocLink(href: string, from: string): DocLink {
  const url = new URL(href, `${ROOT}${from}.md`);
  if (url.origin === USUAL_ADDRESS) return { kind: 'address', href: `${url.pathname}${url.search}${url.hash}` };
  if (url.origin !== new URL(ROOT).origin) return { kind: 'address', href: url.href };
  const [, page] = /^\/docs\/(.+)\.md$/.exec(url.pathname) ?? [];
  return page === undefined ? { kind: 'file' } : { kind: 'page', page, hash: url.hash.slice(1) };
}

export interface DocEntry {
  readonly page: string;
  readonly title: string;
  /** What one wants to do who looks for it. */
  readonly task: string;
}

/** The rows of the index's tables. */
export function readDocIndex(index: string): DocEntry[] {
  return [...index.matchAll(/^\| (.+?) *\| \[(.+?)\]\((.+?)\.md\) *\|$/gm)].map(
    ([, task = '', title = '', page = '']) => ({
      task,
      title,
      page,
    }),
  );
}
