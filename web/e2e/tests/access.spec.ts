// Nothing for axe to find: what visitors and agents look at, in both themes, languages and sizes,
// served by the real binary.

import type { Frame, Page } from '@playwright/test';
import {
  expect,
  openThread,
  openWidget,
  own,
  reply,
  signIn,
  test,
  theirs,
  write,
} from './support/people.ts';
import { have } from './support/talk.ts';
import { violations } from './support/violations.ts';

const sizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

for (const colorScheme of ['light', 'dark'] as const)
  for (const locale of ['en-US', 'zh-CN'])
    for (const size of ['desktop', 'phone'] as const)
      test(`accessible: ${colorScheme}, ${locale}, ${size}`, async ({ walkie, person }) => {
        test.setTimeout(180_000);
        await walkie.createAgent();
        const look = { colorScheme, locale, reducedMotion: 'reduce', ...sizes[size] } as const;
        const agent = await (await person(look)).newPage();
        const clean = async (document: Page | Frame, where: string) =>
          expect(await violations(document), where).toEqual([]);

        await agent.goto(`${walkie.origin}/agent`);
        await expect(agent.locator('input[type=email]')).toBeVisible();
        await clean(agent, 'sign-in');
        await signIn(agent, walkie);
        await clean(agent, 'an empty inbox');
        await have(agent, walkie, {
          name: 'Li Wei 李伟',
          lines: ['> 你好', '# **VIP**: be quick', '< See https://shop.example/faq', '> Danke!'],
        });
        await have(agent, walkie, { name: 'Noor', lines: ['> one', '> two'] });

        const visitor = await (await person(look)).newPage();
        await visitor.goto(`${walkie.origin}/demo`);
        await clean(visitor, 'the demo');
        const widget = await openWidget(visitor);
        await write(widget, 'Does it ship to `Brazil`?');
        await expect(own(widget, 'Brazil').locator('.progress')).toHaveCount(1);
        await openThread(agent, 'Brazil');
        await reply(agent, 'It does:\n- by sea\n- **by air**');
        await expect(theirs(widget, 'by sea')).toHaveCount(1);
        const frame = visitor.frames().find((one) => one.url().includes('/frame'));
        if (!frame) throw new Error('no frame');
        await clean(frame, 'the widget');
        await clean(visitor, 'the page around the widget');
        await clean(agent, 'the thread');
        await visitor.goto(`${walkie.origin}/chat`);
        await expect(theirs(visitor, 'by sea')).toHaveCount(1);
        await clean(visitor, '/chat');

        await agent.goto(`${walkie.origin}/agent/c/1?view=all`);
        await expect(agent.getByRole('article').filter({ hasText: 'Danke' })).toBeVisible();
        await clean(agent, 'a thread with a note');
        for (const section of ['', '/team', '/install']) {
          await agent.goto(`${walkie.origin}/agent/settings${section}`);
          await expect(agent.getByRole('heading', { level: 1 })).toBeVisible();
          await clean(agent, `settings${section}`);
        }
      });
