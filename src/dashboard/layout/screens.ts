import {
  BookOpen,
  Boxes,
  ChartColumn,
  CircleDollarSign,
  FlaskConical,
  Gauge,
  GitBranch,
  KeyRound,
  Layers,
  Plug,
  Rocket,
  Route,
  ScrollText,
  Server,
  Webhook,
  type LucideIcon,
} from 'lucide-react';

/** A screen in the navigation and in the command palette. */
export interface Screen {
  readonly to:
    | '/overview'
    | '/providers'
    | '/configs'
    | '/variants'
    | '/rollouts'
    | '/playground'
    | '/environments'
    | '/webhooks'
    | '/log'
    | '/usage'
    | '/prices'
    | '/start'
    | '/connect'
    | '/system'
    | '/docs/$';
  readonly label: string;
  readonly group: 'Gateway' | 'Observe' | 'Settings';
  readonly icon: LucideIcon;
  readonly about: string;
}

export const SCREENS: readonly Screen[] = [
  { to: '/overview', label: 'Overview', group: 'Observe', icon: Gauge, about: 'How it goes, at a glance' },
  { to: '/log', label: 'Log', group: 'Observe', icon: ScrollText, about: 'Every request, filtered' },
  {
    to: '/usage',
    label: 'Usage',
    group: 'Observe',
    icon: ChartColumn,
    about: 'Requests, tokens and cost, by anything',
  },
  {
    to: '/prices',
    label: 'Prices',
    group: 'Observe',
    icon: CircleDollarSign,
    about: 'What calls are charged, calls without a price, vendors’ bills',
  },
  {
    to: '/providers',
    label: 'Providers',
    group: 'Gateway',
    icon: Boxes,
    about: 'Accounts of vendors, reachable as @slug/model',
  },
  {
    to: '/configs',
    label: 'Configs',
    group: 'Gateway',
    icon: GitBranch,
    about: 'Named use cases, and who gets which variant',
  },
  { to: '/variants', label: 'Variants', group: 'Gateway', icon: Layers, about: 'Ways to serve a config, in versions' },
  {
    to: '/playground',
    label: 'Playground',
    group: 'Gateway',
    icon: FlaskConical,
    about: 'Calls as applications make them, side by side',
  },
  { to: '/rollouts', label: 'Rollouts', group: 'Gateway', icon: Route, about: 'Versions on their way to all callers' },
  {
    to: '/environments',
    label: 'Environments',
    group: 'Settings',
    icon: KeyRound,
    about: 'Where callers live, and their secrets',
  },
  {
    to: '/webhooks',
    label: 'Webhooks',
    group: 'Settings',
    icon: Webhook,
    about: 'Who is told of what happens, and whether it arrives',
  },
  {
    to: '/connect',
    label: 'Connect',
    group: 'Settings',
    icon: Plug,
    about: 'Set-ups for SDKs and tools, to copy and paste',
  },
  { to: '/start', label: 'First call', group: 'Settings', icon: Rocket, about: 'From nothing to a call in the log' },
  {
    to: '/system',
    label: 'System',
    group: 'Settings',
    icon: Server,
    about: 'Replicas, the size of the database, settings in force',
  },
  { to: '/docs/$', label: 'Docs', group: 'Settings', icon: BookOpen, about: 'How it is done, by task and by vendor' },
];
