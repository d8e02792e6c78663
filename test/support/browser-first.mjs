// Where Jest has not yet seen how long a file takes, it goes by its size. Those that drive a browser are short and the longest.
import { createRequire } from 'node:module';

const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

export default class BrowserFirst extends Sequencer {
  sort(tests) {
    const isFirst = ({ path }) => path.includes('/test/dashboard/');
    return [...super.sort(tests)].sort((one, other) => isFirst(other) - isFirst(one));
  }
}
