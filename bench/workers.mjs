// One, two and four workers: what they carry together, and what a call costs then.
import { cpuPerCall } from './cpu.mjs';
import { wholeReply } from './requests.mjs';
import { withServers } from './servers.mjs';
import { median, spread } from './statistics.mjs';
import { withSpread } from './report.mjs';

export async function workersSection(report, { cores, quick }) {
  const available = cores.count;
  const windows = quick ? 3 : 7;
  const rows = [];
  for (const workers of quick ? [1, 2] : [1, 2, 4]) {
    // A core for each worker and one for the load, where there are so many.
    const hasCores = available > workers;
    const gatewayCores = `0-${(hasCores ? workers : available) - 1}`;
    const others = hasCores ? `${workers}-${available - 1}` : gatewayCores;
    await withServers({ cores: { ...cores, others }, workers, gatewayCores }, async ({ gateway }) => {
      const [micros, rates] = [[], []];
      const window = { count: 2000, concurrency: 64 };
      for (let warm = 0; warm < 2; warm++) await cpuPerCall(gateway, wholeReply(gateway.model), window);
      for (let at = 0; at < windows; at++)
        micros.push(await cpuPerCall(gateway, wholeReply(gateway.model), { ...window, rates }));
      rows.push([
        String(workers),
        hasCores ? `${workers}` : `${available} for all (!)`,
        median(rates).toFixed(0),
        withSpread(median(micros), spread(micros), 0),
      ]);
    });
  }
  report.table(
    'Workers: whole replies of 1 KB, 64 at a time',
    ['workers', 'cores', 'calls per second', 'CPU µs per call'],
    rows,
    available > 4
      ? []
      : [
          `(!) This machine has ${available} cores: where workers share them with the load, the rates say nothing of what more cores give.`,
        ],
  );
}
