import { useMutation } from '@tanstack/react-query';
import { api, query, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useWholeList } from '../api/whole-list.js';
import { notifyProblem } from '../components/notify.js';
import { useSaved } from '../components/use-saved.js';

export type Rollout = Schemas['RolloutView'];
export type RolloutSummary = Schemas['RolloutSummaryView'];

const ROLLOUT = '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}/rollout';
/** Rollouts go on by themselves. */
const REFRESH_MS = 5_000;

/** @param refreshMs false: asked for once */
export function useRollouts(refreshMs: number | false = REFRESH_MS) {
  return useWholeList<RolloutSummary>(
    ['rollouts'],
    (page, signal) => api.GET('/llmops/api/admin/v1/rollouts', { params: { query: page }, signal }),
    { refetchInterval: refreshMs },
  );
}

export function useRollout({ configId, ruleId }: Pick<Rollout, 'configId' | 'ruleId'>) {
  const params = { path: { id: configId, ruleId } };
  return query.useQuery('get', ROLLOUT, { params }, { refetchInterval: REFRESH_MS });
}

export type RolloutAction = 'pause' | 'resume' | 'advance' | 'complete' | 'rollback';

interface Action {
  readonly action: RolloutAction;
  readonly label: string;
  readonly done: string;
  /** States that allow it. */
  readonly from: readonly string[];
}

/** In the order of their buttons. */
export const ACTIONS: readonly Action[] = [
  { action: 'pause', label: 'Pause', done: 'The rollout stays at its step', from: ['running'] },
  { action: 'resume', label: 'Resume', done: 'The rollout goes on', from: ['paused'] },
  {
    action: 'advance',
    label: 'Advance',
    done: 'The next step has begun',
    from: ['scheduled', 'running', 'paused'],
  },
  { action: 'complete', label: 'Complete', done: 'The rollout is complete', from: ['scheduled', 'running', 'paused'] },
  {
    action: 'rollback',
    label: 'Roll back',
    done: 'The rule has the split that it had before',
    from: ['scheduled', 'running', 'paused', 'completed'],
  },
];

/** Takes a rollout further, from the state that is shown and no other. */
export function useRolloutAction(rollout: Rollout) {
  const saved = useSaved();
  const params = { path: { id: rollout.configId, ruleId: rollout.ruleId }, header: ifMatch(rollout) };
  return useMutation({
    mutationFn: async ({ action }: Pick<Action, 'action'>) => {
      const { error } = await api.POST(`${ROLLOUT}/${action}`, { params });
      if (error !== undefined) throw error;
    },
    onSuccess: (_none, { action }) => saved(ACTIONS.find((each) => each.action === action)?.done ?? ''),
    onError: notifyProblem,
  });
}

export function useRolloutPut(onSuccess: (rollout: Rollout) => Promise<void>) {
  return query.useMutation('put', ROLLOUT, { onSuccess });
}
