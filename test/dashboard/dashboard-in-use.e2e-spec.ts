import { describeDashboard } from '../support/dashboard.js';
import { adverseCases } from './adverse.js';
import { keyboardCases } from './keyboard.js';
import { longAndManyCases } from './long-and-many.js';
import { observingCases } from './observe.js';
import { playgroundCases } from './playground.js';
import { shadowCases } from './shadows.js';
import { webhookAndContentCases } from './webhooks-and-content.js';

// Apart from dashboard.e2e-spec.ts so that both run at once: these are the longest of all tests.
describeDashboard('dashboard in use', (get) => {
  observingCases(get);
  shadowCases(get);
  playgroundCases(get);
  webhookAndContentCases(get);
  keyboardCases(get);
  adverseCases(get);
  longAndManyCases(get);
});
