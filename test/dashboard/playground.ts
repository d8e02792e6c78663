import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

  it('saves what was tried as the next version of a variant', async () => {
    const { page, app, ...dashboard } = get();
    const { id: providerId } = await app.admin<{ id: string }>('GET', '/providers/sandbox');
    const version = { providerId, model: 'sandbox-1' };
    const variant = await app.admin<{ id: string }>('POST', '/variants', { name: 'from the playground', version });
    await dashboard.signIn('/playground?targets=["@sandbox/sandbox-1"]');
    await page.getByLabel('System prompt').fill('Answer like a pirate.');
    await page.getByLabel('More of the body').fill('{ "temperature": 0.9, "metadata": { "userId": "u-7" } }');
    await page.getByRole('button', { name: 'Run' }).click();
    const save = page.getByRole('button', { name: 'Save as a version' });
    await page.getByText(/ms in all/).waitFor();
    await save.click();
    const dialog = page.getByRole('dialog', { name: /Save as/ });
    await dialog.getByRole('combobox', { name: 'Variant' }).click();
    await page.getByRole('option', { name: 'from the playground' }).click();
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    dashboard.writes();
    await dialog.getByRole('button', { name: 'Publish the version' }).click();
    await page.getByText('from the playground has version 2').waitFor();
    expect(dashboard.writes()).toEqual([`POST /variants/${variant.id}/versions`]);
    expect(await app.admin('GET', `/variants/${variant.id}/versions/2`)).toMatchObject({
      providerId,
      model: 'sandbox-1',
      systemPrompt: 'Answer like a pirate.',
      parameters: { temperature: 0.9 },
    });

    // Somebody else publishes one meanwhile.
    await save.click();
    await app.admin('POST', `/variants/${variant.id}/versions`, { ...version, systemPrompt: 'Theirs.' });
    await dialog.getByRole('button', { name: 'Publish the version' }).click();
    await dialog.getByText('Changed by somebody else').waitFor();
    expect(await app.admin('GET', `/variants/${variant.id}`)).toMatchObject({ latestVersion: 3 });
    await page.keyboard.press('Escape');
  });

  it('gives commands that work as pasted, of texts and of forms', async () => {
    const { page, app, ...dashboard } = get();
    const { secret } = await app.admin<{ secret: string }>('POST', '/environments/development/secrets', {});
    const paste = async (directory?: string): Promise<string> => {
      await page.getByRole('button', { name: 'Copy as code' }).click();
      const command = await page.getByRole('dialog').getByRole('tabpanel').locator('pre').innerText();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      return runShell(command, { GATEWAY_SECRET: secret }, directory);
    };
    await dashboard.signIn('/playground?targets=["@sandbox/sandbox-1"]');
    await page.getByLabel('Message').fill('It\'s "quoted" $HOME `id` \\ 😀 שלום');
    await page.getByLabel('Stream').uncheck();
    const answer = JSON.parse(await paste()) as { choices: { message: { content: string } }[] };
    expect(answer.choices[0]?.message.content).toContain('It\'s "quoted" $HOME `id` \\ 😀 שלום');
    await page.getByLabel('Stream').check();
    expect(await paste()).toContain('data: [DONE]');

    await page.getByRole('combobox', { name: 'Endpoint' }).click();
    await page.getByRole('option', { name: 'audio/transcriptions' }).click();
    await page.getByRole('combobox', { name: 'Config or model' }).fill('@sandbox/sandbox-transcribe');
    const directory = mkdtempSync(join(tmpdir(), 'llmops-speech-'));
    const file = join(directory, "it's speech.wav");
    writeFileSync(file, Buffer.from('RIFF----WAVEfmt '));
    await page.locator('input[type=file]').setInputFiles(file);
    const typed = '{ "language": "en", "metadata": { "team": "a b" } }';
    await page.getByLabel('More of the body').fill(typed);
    const transcript = JSON.parse(await paste(directory)) as { text: string };
    expect(transcript.text).toContain('[sandbox]');
    rmSync(directory, { recursive: true });
  });

  it('asks four targets at once, and leaves each its answer where another is taken away', async () => {
    const { page, ...dashboard } = get();
    const targets = ['@config/demo', '@sandbox/sandbox-1', '@sandbox/sandbox-429', '@sandbox/sandbox-cut'];
    await dashboard.signIn(`/playground?targets=${encodeURIComponent(JSON.stringify(targets))}`);
    expect(await page.getByRole('button', { name: 'Another beside it' }).isDisabled()).toBe(true);
    dashboard.writes();
    await page.getByRole('button', { name: 'Run' }).click();
    const column = (target: string) => page.getByRole('region', { name: `Answer of ${target}` });
    await column('@config/demo').getByText('You said').waitFor();
    await column('@sandbox/sandbox-429').getByText('HTTP 429').waitFor();
    await column('@sandbox/sandbox-cut').getByRole('alert').waitFor();
    expect(dashboard.writes()).toHaveLength(4);
    expect(await dashboard.overflow()).toBe(0);
    await page.getByRole('button', { name: 'Remove @sandbox/sandbox-1' }).click();
    expect(await column('@sandbox/sandbox-429').getByText('HTTP 429').count()).toBe(1);
  });
}

/** Runs in the browser. */
const IS_LOADED = `new Promise((resolve) => {
  const audio = document.querySelector('audio');
  if (audio.duration > 0) resolve(true);
  audio.addEventListener('loadedmetadata', () => resolve(audio.duration > 0));
  audio.addEventListener('error', () => resolve(false));
})`;

/** @returns what the command writes; it runs where the file lies that it sends */
async function runShell(command: string, variables: Record<string, string>, cwd = '/'): Promise<string> {
  const env = { ...process.env, ...variables };
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { env, cwd });
  return stdout;
}
