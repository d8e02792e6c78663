export const root: string;
export function buildIfStale(): void;
export function buildDashboardIfStale(): void;
