import { readdirSync, readFileSync } from 'node:fs';
import { slug } from 'github-slugger';
import { readDocIndex, readDocLink, INDEX } from '../src/dashboard/docs/doc-links.js';
import { VENDORS } from '../src/providers/vendors/index.js';

const DOCS = new URL('../docs/', import.meta.url);
const SOURCE = new URL('../src/dashboard/', import.meta.url);

function filesIn(folder: URL, extension: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(extension));
}

/** Without blocks of code, in which a line may begin with `#`. */
const texts = new Map(
  filesIn(DOCS, '.md').map((name) => [
    name.slice(0, -'.md'.length),
    readFileSync(new URL(name, DOCS), 'utf8').replaceAll(/^ *```[\s\S]*?^ *```$/gm, ''),
  ]),
);

function anchorsOf(page: string): string[] {
  return [...(texts.get(page) ?? '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading));
}

describe('readDocLink', () => {
  it('finds the page and the heading that a link leads to, from where it stands', () => {
    expect(readDocLink('../errors.md#retries', 'vendors/openai')).toEqual({
      kind: 'page',
      page: 'errors',
      hash: 'retries',
    });
    expect(readDocLink('azure.md', 'vendors/openai')).toEqual({ kind: 'page', page: 'vendors/azure', hash: '' });
    expect(readDocLink('#traces', 'monitoring')).toEqual({ kind: 'page', page: 'monitoring', hash: 'traces' });
  });

  it('leads to this gateway where the text names the usual address of one, and leaves other addresses', () => {
    expect(readDocLink('http://127.0.0.1:3000/llmops?a=b', 'log')).toEqual({ kind: 'address', href: '/llmops?a=b' });
    expect(readDocLink('https://example.com/x', 'log')).toEqual({ kind: 'address', href: 'https://example.com/x' });
  });

  it('leads nowhere where the gateway does not serve the file', () => {
    expect(readDocLink('../deploy/llmops-gateway.service', 'deployment')).toEqual({ kind: 'file' });
  });
});

describe('the documentation', () => {
  it('links to pages and headings that are there', () => {
    const broken = [...texts].flatMap(([from, text]) =>
      [...text.matchAll(/(?<!!)\[[^\]]*\]\(([^)\s]+)\)/g)]
        .map(([, href = '']) => ({ href, link: readDocLink(href, from) }))
        .filter(({ link }) => link.kind === 'page' && !isThere(link.page, link.hash))
        .map(({ href }) => `${from}: ${href}`),
    );
    expect(broken).toEqual([]);
  });

  it('lists every page once, each by its own place', () => {
    const listed = readDocIndex(texts.get(INDEX) ?? '').map(({ page }) => page);
    expect(listed.toSorted()).toEqual([...texts.keys()].filter((page) => page !== INDEX).toSorted());
  });

  it('has a page for each vendor, and each that a screen of the dashboard links to', () => {
    const vendors = VENDORS.map(({ vendor }) => `vendors/${vendor}`);
    const linked = filesIn(SOURCE, '.tsx').flatMap((name) =>
      [
        ...readFileSync(new URL(name, SOURCE), 'utf8').matchAll(/<(?:DocsLink page|PageHeader[^>]*? docs)="([^"]+)"/g),
      ].map(([, page = '']) => page),
    );
    expect(linked.length).toBeGreaterThan(8);
    expect([...vendors, ...linked].filter((page) => !texts.has(page))).toEqual([]);
  });
});

function isThere(page: string, hash: string): boolean {
  return texts.has(page) && (hash === '' || anchorsOf(page).includes(hash));
}
