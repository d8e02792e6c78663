// What windows are summed up by. A median, because a disturbed window must not move the figure.
export const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Half of all windows lie within this part of the median: the distance of the quartiles over the median. */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median(sorted);
}

/**
 * Bare, gateway, bare, gateway, …, bare: each window of the gateway is divided by the mean of the two of the bare proxy
 * around it, so a machine that grows slower or faster during the run changes both sides alike. What the bare proxy's
 * windows differ from one another is the machine's noise.
 */
export async function pairedWindows(pairs, bareWindow, gatewayWindow) {
  const bare = [await bareWindow()];
  const gateway = [];
  for (let pair = 0; pair < pairs; pair++) {
    gateway.push(await gatewayWindow());
    bare.push(await bareWindow());
  }
  return {
    bare: median(bare),
    gateway: median(gateway),
    ratios: gateway.map((value, pair) => value / ((bare[pair] + bare[pair + 1]) / 2)),
    noise: spread(bare.slice(1).map((value, index) => value / bare[index])),
  };
}
