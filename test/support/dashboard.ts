import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { oneAtATime } from './database.js';
import { startSeededApp } from './start-seeded-app.js';
import type { TestApp } from './start-app.js';

/** Debian's, which `.ci/run` installs. */
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

export interface Dashboard {
  readonly app: TestApp;
  readonly page: Page;
  /** `/llmops` with this behind it. */
  readonly urlOf: (path: string) => string;
  /** Opens the page anew and signs in. */
  signIn(path?: string): Promise<void>;
  /** What the browser complained of since it was last asked: errors, requests elsewhere, what the policy blocked. */
  complaints(): string[];
  /** Accessibility faults of the page as it is, serious ones and worse. */
  accessibilityFaults(): Promise<string[]>;
  /** Pixels by which the page, or a dialog on it, is wider than its place, once it is laid out. */
  overflow(): Promise<number>;
  /** Writes to the admin API since it was last asked, as `POST /providers`. */
  writes(): string[];
  stop(): Promise<void>;
}

/** Cases on one gateway and browser of their own, where there is a browser; none of them may leave a complaint. */
export function describeDashboard(name: string, cases: (get: () => Dashboard) => void): void {
  (existsSync(CHROMIUM) ? describe : describe.skip)(name, () => {
    let dashboard: Dashboard;
    beforeAll(async () => {
      dashboard = await startDashboard();
    });
    afterAll(() => dashboard.stop());
    afterEach(async () => {
      await dashboard.page.unrouteAll();
      expect(dashboard.complaints()).toEqual([]);
    });
    cases(() => dashboard);
  });
}

/** The dashboard as it is built, served by a real gateway with what a first start makes, in a real browser. */
async function startDashboard(): Promise<Dashboard> {
  const { buildDashboardIfStale } = await import('../../scripts/build-if-stale.mjs');
  await oneAtATime(buildDashboardIfStale);
  const app = await startSeededApp(
    {},
    { dashboardDirectory: resolve('dist/dashboard') },
    { traceUrl: 'https://traces.example/trace/{traceId}' },
  );
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const { complaints, writes } = watch(page, app.url);
  const urlOf = (path: string) => `${app.url}/llmops${path}`;
  return {
    app,
    page,
    urlOf,
    signIn: async (path = '') => {
      await page.context().clearCookies();
      // As the form does, which has a case of its own: each other case has one screen less to wait for.
      const data = { token: app.settings.adminToken };
      await page.request.post(urlOf('/api/admin/v1/session'), { data, failOnStatusCode: true });
      await page.goto(urlOf(path));
      await page.getByRole('navigation', { name: 'Screens' }).waitFor();
    },
    complaints: () => complaints.splice(0),
    writes: () => writes.splice(0),
    overflow: () => overflowOf(page),
    accessibilityFaults: () => findFaults(page),
    stop: () => stop(browser, app),
  };
}

async function stop(browser: Browser, app: TestApp): Promise<void> {
  await browser.close();
  await app.stop();
}

const ADMIN = /^\/llmops\/api\/admin\/v1/;

function watch(page: Page, origin: string): { complaints: string[]; writes: string[] } {
  const complaints: string[] = [];
  const writes: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The browser reports every answer that is not 2xx here; which are expected the tests know.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isAnswer) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') complaints.push(`request to ${request.url()}`);
    if (ADMIN.test(url.pathname) && request.method() !== 'GET') {
      writes.push(`${request.method()} ${url.pathname.replace(ADMIN, '')}`);
    }
  });
  return { complaints, writes };
}

/** What was laid out for another width is laid out anew in a moment. */
async function overflowOf(page: Page): Promise<number> {
  let pixels = await page.evaluate<number>(OVERFLOW);
  for (let looks = 0; looks < 20 && pixels > 0; looks++) {
    await page.waitForTimeout(100);
    pixels = await page.evaluate<number>(OVERFLOW);
  }
  return pixels;
}

/** Runs in the browser. */
const OVERFLOW = `Math.max(
  ...[document.documentElement, ...document.querySelectorAll('[role=dialog]')].map((box) => box.scrollWidth - box.clientWidth),
)`;

async function findFaults(page: Page): Promise<string[]> {
  // The page's own policy lets no script in but through the debugger.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  // What passes is not asked for.
  const results = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Writes with `:id` in place of each id. */
export function withoutIds(writes: readonly string[]): string[] {
  return writes.map((each) => each.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id'));
}

/** Bytes of the files that a first visit loads, as a server that compresses them sends them. */
export function firstLoadFiles(): string[] {
  const page = readFileSync('dist/dashboard/index.html', 'utf8');
  return [...page.matchAll(/(?:src|href)="\/llmops\/(assets\/[^"]+)"/g)].map(([, file]) => `dist/dashboard/${file}`);
}

/** The texts of all files of one kind that the dashboard is built to. */
export function builtFiles(extension: '.js' | '.css'): string[] {
  return readdirSync('dist/dashboard/assets')
    .filter((name) => name.endsWith(extension))
    .map((name) => readFileSync(`dist/dashboard/assets/${name}`, 'utf8'));
}
