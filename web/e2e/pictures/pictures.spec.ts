// The states that README.md and docs/using show, drawn by the real binary. Look at them after making them.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import {
  expect,
  openThread,
  openWidget,
  own,
  reply,
  said,
  signIn,
  test,
  theirs,
  write,
} from '../tests/support/people.ts';
import { have } from '../tests/support/talk.ts';
import { agent as ada, type Walkie } from '../tests/support/walkie.ts';

const most_bytes = 100 * 1024;
const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** WebP is less than half as large as PNG; the browser itself makes it. */
async function packed(context: BrowserContext, png: Buffer): Promise<Buffer> {
  const blank = await context.newPage();
  const url = await blank.evaluate(
    async (source) => {
      const image = await createImageBitmap(await (await fetch(source)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
      return new Promise<string>((done) => {
        const reader = new FileReader();
        reader.onload = () => done(String(reader.result));
        reader.readAsDataURL(blob);
      });
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  await blank.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function draw(page: Page, name: string, part?: Locator) {
  const path = fileURLToPath(new URL(`../../../docs/images/${name}.webp`, import.meta.url));
  await page.evaluate(() => document.fonts.ready);
  const png = await (part ?? page).screenshot({ animations: 'disabled' });
  const webp = await packed(page.context(), png);
  expect(webp.length).toBeLessThan(most_bytes);
  writeFileSync(path, webp);
}

const others = {
  en: [
    { name: 'Noor Haddad', lines: ['> Is the harbour bowl back in stock?', '< On Friday!'] },
    { name: 'Jonas Weber', lines: ['> My parcel came, thank you', '> The mug is lovely'] },
    { name: 'Marta Silva', lines: ['> Can I change the address of order 8831?'] },
    { name: 'Priya Raman', lines: ['> Do you engrave names?', '< Yes, up to eight letters.'] },
  ],
  zh: [
    { name: '陈晓', lines: ['> 海港碗什么时候补货？', '< 星期五到货！'] },
    { name: '王磊', lines: ['> 包裹收到了，谢谢', '> 杯子很漂亮'] },
    { name: '刘洋', lines: ['> 订单 8831 可以改地址吗？'] },
    { name: '赵敏', lines: ['> 可以刻名字吗？', '< 可以，最多八个字母。'] },
  ],
};

async function desk(page: Page, walkie: Walkie, calls: (typeof others)['en']) {
  await signIn(page, walkie);
  for (const call of calls) await have(page, walkie, call);
}

test('the demo shop, the chat open', async ({ walkie, person }) => {
  await walkie.createAgent();
  const agent = await (await person(desktop)).newPage();
  await signIn(agent, walkie);
  const shop = await (await person(desktop)).newPage();
  await shop.goto(`${walkie.origin}/demo`);
  const widget = await openWidget(shop);
  await write(widget, 'Hello! Does the morning mug go into the dishwasher?');
  await openThread(agent, 'dishwasher');
  await reply(agent, 'It does, **every day**. The glaze is made for it.');
  await expect(theirs(widget, 'every day')).toHaveCount(1);
  await write(widget, 'Wonderful. And do you ship to Brazil?');
  await expect(own(widget, 'Brazil')).toContainText('Seen');
  // Typing is told at most every few seconds: as people do, the agent goes on writing.
  await expect(async () => {
    await agent.getByRole('textbox', { name: 'Reply' }).press('y');
    await expect(widget.locator('.typing')).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await draw(shop, 'demo');
});

test('the inbox', async ({ walkie, person }) => {
  await walkie.createAgent();
  const agent = await (await person(desktop)).newPage();
  await desk(agent, walkie, others.en);
  const id = await have(agent, walkie, {
    name: 'Li Wei',
    lines: [
      '> Hi! I ordered two mugs, order 8842.',
      '> One of them has a crack in the glaze. 很可惜！',
      '< Oh no, I am sorry. Could you tell me **which glaze** it is?',
      '> The sand one.',
      '# Third cracked *sand* one this week: tell the studio.',
      '< A new one leaves tomorrow:\n- no need to send the old one back\n- track it at https://lowtide.example/t/8842',
      '> That is quick, thank you! 🙏',
    ],
  });
  await agent.goto(`${walkie.origin}/agent/c/${id}?view=all`);
  await agent.getByRole('button', { name: 'Assign to me' }).click();
  await expect(said(agent, 'That is quick')).toBeVisible();
  await expect(agent.getByText('You took the conversation')).toBeVisible();
  await expect(agent.getByRole('tab', { name: 'Mine' })).toContainText('1');
  await agent.mouse.move(0, 0);
  await draw(agent, 'inbox');
});

test('the inbox, dark, in Chinese', async ({ walkie, person }) => {
  await walkie.createAgent({ ...ada, name: '林雅' });
  const look = { ...desktop, colorScheme: 'dark', locale: 'zh-CN' } as const;
  const agent = await (await person(look)).newPage();
  await desk(agent, walkie, others.zh);
  const id = await have(agent, walkie, {
    name: '李伟',
    lines: [
      '> 你好！我订了两个杯子，订单 8842。',
      '> 其中一个釉面有裂纹。',
      '< 非常抱歉。请问是**哪一种釉**？',
      '> 沙色的。',
      '# 这周第三个沙色裂纹，请告诉工作室。',
      '< 明天寄出新的：\n- 旧的不用寄回\n- 物流：https://lowtide.example/t/8842',
      '> 这么快，谢谢！🙏',
    ],
  });
  await agent.goto(`${walkie.origin}/agent/c/${id}?view=all`);
  await expect(said(agent, '这么快')).toBeVisible();
  await agent.mouse.move(0, 0);
  await draw(agent, 'inbox-dark-zh');
});

test('the chat on a phone, dark', async ({ walkie, person }) => {
  await walkie.createAgent();
  const agent = await (await person(desktop)).newPage();
  await signIn(agent, walkie);
  const look = { ...phone, colorScheme: 'dark', deviceScaleFactor: 2 } as const;
  const visitor = await (await person(look)).newPage();
  await visitor.goto(`${walkie.origin}/chat`);
  await write(visitor, 'Hi! I ordered two mugs, order 8842.');
  await write(visitor, 'One has a crack in the glaze.');
  await openThread(agent, 'crack');
  await reply(agent, 'Oh no, I am sorry. Could you tell me **which glaze** it is?');
  await expect(theirs(visitor, 'which glaze')).toHaveCount(1);
  await write(visitor, 'The sand one.');
  await expect(said(agent, 'sand one')).toHaveCount(1);
  await reply(agent, 'A new one leaves tomorrow:\n- no need to send the old one back');
  await expect(theirs(visitor, 'leaves tomorrow')).toHaveCount(1);
  await write(visitor, 'Thank you! 🙏');
  await expect(own(visitor, 'Thank you')).toContainText('Seen');
  await draw(visitor, 'phone-dark');
});

const small = { viewport: { width: 1100, height: 640 } };

/** A conversation of Li Wei, open on the agent's page. */
async function openCall(agent: Page, walkie: Walkie): Promise<number> {
  const id = await have(agent, walkie, {
    name: 'Li Wei',
    lines: ['> One of the two mugs has a crack.', '< Which glaze is it?', '> The sand one.'],
  });
  await agent.goto(`${walkie.origin}/agent/c/${id}?view=all`);
  await expect(said(agent, 'The sand one')).toBeVisible();
  return id;
}

test('a private note is written', async ({ walkie, person }) => {
  await walkie.createAgent();
  const agent = await (await person(small)).newPage();
  await signIn(agent, walkie);
  await openCall(agent, walkie);
  await agent.getByRole('tab', { name: 'Private note' }).click();
  const field = agent.getByRole('tabpanel').locator('textarea');
  await field.fill('Third cracked *sand* one this week: tell the studio.');
  await field.press('Enter');
  await expect(said(agent, 'tell the studio')).toBeVisible();
  await field.fill('They will look at the kiln');
  await agent.mouse.move(0, 0);
  await draw(agent, 'note');
});

test('somebody else answered first', async ({ walkie, person }) => {
  await walkie.createAgent();
  const noor = { name: 'Noor Haddad', email: 'noor@shop.example', password: 'correct horse' };
  await walkie.createAgent(noor, 'agent');
  const mine = await person(small);
  const agent = await mine.newPage();
  await signIn(agent, walkie);
  const id = await openCall(agent, walkie);
  const field = agent.getByRole('tabpanel').locator('textarea');
  await field.fill('A new one leaves tomorrow.');
  // The answer of the other one comes while this line is cut, so that it is not seen in time.
  const other = await (await person(small)).newPage();
  await signIn(other, walkie, noor);
  await other.goto(`${walkie.origin}/agent/c/${id}?view=all`);
  await expect(said(other, 'The sand one')).toBeVisible();
  await mine.setOffline(true);
  await field.press('Enter');
  await reply(other, 'We send you a new mug today.');
  await expect(said(other, 'a new mug today')).toBeVisible();
  await mine.setOffline(false);
  await expect(agent.getByRole('alertdialog')).toBeVisible();
  await expect(said(agent, 'a new mug today')).toBeVisible();
  await agent.mouse.move(0, 0);
  await draw(agent, 'moved');
});

test('the keys', async ({ walkie, person }) => {
  await walkie.createAgent();
  const agent = await (await person(small)).newPage();
  await signIn(agent, walkie);
  await agent.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  const sheet = agent.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toBeVisible();
  await draw(agent, 'keys', sheet);
});

test('the first admin', async ({ walkie, person }) => {
  const page = await (await person({ viewport: { width: 1100, height: 720 } })).newPage();
  await expect.poll(() => walkie.log).toContain('/agent/setup#');
  await page.goto(walkie.setupLink);
  await page.getByLabel('Your name').fill(ada.name);
  await page.getByLabel('E-mail').fill(ada.email);
  await page.locator('input[type=password]').fill('a long and quiet morning');
  await draw(page, 'setup');
});

test('the team and the line for a site', async ({ walkie, person }) => {
  await walkie.createAgent();
  for (const name of ['Noor Haddad', 'Jonas Weber']) {
    const email = `${name.split(' ')[0]?.toLowerCase()}@shop.example`;
    await walkie.createAgent({ name, email, password: 'correct horse' }, 'agent');
  }
  await walkie.allowOrigin('https://shop.example');
  const admin = await (await person(small)).newPage();
  await signIn(admin, walkie);
  await admin.getByRole('link', { name: 'Team' }).click();
  await expect(admin.getByText('Jonas Weber')).toBeVisible();
  await draw(admin, 'team');
  await admin.goto(`${walkie.origin}/agent/settings/install`);
  await expect(admin.getByText('https://shop.example')).toBeVisible();
  await draw(admin, 'install');
});
