import { closedLoop } from './load.mjs';
import { stream, wholeReply } from './requests.mjs';

/**
 * Calls until V8 compiles hardly anything any more, as in a server that has served for a minute: what runs once a stream
 * is interpreted for its first 2,000 streams, at several times the cost. Paced ones would take half a minute for that.
 */
export async function warmUp({ caller, model }) {
  await closedLoop(caller, wholeReply(model), 4000, 16);
  await closedLoop(caller, stream(model, 0), 3000, 8);
}
