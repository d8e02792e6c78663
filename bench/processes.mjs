// Process trees, and the CPU and memory that the operating system counts for them.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Starts a node script; resolves when it says `ready` (or when `ready(url)` answers). Pinned to `core` where taskset is. */
export async function start(script, args, { env = {}, core = null, until = null } = {}) {
  const command = core === null ? [process.execPath] : ['taskset', '-c', String(core), process.execPath];
  const child = spawn(command[0], [...command.slice(1), script, ...args], {
    env: { ...process.env, ...env },
    stdio: until ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const died = new Promise((_, reject) =>
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`))),
  );
  died.catch(() => undefined);
  await Promise.race([died, until ? untilOk(until) : new Promise((resolve) => child.once('message', resolve))]);
  return child;
}

export function stop(child) {
  if (child.exitCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}

export async function untilOk(url) {
  for (let tries = 0; tries < 600; tries++) {
    const ok = await fetch(url).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} never answered`);
}

/** The process and all its descendants: the gateway's workers and its Postgres too. */
function treeOf(pid) {
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It ended while we looked.
    }
  }
  const tree = [pid];
  for (let at = 0; at < tree.length; at++) tree.push(...(children.get(tree[at]) ?? []));
  return tree;
}

/** CPU time used so far, in microseconds, by the scheduler's own count per thread. */
export function cpuMicros(pid) {
  let nanos = 0;
  for (const each of treeOf(pid)) {
    try {
      for (const thread of readdirSync(`/proc/${each}/task`)) {
        nanos += Number(readFileSync(`/proc/${each}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
      }
    } catch {
      // It ended while we looked.
    }
  }
  return nanos / 1000;
}

/** Memory that the tree alone is responsible for (proportional set size), in KiB. */
export function memoryKib(pid) {
  let total = 0;
  for (const each of treeOf(pid)) {
    try {
      total += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended while we looked.
    }
  }
  return total;
}
