/**
 * The ids of what a first start makes. They are the same everywhere, so that the examples of the documentation work as
 * shown; nothing else depends on them.
 */
export const DEMO_IDS = {
  environments: {
    production: '00000000-0000-4000-8000-000000000001',
    staging: '00000000-0000-4000-8000-000000000002',
    development: '00000000-0000-4000-8000-000000000003',
  },
  provider: '00000000-0000-4000-8000-000000000004',
  config: '00000000-0000-4000-8000-000000000005',
  variant: '00000000-0000-4000-8000-000000000006',
  rules: {
    production: '00000000-0000-4000-8000-000000000007',
    staging: '00000000-0000-4000-8000-000000000008',
    development: '00000000-0000-4000-8000-000000000009',
  },
  history: {
    production: '00000000-0000-4000-8000-00000000000a',
    staging: '00000000-0000-4000-8000-00000000000b',
    development: '00000000-0000-4000-8000-00000000000c',
  },
} as const;
