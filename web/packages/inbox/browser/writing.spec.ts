// What an agent writes, deletes and takes; who is seen typing.
import { expect, test } from '@playwright/test';
import type { Actor } from '@walkie/client';
import { frameOf } from '@walkie/testing';
import { problem } from './rest.ts';
import { log, reply, visit } from './visit.ts';
import { say, tell } from './world.ts';

test('answers, notes, edits, deletes with an undo', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await reply(page).fill('Sure, **one moment**');
  await reply(page).press('Enter');
  await expect(log(page).getByText('one moment')).toBeVisible();
  await expect(reply(page)).toHaveValue('');
  await page.keyboard.press('Alt+p');
  await page.keyboard.type('careful with this one');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('Private note')).toBeVisible();
  // The bubble is there before the server has it.
  const notes = () => world.logs.get(4)?.staff.map((note) => note.content);
  await expect.poll(notes).toEqual(['careful with this one']);

  const mine = log(page).locator('article', { hasText: 'one moment' });
  await mine.hover();
  await mine.getByRole('button', { name: 'Actions for this message' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit the message' }).fill('Sure, two moments');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('Sure, two moments')).toBeVisible();
  await expect(log(page).getByText('edited')).toBeVisible();

  const edited = log(page).locator('article', { hasText: 'two moments' });
  await edited.hover();
  await edited.getByRole('button', { name: 'Actions for this message' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  // It is gone for everybody when the page says so, and comes back with its text.
  await expect(page.getByText('Message deleted').first()).toBeVisible();
  const last = () => world.logs.get(4)?.everyone.at(-1);
  expect(last()).toMatchObject({ content: '', deleted_at: expect.any(String) });
  await expect(log(page).getByText('two moments')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(log(page).getByText('two moments')).toBeVisible();
  expect(last()).toMatchObject({ content: 'Sure, two moments', deleted_at: null });
});

test('a deletion outlives a reload, and one that failed is not claimed', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await reply(page).fill('a secret');
  await reply(page).press('Enter');
  await expect.poll(() => world.logs.get(4)?.everyone.at(-1)?.content).toBe('a secret');
  const remove = async () => {
    const mine = log(page).locator('article', { hasText: 'a secret' });
    await mine.hover();
    await mine.getByRole('button', { name: 'Actions for this message' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
  };
  world.refuse = () => problem(503, 'unavailable', 'Not now.');
  await remove();
  await expect(page.getByText('The message was not deleted.')).toBeVisible();
  await expect(log(page).getByText('a secret')).toBeVisible();
  await expect(page.getByText('Message deleted')).toHaveCount(0);
  world.refuse = null;
  await remove();
  await expect(log(page).getByText('Message deleted')).toBeVisible();
  await page.reload();
  await expect(log(page).getByText('Message deleted')).toBeVisible();
  await expect(log(page).getByText('a secret')).toHaveCount(0);
});

test('deleting what somebody else wrote asks first', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  const theirs = log(page).locator('article').first();
  await theirs.hover();
  await theirs.getByRole('button', { name: 'Actions for this message' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  expect(world.requests.filter((line) => line.startsWith('DELETE'))).toEqual([]);
  await page.getByRole('menuitem', { name: 'Delete for everybody?' }).click();
  await expect(log(page).getByText('Message deleted')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('typing: not one’s own, a colleague by name at the right, every row of the list', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await expect(log(page).locator('article').first()).toBeVisible();
  const types = (conversation_id: number, sender: Actor) =>
    tell(world, frameOf('typing', { sender }, { conversation_id }));
  types(4, { type: 'agent', id: 1, name: 'Mina Okafor' });
  types(4, { type: 'agent', id: 2, name: 'Ana Silva' });
  const ana = log(page).getByText('Ana Silva is typing');
  await expect(ana).toBeVisible();
  await expect(log(page).getByText('Mina Okafor is typing')).toHaveCount(0);
  const box = await log(page).boundingBox();
  const place = await ana.boundingBox();
  expect(place?.x).toBeGreaterThan((box?.x ?? 0) + (box?.width ?? 0) / 2);
  // By the name that the rest of the page has, whatever the frame says.
  types(4, { type: 'visitor', id: 104, name: '' });
  const visitor = log(page).getByText('Mateo García is typing', { exact: true });
  await expect(visitor).toBeAttached();
  // Not the open one.
  types(3, { type: 'visitor', id: 103, name: 'x' });
  await expect(page.locator('[data-row="3"]')).toContainText('typing…');
  say(world, 3, { content: 'there it is' });
  await expect(page.locator('[data-row="3"]')).toContainText('there it is');
});

test('an answer takes what nobody has, and what was changed is there after a reload', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/3?view=unassigned');
  await reply(page).fill('I am on it');
  await reply(page).press('Enter');
  await expect(log(page).getByText('You took the conversation')).toBeVisible();
  expect(world.rows.get(3)?.assignee_id).toBe(1);
  await page.getByRole('button', { name: /^Resolve/ }).click();
  await expect(log(page).getByText('You resolved the conversation')).toBeVisible();
  await page.reload();
  await expect(log(page).getByText('You took the conversation')).toBeVisible();
  await expect(log(page).getByText('You resolved the conversation')).toBeVisible();
  // Switched off, an answer only answers.
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Answering takes a conversation' }).click();
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('tab', { name: /Unassigned/ }).click();
  await page.locator('[data-row="6"]').click();
  await reply(page).fill('just a word');
  await reply(page).press('Enter');
  await expect.poll(() => world.logs.get(6)?.everyone.at(-1)?.content).toBe('just a word');
  expect(world.rows.get(6)?.assignee_id).toBeNull();
});

test('what Option types in a note stays in the note', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await reply(page).fill('for the visitor');
  await page.getByRole('tab', { name: 'Private note' }).click();
  const note = page.getByRole('textbox', { name: 'Private note' });
  await note.fill('mail to ana');
  // Option+L is @ on a German Mac, Option+E is € or ę or a dead accent.
  for (const [key, code] of [
    ['@', 'KeyL'],
    ['€', 'KeyE'],
    ['ę', 'KeyE'],
    ['Dead', 'KeyE'],
    ['π', 'KeyP'],
    ['∆', 'KeyJ'],
  ] as const) {
    const taken = await note.evaluate(
      (field, press) => {
        const event = new KeyboardEvent('keydown', {
          ...press,
          altKey: true,
          bubbles: true,
          cancelable: true,
        });
        return !field.dispatchEvent(event);
      },
      { key, code },
    );
    expect(taken, `${key}`).toBe(false);
  }
  await page.keyboard.insertText('@example.org');
  await expect(note).toHaveValue('mail to ana@example.org');
  // By a command the other text is shown; each stays in its mode.
  await page.keyboard.press('Alt+l');
  await expect(reply(page)).toHaveValue('for the visitor');
  await page.keyboard.press('Alt+p');
  await expect(note).toHaveValue('mail to ana@example.org');
  await note.press('Enter');
  await expect.poll(() => world.logs.get(4)?.staff.at(-1)?.content).toBe('mail to ana@example.org');
  expect(world.logs.get(4)?.everyone.map((one) => one.content)).not.toContain('mail to ana');
  expect(world.requests.filter((line) => line.startsWith('PATCH'))).toEqual([]);
});
