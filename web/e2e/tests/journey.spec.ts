// The main job, with the real binary and two browsers: nobody ever refreshes.

import {
  expect,
  launcher,
  openThread,
  openWidget,
  own,
  reply,
  said,
  signIn,
  test,
  theirs,
  thread,
  told,
  write,
} from './support/people.ts';

test('a visitor writes on a shop page and an agent answers', async ({ walkie, person }) => {
  await walkie.createAgent();
  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  const shop = await (await person()).newPage();
  await shop.goto(`${walkie.origin}/demo`);
  const widget = await openWidget(shop);

  // It appears in a list that was already open.
  await write(widget, 'Do you ship to Brazil? 你好');
  await expect(own(widget, 'Brazil')).toContainText(/Sent|Delivered/);
  await openThread(agent, 'Brazil');
  await expect(said(agent, '你好')).toHaveCount(1);
  await expect(own(widget, 'Brazil')).toContainText('Seen');

  // Each sees the other typing, and no longer once the message is there.
  await agent.getByRole('textbox', { name: 'Reply' }).pressSequentially('Yes, we ');
  await expect(widget.locator('.typing')).toContainText('Ada Lin is typing');
  await agent.getByRole('textbox', { name: 'Reply' }).fill('');
  await reply(agent, 'Yes, **we do**, in four days.');
  await expect(theirs(widget, 'in four days')).toContainText('Ada Lin');
  await expect(theirs(widget, 'in four days').locator('strong')).toHaveText('we do');
  await expect(widget.locator('.typing')).toHaveCount(0);
  await expect(said(agent, 'in four days')).toContainText('Seen');
  await widget.locator('textarea').pressSequentially('Wonder');
  await expect(thread(agent)).toContainText(/Visitor \d+ is typing/);
  await write(widget, 'Wonderful!');
  await expect(said(agent, 'Wonderful!')).toHaveCount(1);

  // Delivered is not seen: the panel is closed, the badge waits.
  await widget.locator('textarea').press('Escape');
  await reply(agent, 'Anything else?');
  await expect(launcher(shop)).toHaveAttribute('aria-label', 'Open chat, 1 unread');
  await expect(said(agent, 'Anything else?')).toContainText('Delivered');
  await launcher(shop).click();
  await expect(said(agent, 'Anything else?')).toContainText('Seen');
  await expect(launcher(shop)).not.toHaveAttribute('aria-label', /unread/);

  expect((await told(agent, walkie)).map(({ content }) => content)).toEqual([
    'Do you ship to Brazil? 你好',
    'Yes, **we do**, in four days.',
    'Wonderful!',
    'Anything else?',
  ]);
});

test('an agent takes, resolves and gets it back; notes stay inside', async ({ walkie, person }) => {
  await walkie.createAgent();
  const visitor = await (await person()).newPage();
  const frames: string[] = [];
  visitor.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
  });
  await visitor.goto(`${walkie.origin}/chat`);
  await write(visitor, 'My parcel is late');
  await expect(own(visitor, 'parcel')).toContainText(/Sent|Delivered/);
  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  await openThread(agent, 'parcel');

  await agent.getByRole('button', { name: 'Assign to me' }).click();
  await expect(thread(agent)).toContainText('You took the conversation');
  await expect(agent.getByRole('tab', { name: /Mine/ })).toContainText('1');
  await expect(agent.getByRole('tab', { name: /Unassigned/ })).toContainText('0');

  await agent.getByRole('tab', { name: 'Private note' }).click();
  await agent.getByRole('textbox', { name: 'Private note' }).fill('secret: send a new one');
  await agent.getByRole('button', { name: 'Add note' }).click();
  await expect(said(agent, 'secret')).toContainText('Private note');
  await agent.getByRole('tab', { name: 'Reply' }).click();
  await reply(agent, 'A new one is on its way');
  await expect(theirs(visitor, 'on its way')).toHaveCount(1);
  await expect(visitor.locator('body')).not.toContainText('secret');

  await agent.getByRole('button', { name: /^Resolve/ }).click();
  await expect(visitor.locator('.note')).toContainText('This conversation was closed');
  // Who has it and who closed it is the team's business.
  await expect(visitor.locator('.log')).not.toContainText(/took|resolved/);
  await expect(agent.getByRole('button', { name: /^Reopen/ })).toBeVisible();

  await write(visitor, 'It came, thank you');
  await expect(said(agent, 'thank you')).toHaveCount(1);
  await expect(agent.getByRole('button', { name: /^Resolve/ })).toBeVisible();
  await expect(visitor.locator('.note')).toHaveCount(0);
  await expect(agent.getByRole('tab', { name: /Mine/ })).toContainText('1');

  // The note stays where it was written, also after a reload.
  const places = async () => {
    const all = await thread(agent).getByRole('article').allInnerTexts();
    return ['parcel', 'secret', 'on its way', 'thank you'].map((said) =>
      all.findIndex((one) => one.includes(said)),
    );
  };
  expect(await places()).toEqual([0, 1, 2, 3]);
  await agent.reload();
  await expect(said(agent, 'thank you')).toHaveCount(1);
  expect(await places()).toEqual([0, 1, 2, 3]);

  // A reload asks for the whole history; neither it nor the wire ever had the note.
  await visitor.reload();
  await expect(own(visitor, 'thank you')).toHaveCount(1);
  await expect(visitor.locator('body')).not.toContainText('secret');
  expect(frames.length).toBeGreaterThan(0);
  expect(frames.join('\n')).not.toContain('secret');
  expect(JSON.stringify(await told(visitor, walkie))).not.toContain('secret');
});
