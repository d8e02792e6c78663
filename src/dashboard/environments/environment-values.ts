import type { Schemas } from '../api/client.js';
import type { Environment } from '../api/collections.js';

/** What the form of an environment holds. */
export interface EnvironmentValues {
  name: string;
  slug: string;
  isProduction: boolean;
  defaultConfigId: string | null;
  directAccess: 'on' | 'off' | 'listed';
  /** Ids, where it is `listed`. */
  allowedProviders: string[];
  /** Empty: as the setting says. */
  maxConcurrentCalls: number | string;
  /** `default`: as LLMOPS_LOG_CONTENT says. */
  keepContent: 'default' | 'on' | 'off';
  /** A rule a line. */
  patterns: string;
  paths: string;
}

export function toEnvironmentValues(environment: Environment): EnvironmentValues {
  const { name, slug, isProduction, defaultConfigId, logContent, contentRedaction, directAccess } = environment;
  const isListed = typeof directAccess !== 'string';
  return {
    ...{ name, slug, isProduction, defaultConfigId },
    directAccess: isListed ? 'listed' : directAccess,
    allowedProviders: isListed ? directAccess : [],
    maxConcurrentCalls: environment.maxConcurrentCalls ?? '',
    keepContent: logContent === null ? 'default' : logContent ? 'on' : 'off',
    patterns: (contentRedaction?.patterns ?? []).join('\n'),
    paths: (contentRedaction?.paths ?? []).join('\n'),
  };
}

export function toEnvironmentBody({ keepContent, patterns, paths, ...values }: EnvironmentValues) {
  const { directAccess, allowedProviders, maxConcurrentCalls, ...rest } = values;
  return {
    ...rest,
    directAccess: directAccess === 'listed' ? allowedProviders : directAccess,
    maxConcurrentCalls: maxConcurrentCalls === '' ? null : Number(maxConcurrentCalls),
    logContent: keepContent === 'default' ? null : keepContent === 'on',
    contentRedaction: toRedaction({ patterns, paths }),
  };
}

type Rules = Pick<EnvironmentValues, 'patterns' | 'paths'>;

/** Null where there is no rule. */
export function toRedaction(rules: Rules): Schemas['ContentRedaction'] | null {
  const [patterns, paths] = [toLines(rules.patterns), toLines(rules.paths)];
  if (patterns.length === 0 && paths.length === 0) return null;
  return { ...(patterns.length > 0 && { patterns }), ...(paths.length > 0 && { paths }) };
}

function toLines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
