// Jest's globals, typed by Jest itself.
type Globals = typeof import('@jest/globals');

declare const describe: Globals['describe'];
declare const it: Globals['it'];
declare const test: Globals['test'];
declare const expect: Globals['expect'];
declare const beforeAll: Globals['beforeAll'];
declare const beforeEach: Globals['beforeEach'];
declare const afterAll: Globals['afterAll'];
declare const afterEach: Globals['afterEach'];
