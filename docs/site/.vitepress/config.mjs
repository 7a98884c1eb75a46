import { defineConfig } from 'vitepress';
import { sidebar } from '../nav.mjs';
import { wordsOf } from './words.mjs';

const search = {
  provider: 'local',
  options: {
    locales: {
      zh: {
        translations: {
          button: { buttonText: '搜索', buttonAriaLabel: '搜索文档' },
          modal: {
            displayDetails: '显示详情',
            resetButtonTitle: '清除',
            backButtonTitle: '关闭',
            noResultsText: '没有结果：',
            footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' },
          },
        },
      },
    },
  },
};
// For building the index only. As a plain property it would become text in every page, which a
// browser turns into a function again by eval; the site's policy forbids that. The theme gives the
// same function to the search box.
Object.defineProperty(search.options, 'miniSearch', {
  value: { options: { tokenize: wordsOf } },
  enumerable: false,
});

/** The anchor of a heading, as the forge makes it and scripts/markdown.py checks it. */
const anchorOf = (heading) =>
  heading
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

const chinese = {
  nav: [
    { text: '客服', link: '/zh/using/agent' },
    { text: '运维', link: '/zh/operating/overview' },
    { text: '协议', link: '/zh/build/protocol' },
  ],
  sidebar: sidebar('zh'),
  outline: { level: [2, 3], label: '本页内容' },
  docFooter: { prev: '上一页', next: '下一页' },
  darkModeSwitchLabel: '外观',
  lightModeSwitchTitle: '切换到浅色',
  darkModeSwitchTitle: '切换到深色',
  sidebarMenuLabel: '目录',
  returnToTopLabel: '回到顶部',
  langMenuLabel: '语言',
  skipToContentLabel: '跳到正文',
  notFound: {
    title: '没有这个页面',
    quote: '地址可能有误，或者页面已经移动。',
    linkLabel: '回到首页',
    linkText: '回到首页',
  },
};

export default defineConfig({
  base: '/docs/',
  srcDir: 'pages',
  outDir: 'dist',
  title: 'Walkie',
  description: 'Documentation of Walkie: live chat and customer support on your own server.',
  cleanUrls: false,
  ignoreDeadLinks: false,
  head: [['link', { rel: 'icon', href: '/docs/logo.svg' }]],
  markdown: {
    anchor: { slugify: anchorOf },
    theme: { light: 'github-light', dark: 'github-dark' },
    languageAlias: { haproxy: 'nginx', caddy: 'nginx' },
  },
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: { label: '简体中文', lang: 'zh-CN', title: 'Walkie', themeConfig: chinese },
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Agents', link: '/using/agent' },
      { text: 'Operators', link: '/operating/overview' },
      { text: 'Protocol', link: '/build/protocol' },
    ],
    sidebar: sidebar('en'),
    outline: { level: [2, 3] },
    search,
  },
});
