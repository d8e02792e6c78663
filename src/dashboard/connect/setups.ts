import page from '../../../docs/connect.md?raw';
import { readSetups, type Setup } from './read-setups.js';

/** The page of the documentation is what is shown here: one text, and its code is run by tests. */
export const SETUPS: readonly Setup[] = readSetups(page);
