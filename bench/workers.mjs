// One, two and four workers: what they carry together, and what a call costs then.
import { cpuPerCall } from './cpu.mjs';
import { wholeReply } from './requests.mjs';
import { withServers } from './servers.mjs';
import { median, spread } from './statistics.mjs';
import { withSpread } from './report.mjs';

export async function workersSection(report, { cores, quick }) {
  const { all } = cores;
  const windows = quick ? 3 : 7;
  const rows = [];
  for (const workers of quick ? [1, 2] : [1, 2, 4]) {
    // A core for each worker and one for the load, where there are so many.
    const hasCores = all.length > workers;
    const gatewayCores = (hasCores ? all.slice(0, workers) : all).join(',');
    const others = hasCores ? all.slice(workers).join(',') : gatewayCores;
    await withServers({ cores: { ...cores, others }, workers, gatewayCores }, async ({ gateway }) => {
      const [micros, rates] = [[], []];
      const window = { count: 2000, concurrency: 64 };
      for (let warm = 0; warm < 2; warm++) await cpuPerCall(gateway, wholeReply(gateway.model), window);
      for (let at = 0; at < windows; at++)
        micros.push(await cpuPerCall(gateway, wholeReply(gateway.model), { ...window, rates }));
      rows.push([
        String(workers),
        hasCores ? `${workers}` : `${all.length} for all (!)`,
        median(rates).toFixed(0),
        withSpread(median(micros), spread(micros), 0),
      ]);
    });
  }
  report.table(
    'Workers: whole replies of 1 KB, 64 at a time',
    ['workers', 'cores', 'calls per second', 'CPU µs per call'],
    rows,
    all.length > 4
      ? []
      : [
          `(!) This machine has ${all.length} cores: where workers share them with the load, the rates say nothing of what more cores give.`,
        ],
  );
}
