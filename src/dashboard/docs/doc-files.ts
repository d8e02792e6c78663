const FOLDER = '../../../docs/';

/* Each page is a file of its own, which loads when it is opened. */
const PAGES = import.meta.glob<string>('../../../docs/**/*.md', { query: '?raw', import: 'default' });
const IMAGES = import.meta.glob<string>('../../../docs/images/*', { query: '?url', import: 'default', eager: true });

/** @param page such as `vendors/openai` */
export function hasPage(page: string): boolean {
  return `${FOLDER}${page}.md` in PAGES;
}

/** Undefined where there is none. */
export async function loadPage(page: string): Promise<string | undefined> {
  return PAGES[`${FOLDER}${page}.md`]?.();
}

/** @param path as the pages name it, such as `images/dashboard-log.png` */
export function imageAddress(path: string): string | undefined {
  return IMAGES[`${FOLDER}${path}`];
}
