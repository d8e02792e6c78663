import { useQueryClient } from '@tanstack/react-query';
import { notifyDone } from './notify.js';

/** After a write: everything that is shown is asked for again, and the user is told. Nothing is shown before it holds. */
export function useSaved(): (message: string) => Promise<void> {
  const queryClient = useQueryClient();
  return async (message) => {
    await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    notifyDone(message);
  };
}
