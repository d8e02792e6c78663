import './styles.js';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { toProblem } from './api/problem.js';
import { Questions } from './components/confirm.js';
import { createDashboardRouter } from './router.js';
import { cssVariablesResolver, theme } from './theme.js';
import { SessionGate } from './session/session-gate.js';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays one; only what did not reach the gateway, or broke there, is asked again.
      retry: (failures, error) => {
        const { status } = toProblem(error);
        return failures < 2 && (status === 0 || status >= 500);
      },
    },
  },
});
const router = createDashboardRouter();

/** Nothing is notified of before somebody has done something. */
const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Questions>
          <Suspense>
            <Notifications position="bottom-right" />
          </Suspense>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </Questions>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
