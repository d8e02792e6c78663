import { defined } from '../support/defined.js';
import type { Dashboard } from '../support/dashboard.js';

/** Calls from the playground: part of the dashboard's spec, on its app and browser. */
export function playgroundCases(get: () => Dashboard): void {
  it('calls as an application does, side by side, and shows how it went', async () => {
    const { page, app, ...dashboard } = get();
    await dashboard.signIn('/playground');
    await page.getByRole('combobox', { name: 'Environment' }).click();
    await page.getByRole('option', { name: 'Development' }).click();
    await page.getByRole('button', { name: 'Another beside it' }).click();
    await page.getByRole('combobox', { name: 'Config or model' }).last().fill('@sandbox/sandbox-500');
    await page.getByLabel('System prompt').fill('Be short.');
    await page.getByLabel('Message').fill('Good morning');
    await page.getByLabel('More of the body').fill('{ "temperature": 0.3, "metadata": { "userId": "u-7" } }');
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    dashboard.writes();
    await page.getByRole('button', { name: 'Run' }).click();
    const [answered, failed] = ['@config/demo', '@sandbox/sandbox-500'].map((target) =>
      page.getByRole('region', { name: `Answer of ${target}` }),
    );
    await defined(answered).getByText('You said: "Good morning"').waitFor();
    await defined(answered).getByText('Demo on the sandbox, version 1').waitFor();
    await defined(failed).getByText('HTTP 502').waitFor();
    await defined(failed)
      .getByText(/\d attempts?/)
      .waitFor();
    await defined(answered)
      .getByText(/tokens in/)
      .waitFor();
    await defined(answered).getByText('first: @sandbox/sandbox-1').waitFor();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    const { id } = await app.admin<{ id: string }>('GET', '/environments/development');
    const path = `POST /playground/${id}/chat/completions`;
    expect(dashboard.writes()).toEqual([path, path]);
    const requestId = (await defined(answered).locator('code').last().innerText()).trim();
    expect(await app.logOf(requestId)).toMatchObject({ secret: 'playground', secret_id: null, config: 'demo' });

    await defined(answered).getByRole('button', { name: 'Plan' }).click();
    await page.getByText(/drawn for .*u-7/).waitFor();
    await page.keyboard.press('Escape');
  });

  it('makes images and speech', async () => {
    const { page, ...dashboard } = get();
    const play = async (endpoint: string, target: string) => {
      await page.getByRole('combobox', { name: 'Endpoint' }).click();
      await page.getByRole('option', { name: endpoint }).click();
      await page.getByRole('combobox', { name: 'Config or model' }).fill(target);
      await page.getByRole('button', { name: 'Run' }).click();
    };
    await dashboard.signIn('/playground');
    await play('images/generations', '@sandbox/sandbox-image');
    await page.getByRole('img', { name: 'The image that was made' }).waitFor();
    await play('audio/speech', '@sandbox/sandbox-speech');
    const sound = page.getByLabel('The speech that was made');
    await sound.waitFor();
    // The page's policy lets it be played: its length is known once it is loaded.
    expect(await page.evaluate<boolean>(IS_LOADED)).toBe(true);
    expect(await dashboard.accessibilityFaults()).toEqual([]);
  });
}

/** Runs in the browser. */
const IS_LOADED = `new Promise((resolve) => {
  const audio = document.querySelector('audio');
  if (audio.duration > 0) resolve(true);
  audio.addEventListener('loadedmetadata', () => resolve(audio.duration > 0));
  audio.addEventListener('error', () => resolve(false));
})`;
