import { Boxes, ChartColumn, GitBranch, KeyRound, Layers, Route, ScrollText, type LucideIcon } from 'lucide-react';

/** A screen in the navigation and in the command palette. */
export interface Screen {
  readonly to: '/providers' | '/configs' | '/variants' | '/rollouts' | '/environments' | '/log' | '/usage';
  readonly label: string;
  readonly group: 'Gateway' | 'Observe' | 'Settings';
  readonly icon: LucideIcon;
  readonly about: string;
}

export const SCREENS: readonly Screen[] = [
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
  { to: '/rollouts', label: 'Rollouts', group: 'Gateway', icon: Route, about: 'Versions on their way to all callers' },
  {
    to: '/usage',
    label: 'Usage',
    group: 'Observe',
    icon: ChartColumn,
    about: 'Requests, tokens and cost, by anything',
  },
  { to: '/log', label: 'Log', group: 'Observe', icon: ScrollText, about: 'Every request, filtered' },
  {
    to: '/environments',
    label: 'Environments',
    group: 'Settings',
    icon: KeyRound,
    about: 'Where callers live, and their secrets',
  },
];
