// The pages of the site, in the order of the navigation: where each lies in the repository, where
// it stands on the site, and its name in both languages.

/** [source, path on the site without .md, English name, Chinese name] */
export const sections = [
  {
    en: 'Use',
    zh: '使用',
    pages: [
      ['docs/using/agent.md', 'using/agent', 'For agents', '客服指南'],
      ['docs/using/admin.md', 'using/admin', 'For admins', '管理员指南'],
    ],
  },
  {
    en: 'Operate',
    zh: '运维',
    pages: [
      ['docs/operating/README.md', 'operating/overview', 'Overview', '概览'],
      ['docs/operating/install.md', 'operating/install', 'Install', '安装'],
      ['docs/operating/proxies.md', 'operating/proxies', 'Behind a proxy', '反向代理'],
      ['docs/operating/people.md', 'operating/people', 'People, programs and sites', '成员、程序与网站'],
      ['docs/operating/settings.md', 'operating/settings', 'Settings', '设置项'],
      ['docs/operating/metrics.md', 'operating/metrics', 'Metrics and alerts', '指标与告警'],
      ['docs/operating/backup.md', 'operating/backup', 'Backup and restore', '备份与恢复'],
      ['docs/operating/upgrade.md', 'operating/upgrade', 'Upgrade', '升级'],
      ['docs/operating/sizing.md', 'operating/sizing', 'Sizing', '容量规划'],
      ['docs/operating/security.md', 'operating/security', 'Security', '安全'],
      ['docs/operating/troubleshooting.md', 'operating/troubleshooting', 'Troubleshooting', '故障排查'],
    ],
  },
  {
    en: 'Build',
    zh: '开发',
    pages: [
      ['docs/embedding.md', 'build/embedding', 'Put the chat on your site', '嵌入网站'],
      ['docs/api-tutorial.md', 'build/api', 'A bot in ten minutes', 'API 教程'],
      ['protocol/SPEC.md', 'build/protocol', 'The protocol', '协议'],
      ['protocol/codes.md', 'build/codes', 'Codes', '状态码与错误码'],
    ],
  },
  {
    en: 'Proofs',
    zh: '证据',
    pages: [
      ['docs/reliability.md', 'proofs/reliability', 'Reliability', '可靠性'],
      ['docs/performance.md', 'proofs/performance', 'Performance', '性能'],
      ['docs/simulation.md', 'proofs/simulation', 'Simulation', '仿真测试'],
      ['SECURITY.md', 'proofs/report', 'Report a fault', '报告漏洞'],
      ['CHANGELOG.md', 'proofs/changelog', 'Changelog', '更新日志'],
    ],
  },
];

export const home = ['docs/README.md', 'index', 'Documentation', '文档'];

export const pages = [home, ...sections.flatMap((section) => section.pages)];

/** Where a Chinese version of a page lies, if there is one. */
export const translated = (source) => source.replace(/^docs\//, 'docs/zh/');

export function sidebar(language) {
  const at = language === 'zh' ? '/zh/' : '/';
  return sections.map((section) => ({
    text: section[language],
    items: section.pages.map(([, path, en, zh]) => ({
      text: language === 'zh' ? zh : en,
      link: `${at}${path}`,
    })),
  }));
}
