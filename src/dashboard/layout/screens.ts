import { Boxes, KeyRound, type LucideIcon } from 'lucide-react';

/** A screen in the navigation and in the command palette. */
export interface Screen {
  readonly to: '/providers' | '/environments';
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
    to: '/environments',
    label: 'Environments',
    group: 'Settings',
    icon: KeyRound,
    about: 'Where callers live, and their secrets',
  },
];
