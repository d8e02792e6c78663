import type { Locator } from 'playwright-core';
import { defined } from '../support/defined.js';
import { withoutIds, type Dashboard } from '../support/dashboard.js';

/** More than any way through a screen takes. */
const MOST_TABS = 90;

/** The way from signing in to one request in the log without a mouse: part of the dashboard's spec, on its app and browser. */
export function keyboardCases(get: () => Dashboard): void {
  const press = (key: string) => get().page.keyboard.press(key);
  const type = (text: string) => get().page.keyboard.type(text);
  const isFocused = async (target: Locator) => (await target.and(get().page.locator(':focus')).count()) > 0;

  /** Goes on until the target has the focus, and sees that it shows. */
  async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const { page } = get();
    await target.first().waitFor({ state: 'attached' });
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      if (await isFocused(target)) {
        expect([String(target), await page.evaluate<boolean>(SHOWS_FOCUS)]).toEqual([String(target), true]);
        return;
      }
      await press(key);
    }
    const stuck = await page.evaluate<string>('document.activeElement.outerHTML.slice(0, 200)');
    throw new Error(`${String(target)} is not reached; the focus is at ${stuck}`);
  }

  const enter = async (target: Locator) => {
    await tabTo(target);
    await press('Enter');
  };
  /** Waits for it: a dialog gives the focus back a moment after it has gone. */
  const untilFocused = (target: Locator) => target.and(get().page.locator(':focus')).waitFor();

  it('leads by keyboard alone from signing in to a request in the log', async () => {
    const { page, app, ...dashboard } = get();
    const button = (name: string | RegExp, exact = true) => page.getByRole('button', { name, exact });
    const panel = page.getByRole('dialog');
    const screen = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true });
    await page.context().clearCookies();
    await page.goto(dashboard.urlOf('/overview'));
    await untilFocused(page.getByLabel('Admin token'));
    await type(app.settings.adminToken);
    await press('Enter');
    dashboard.writes();

    await enter(screen('First call'));
    await enter(button('Test').first());
    await page.getByText('It works').first().waitFor();

    await enter(screen('Providers'));
    await enter(button('Add a provider'));
    await tabTo(panel.getByRole('combobox', { name: 'Vendor' }));
    await type('Sandbox');
    await press('ArrowDown');
    await press('Enter');
    await tabTo(panel.getByLabel('Name', { exact: true }));
    await press('Control+A');
    await type('By keyboard');
    await press('Enter');
    await page.getByRole('dialog', { name: 'By keyboard' }).waitFor();
    await press('Escape');
    await untilFocused(button('Add a provider'));

    await enter(screen('Environments'));
    await enter(button('Development'));
    await enter(button('New secret'));
    const dialog = page.getByRole('dialog', { name: 'New secret' });
    await untilFocused(dialog.getByLabel('Name'));
    await type('Keyboard');
    await enter(dialog.getByRole('button', { name: 'Make the secret' }));
    const secret = await page.getByRole('alert').filter({ hasText: 'shown this once' }).locator('code').innerText();
    await untilFocused(button('New secret'));
    // A secret that was not copied is not lost by one key, and the key that closes the question closes nothing else.
    const question = page.getByRole('dialog', { name: 'Leave the secret?' });
    await press('Escape');
    await question.waitFor();
    await press('Escape');
    await question.waitFor({ state: 'detached' });
    await untilFocused(button('New secret'));
    await press('Escape');
    await enter(question.getByRole('button', { name: 'Discard' }));
    await untilFocused(button('Development'));

    await enter(screen('Configs'));
    await enter(button('Add a config'));
    await tabTo(panel.getByLabel('Name'));
    await type('Typed');
    await press('Enter');
    await page.getByRole('heading', { name: 'Typed' }).waitFor();
    await tabTo(page.getByRole('tab', { selected: true }));
    while (!(await isFocused(page.getByRole('tab', { name: 'Development' })))) await press('ArrowRight');
    await enter(button('Add a rule'));
    await tabTo(panel.getByRole('combobox', { name: 'Variant' }));
    await type('Demo on');
    await press('ArrowDown');
    await press('Enter');
    await enter(panel.getByRole('button', { name: 'Add', exact: true }));
    await page.getByRole('article').waitFor();
    await untilFocused(button('Add a rule'));

    await tabTo(page.getByRole('radio', { name: 'Rules' }), 'Shift+Tab');
    await press('ArrowRight');
    await enter(button('Explain'));
    await page.getByText('Demo on the sandbox, version 1').waitFor();

    const { response } = await app
      .openai({ apiKey: secret.trim() })
      .chat.completions.create({ model: '@config/typed', messages: [{ role: 'user', content: 'hi' }] })
      .withResponse();
    const requestId = defined(response.headers.get('x-llmops-request-id'));
    await app.logOf(requestId);
    await press('Control+K');
    await untilFocused(page.getByRole('textbox', { name: 'Jump to' }));
    await type('Every request, fil');
    await page.getByRole('button', { name: /^Log/ }).waitFor();
    await press('Enter');
    await page.getByRole('heading', { name: 'Log', level: 1 }).waitFor();
    const row = button(`open request ${requestId}`, false);
    await enter(row);
    await panel.getByText(requestId, { exact: true }).waitFor();
    await enter(panel.getByRole('button', { name: 'Explain it by today’s rules' }));
    await panel.getByText('answers', { exact: true }).waitFor();
    await press('Escape');
    await untilFocused(row);
    expect(withoutIds(dashboard.writes())).toEqual([
      'POST /providers/:id/test',
      'POST /providers',
      'POST /environments/:id/secrets',
      'POST /configs',
      'POST /configs/:id/rules',
      'POST /configs/:id/explain',
      'POST /configs/:id/explain',
    ]);
  });
}

/** Runs in the browser: whether what has the focus, or what stands for it, looks another way without it. */
const SHOWS_FOCUS = `(() => {
  const element = document.activeElement;
  const boxes = [element, element.parentElement, element.nextElementSibling].filter((each) => each !== null);
  for (const { style } of boxes) style.transition = 'none';
  const look = () => boxes.map((each) => {
    const { outline, borderColor, boxShadow, backgroundColor } = getComputedStyle(each);
    return [outline, borderColor, boxShadow, backgroundColor].join();
  }).join();
  const focused = look();
  element.blur();
  const blurred = look();
  element.focus();
  return focused !== blurred;
})()`;
