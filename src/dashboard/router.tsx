import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import * as z from 'zod/mini';
import { PERIODS } from './api/period.js';
import { ProblemAlert } from './components/problem-alert.js';
import { INDEX } from './docs/doc-links.js';
import { NoSuchPage } from './layout/no-such-page.js';
import { Shell } from './layout/shell.js';
import { logSearch } from './log/log-search.js';
import { usageSearch } from './usage/usage-search.js';

/*
 * Every screen, with what of it is in the URL: filters, tabs and open rows are search parameters, so that a link shows
 * what its sender saw. A parameter that is not understood is dropped. Screens load when they are opened.
 */

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NoSuchPage,
  errorComponent: ({ error, reset }) => <ProblemAlert error={error} onRetry={reset} />,
});

/** What is not understood is as if it were not there. */
const optionalText = z.catch(z.optional(z.string()), undefined);

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/overview' });
  },
});

export const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/overview',
  validateSearch: z.object({ period: z.catch(z.optional(z.enum(PERIODS)), undefined) }),
  component: lazyRouteComponent(() => import('./overview/overview-page.js'), 'OverviewPage'),
});

export const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/start',
  validateSearch: z.object({
    /** `new` while the form for a provider is open. */
    open: z.catch(z.optional(z.literal('new')), undefined),
    /** Of that form. */
    vendor: optionalText,
    /** As it is filled in. */
    model: optionalText,
    /** The set-up that is shown. */
    setup: optionalText,
  }),
  component: lazyRouteComponent(() => import('./start/start-page.js'), 'StartPage'),
});

export const connectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connect',
  validateSearch: z.object({
    /** The tool whose set-up is shown. */
    setup: optionalText,
    /** As it is filled in. */
    model: optionalText,
  }),
  component: lazyRouteComponent(() => import('./connect/connect-page.js'), 'ConnectPage'),
});

const systemRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/system',
  component: lazyRouteComponent(() => import('./system/system-page.js'), 'SystemPage'),
});

export const providersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers',
  validateSearch: z.object({
    /** The provider configuration whose panel is open; `new` for the empty form. */
    open: optionalText,
    /** Of the empty form. */
    vendor: optionalText,
  }),
  component: lazyRouteComponent(() => import('./providers/providers-page.js'), 'ProvidersPage'),
});

export const environmentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/environments',
  validateSearch: z.object({
    /** The environment whose panel is open; `new` for the empty form. */
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('./environments/environments-page.js'), 'EnvironmentsPage'),
});

export const logRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/log',
  validateSearch: logSearch,
  component: lazyRouteComponent(() => import('./log/log-page.js'), 'LogPage'),
});

export const variantsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/variants',
  validateSearch: z.object({
    /** The variant whose panel is open; `new` for the empty form. */
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('./variants/variants-page.js'), 'VariantsPage'),
});

export const configsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/configs',
  validateSearch: z.object({
    /** `new` while the form for a config is open. */
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('./configs/configs-page.js'), 'ConfigsPage'),
});

export const configRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/configs/$configId',
  validateSearch: z.object({
    /** The environment whose rules are shown. */
    environment: optionalText,
    view: z.catch(z.optional(z.enum(['rules', 'explain', 'experiments', 'history'])), undefined),
    /** The rule whose form is open; `new` for the empty one. */
    rule: optionalText,
    /** The entry of the history whose changes are shown. */
    entry: optionalText,
  }),
  component: lazyRouteComponent(() => import('./configs/config-page.js'), 'ConfigPage'),
});

export const rolloutsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rollouts',
  validateSearch: z.object({
    /** The rollout whose panel is open; `new` for the empty form. */
    open: optionalText,
    /** Of the empty form. */
    config: optionalText,
    rule: optionalText,
  }),
  component: lazyRouteComponent(() => import('./rollouts/rollouts-page.js'), 'RolloutsPage'),
});

export const playgroundRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/playground',
  validateSearch: z.object({
    environment: optionalText,
    /** What is called, side by side: `@config/slug` or `@slug/model`. */
    targets: z.catch(z.optional(z.array(z.string()).check(z.maxLength(4))), undefined),
    /** The logged request that is asked once more. */
    request: optionalText,
  }),
  component: lazyRouteComponent(() => import('./playground/playground-page.js'), 'PlaygroundPage'),
});

export const pricesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/prices',
  validateSearch: z.object({
    view: z.catch(z.optional(z.enum(['prices', 'rerate', 'bill'])), undefined),
    /** `new` while the form for a price is open. */
    open: optionalText,
    vendor: optionalText,
    model: optionalText,
    source: z.catch(z.optional(z.enum(['catalog', 'own'])), undefined),
  }),
  component: lazyRouteComponent(() => import('./prices/prices-page.js'), 'PricesPage'),
});

export const usageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/usage',
  validateSearch: usageSearch,
  component: lazyRouteComponent(() => import('./usage/usage-page.js'), 'UsagePage'),
});

export const webhooksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/webhooks',
  validateSearch: z.object({
    /** The webhook whose panel is open; `new` for the empty form. */
    open: optionalText,
    /** Of its deliveries. */
    state: z.catch(z.optional(z.enum(['waiting', 'delivered', 'failed'])), undefined),
    type: optionalText,
    /** The one that is open. */
    delivery: optionalText,
  }),
  component: lazyRouteComponent(() => import('./webhooks/webhooks-page.js'), 'WebhooksPage'),
});

export const docsRoute = createRoute({
  getParentRoute: () => rootRoute,
  /** The page, as `vendors/openai`; none is the list of all. */
  path: '/docs/$',
  loader: async ({ params: { _splat = '' } }) => {
    const { loadPage } = await import('./docs/doc-files.js');
    const page = _splat === '' ? INDEX : _splat;
    const text = await loadPage(page);
    if (text === undefined) throw notFound();
    return { page, text };
  },
  component: lazyRouteComponent(() => import('./docs/docs-page.js'), 'DocsPage'),
});

const routeTree = rootRoute.addChildren([
  index,
  overviewRoute,
  startRoute,
  connectRoute,
  systemRoute,
  providersRoute,
  environmentsRoute,
  logRoute,
  usageRoute,
  variantsRoute,
  configsRoute,
  configRoute,
  rolloutsRoute,
  playgroundRoute,
  pricesRoute,
  webhooksRoute,
  docsRoute,
]);

export function createDashboardRouter() {
  return createRouter({ routeTree, basepath: '/llmops', defaultPreload: 'intent' });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
