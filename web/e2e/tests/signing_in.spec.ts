// How agents come in and go out: the one-time link, the password, the end of a session.

import { expect, openThread, signIn, test, write } from './support/people.ts';
import { agent as ada } from './support/walkie.ts';

const gate = 'Sign in';

test('the one-time link makes the first admin, once', async ({ walkie, person }) => {
  const link = walkie.setupLink;
  const first = await (await person()).newPage();
  await first.goto(`${walkie.origin}/agent`);
  await expect(first.getByText('There is no account yet.')).toBeVisible();
  await expect(first.getByText('walkie admin setup-link')).toBeVisible();
  await first.goto(link);
  await first.getByLabel('Your name').fill(ada.name);
  await first.getByLabel('E-mail').fill('ada');
  await first.getByLabel('Password', { exact: true }).fill('short');
  await first.getByRole('button', { name: 'Create account' }).click();
  await expect(first.getByText('This is not an e-mail address.')).toBeVisible();
  await first.getByLabel('E-mail').fill(ada.email);
  await first.getByRole('button', { name: 'Create account' }).click();
  await expect(first.getByText('The password is too short')).toBeVisible();
  await first.getByLabel('Password', { exact: true }).fill(ada.password);
  await first.getByRole('button', { name: 'Create account' }).click();
  await expect(first.getByText('No conversations yet')).toBeVisible();
  expect(new URL(first.url()).pathname).toBe('/agent');
  const me = await (await first.request.get(`${walkie.origin}/me`)).json();
  expect(me).toMatchObject({ type: 'agent', name: ada.name, role: 'admin' });

  const second = await (await person()).newPage();
  await second.goto(link);
  // Said before anybody fills in a form.
  await expect(second.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
  await expect(second.getByLabel('Your name')).toHaveCount(0);
  await second.getByRole('link', { name: 'Go to sign-in' }).click();
  await expect(second.getByRole('heading', { name: gate })).toBeVisible();
  expect(walkie.log).not.toContain(ada.password);
});

test('a wrong password is said, and after five the door is closed', async ({ walkie, person }) => {
  await walkie.createAgent();
  const page = await (await person()).newPage();
  await page.goto(`${walkie.origin}/agent`);
  await page.getByLabel('E-mail').fill(ada.email);
  const enter = page.getByRole('button', { name: gate });
  await enter.click();
  await expect(page.getByText('Enter your password.')).toBeVisible();
  for (let failures = 1; failures <= 5; failures++) {
    await page.getByLabel('Password', { exact: true }).fill(`wrong ${failures}`);
    const answer = page.waitForResponse('**/sessions');
    await enter.click();
    expect((await answer).status()).toBe(401);
    await expect(page.getByRole('alert')).toHaveText('The e-mail or the password is wrong.');
  }
  await page.getByLabel('Password', { exact: true }).fill(ada.password);
  await enter.click();
  await expect(page.getByRole('alert')).toContainText(/Too many attempts. Wait \d+ seconds?\./);
  await expect(page.getByRole('button', { name: /Wait \d+ s/ })).toBeDisabled();
  expect((await page.request.get(`${walkie.origin}/me`)).status()).toBe(401);
});

test('signing out cuts every page of the session', async ({ walkie, person }) => {
  await walkie.createAgent();
  const visitor = await (await person()).newPage();
  await visitor.goto(`${walkie.origin}/chat`);
  await write(visitor, 'hello');
  const desk = await person();
  const [first, second] = [await desk.newPage(), await desk.newPage()];
  await signIn(first, walkie);
  await second.goto(`${walkie.origin}/agent`);
  await openThread(second, 'hello');
  await second.getByRole('textbox', { name: 'Reply' }).fill('not yet sent');

  await first.getByRole('button', { name: `Account of ${ada.name}` }).click();
  await first.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(first.getByRole('heading', { name: gate })).toBeVisible();
  await expect(second.getByRole('heading', { name: gate })).toBeVisible();
  expect((await desk.request.get(`${walkie.origin}/conversations`)).status()).toBe(401);

  // Where one was, with what one had written.
  await second.getByLabel('E-mail').fill(ada.email);
  await second.getByLabel('Password', { exact: true }).fill(ada.password);
  await second.getByRole('button', { name: gate }).click();
  await expect(second.getByRole('textbox', { name: 'Reply' })).toHaveValue('not yet sent');
});

test('who is removed is out at once, in the middle of the work', async ({ walkie, person }) => {
  await walkie.createAgent();
  const eve = { name: 'Eve Moss', email: 'eve@shop.example', password: 'correct battery' };
  await walkie.createAgent(eve, 'agent');
  const visitor = await (await person()).newPage();
  await visitor.goto(`${walkie.origin}/chat`);
  await write(visitor, 'hello');
  const page = await (await person()).newPage();
  await signIn(page, walkie, eve);
  await openThread(page, 'hello');
  await walkie.admin(['remove-agent', '--email', eve.email]);
  await expect(page.getByRole('heading', { name: gate })).toBeVisible();
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await page.getByLabel('E-mail').fill(eve.email);
  await page.getByLabel('Password', { exact: true }).fill(eve.password);
  await page.getByRole('button', { name: gate }).click();
  await expect(page.getByRole('alert')).toHaveText('The e-mail or the password is wrong.');
});
