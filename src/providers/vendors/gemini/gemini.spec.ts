import { gemini } from './index.js';

const connection = gemini.connect({
  credentials: { apiKey: 'AIzaKey' },
  baseUrl: null,
  transport: { send: () => Promise.reject(new Error('nothing is sent')) },
});

describe('gemini', () => {
  it.each(['gemini-2.5-flash', 'models/gemini-2.5-flash'])('calls %s with the key in a header', async (model) => {
    const chat = connection.endpoints['chat/completions'];
    if (chat?.kind !== 'translation') throw new Error('chat is translated');
    const body = { messages: [{ role: 'user', content: 'Hi' }], labels: { team: 'a' } };
    const prepared = await chat.toRequest({
      endpoint: 'chat/completions',
      model,
      stream: false,
      body,
    });
    expect(prepared.dropped).toEqual(['labels']);
    const { url, headers } = await connection.sign(prepared.request, new AbortController().signal);
    expect(url).toBe('https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent');
    expect(headers).toMatchObject({ 'x-goog-api-key': 'AIzaKey' });
  });

  it('lists the models', () => {
    expect(connection.models?.toRequest().url).toBe(
      'https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000',
    );
    expect(
      connection.models?.fromResponse({ models: [{ name: 'models/gemini-2.5-pro', displayName: 'x' }, {}] }),
    ).toEqual([{ id: 'gemini-2.5-pro', ownedBy: 'google', created: 0 }]);
  });
});
