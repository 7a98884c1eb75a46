// The loader's few words; the frame has the real catalogue.
const words = {
  en: {
    open: 'Open chat',
    close: 'Close chat',
    title: 'Chat',
    unread: (n: string) => `Open chat, ${n} unread`,
  },
  zh: {
    open: '打开聊天',
    close: '关闭聊天',
    title: '在线聊天',
    unread: (n: string) => `打开聊天，${n} 条未读`,
  },
};

export const wordsFor = (lang: string) => (/^zh\b/i.test(lang) ? words.zh : words.en);
