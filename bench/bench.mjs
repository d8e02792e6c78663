// `npm run bench`: fake vendor, bare proxy and the gateway as in production, interleaved in one run on loopback.
// Ratios to the bare proxy of the same run are what counts; absolute figures are this machine's. The method, and why it
// is this one, stands in docs/performance.md.
// --quick: four sections, shorter, in three minutes instead of fourteen · --only=cpu,memory,…: these sections alone ·
// --markdown: tables to paste
import { buildIfStale } from '../scripts/build-if-stale.mjs';
import { cpuSection, translationSection } from './cpu.mjs';
import { firstByteSection, latencySection, tailSection } from './latency.mjs';
import { memorySection } from './memory.mjs';
import { divideCores } from './processes.mjs';
import { profileSection } from './profile.mjs';
import { Report } from './report.mjs';
import { storageSection } from './storage.mjs';
import { workersSection } from './workers.mjs';

const SECTIONS = {
  cpu: cpuSection,
  translation: translationSection,
  latency: latencySection,
  'first-byte': firstByteSection,
  tail: tailSection,
  memory: memorySection,
  workers: workersSection,
  profile: profileSection,
};
/** Takes a quarter of an hour and gigabytes of disk: only where it is asked for by name. */
const ASKED_ONLY = { storage: storageSection };
const ALL = { ...SECTIONS, ...ASKED_ONLY };

const QUICK_SECTIONS = ['cpu', 'latency', 'first-byte', 'memory'];

const quick = process.argv.includes('--quick');
const asked = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');
const chosen = asked ?? (quick ? QUICK_SECTIONS : Object.keys(SECTIONS));
const unknown = chosen.filter((name) => !Object.hasOwn(ALL, name));
if (unknown.length > 0) throw new Error(`--only takes ${Object.keys(ALL).join(', ')}; not ${unknown.join(', ')}.`);

buildIfStale();
const cores = divideCores();
const report = new Report(process.argv.includes('--markdown'));
report.machine(cores);
for (const [name, section] of Object.entries(ALL)) {
  if (chosen.includes(name)) await section(report, { cores, quick });
}
report.end();
