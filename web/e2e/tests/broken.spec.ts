// What is broken stays where it is broken: one stored entry, one file that is gone after an upgrade.

import { expect, own, signIn, test, told, write } from './support/people.ts';

for (const where of ['IndexedDB', 'localStorage'] as const)
  test(`S6: one broken entry in ${where} silences no other`, async ({ walkie, person }) => {
    const page = await (await person()).newPage();
    await page.goto(`${walkie.origin}/chat`);
    await write(page, 'hello');
    await expect(own(page, 'hello')).toContainText('Sent');
    await page.evaluate(async (place) => {
      const scope = `${location.origin} visitor:1`;
      const good = {
        client_id: '01a205c1-df0a-7000-8d5f-54a5a9e75925',
        conversation_id: 1,
        content: 'written before the reload',
        created_at: new Date().toISOString(),
        state: 'pending',
      };
      if (place === 'localStorage') {
        localStorage.setItem(`walkie.outbox ${scope} bad`, '{"client_id":');
        localStorage.setItem(`walkie.outbox ${scope} ${good.client_id}`, JSON.stringify(good));
        return;
      }
      const opening = indexedDB.open('walkie', 1);
      await new Promise((done) => {
        opening.onsuccess = done;
      });
      const writing = opening.result.transaction('outbox', 'readwrite');
      const box = writing.objectStore('outbox');
      box.put({ content: null }, [scope, 'bad']);
      box.put('nonsense', [scope, 'worse']);
      box.put(good, [scope, good.client_id]);
      await new Promise((done) => {
        writing.oncomplete = done;
      });
      opening.result.close();
    }, where);
    await page.reload();
    await expect(own(page, 'written before the reload')).toContainText('Sent');
    const texts = (await told(page, walkie)).map(({ content }) => content);
    expect(texts).toEqual(['hello', 'written before the reload']);
  });

test('a file that is gone after an upgrade takes only its own part down', async ({
  walkie,
  person,
}) => {
  await walkie.createAgent();
  const page = await (await person()).newPage();
  await signIn(page, walkie);
  await page.route(/assets\/(Palette|SettingsPage)-/, (route) => route.fulfill({ status: 404 }));
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('alert')).toContainText('Walkie was updated');
  await expect(page.getByRole('tab').first()).toBeVisible();
  await page.goto(`${walkie.origin}/agent/settings/profile`);
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
  await page.getByRole('navigation').getByRole('link').first().click();
  await expect(page.getByRole('tab').first()).toBeVisible();
});
