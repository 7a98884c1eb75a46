// The words of `/` and `/demo` in Chinese, by their English text. test/site.test.ts finds those missing.
export const zh: Readonly<Record<string, string>> = {
  'The line is open.': '线路已接通。',
  'Visitors write on your site, your team answers in the inbox. Every message is saved before anyone sees it, and nothing is lost in between.':
    '访客在网站上留言，团队在收件箱中回复。每条消息都先保存再显示，不会丢失。',
  Pages: '页面',
  'Demo shop': '演示商店',
  'The widget, as your customers will meet it': '顾客看到的聊天窗口',
  "Visitor's page": '访客页面',
  'The same chat at an address of its own': '同样的聊天，独立的网址',
  "Agents' inbox": '客服收件箱',
  'Sign in and answer': '登录并回复访客',
  API: 'API',
  'Every route, as an OpenAPI document': '全部接口的 OpenAPI 文档',
  'Put it on your site': '安装到网站',
  'Self-hosted live chat: one program, nothing lost.': '自托管的在线客服：一个程序，消息不丢。',

  'Lowtide Ceramics': '退潮陶艺',
  Demo: '演示',
  'A demo shop. The chat in the corner is Walkie: write as a customer, then answer from the':
    '这是一家演示商店。右下角的聊天就是 Walkie：请以顾客身份留言，再到',
  "agents' inbox": '客服收件箱',
  '.': '回复。',
  Lowtide: '退潮',
  Shop: '商店',
  Studio: '工作室',
  Delivery: '配送',
  // Word joiners (U+2060): the large heading breaks after the comma only.
  'Pots for every day, made by the sea.':
    '海\u2060边\u2060手\u2060作，日\u2060用\u2060器\u2060皿。',
  'Thrown, glazed and fired in one small studio. Each piece is a little different, and every one goes into the dishwasher.':
    '拉坯、上釉、烧制，都在一间小工作室完成。每一件都略有不同，而且都可以放进洗碗机。',
  'See this season': '查看本季作品',
  'On the shelf': '架上作品',
  'Back in stock': '补货到店',
  New: '新品',
  'Morning mug': '清晨马克杯',
  '350 ml, dipped glaze': '350 毫升，浸釉',
  'Harbour bowl': '海港碗',
  'For soup, noodles, keys': '盛汤、盛面、放钥匙',
  'Honey vase': '蜜色花瓶',
  'One stem is enough': '一枝就够',
  'Moss teapot': '苔绿茶壶',
  'Pours without a drip': '出水利落，不滴漏',
  'Long table plate': '长桌餐盘',
  '27 cm, stackable': '27 厘米，可叠放',
  'Window planter': '窗台花盆',
  'With a saucer': '附托盘',
  'The studio': '工作室',
  'Three people, two kilns and a window to the harbour. Visitors are welcome on Saturdays.':
    '三个人，两座窑，一扇面向海港的窗。欢迎周六来访。',
  'Two to four days, packed in paper. If something arrives broken, we make you a new one.':
    '两到四天送达，纸质包装。如有破损，我们会重做一件。',
  'Questions?': '有问题？',
  'Ask us in the chat. A person answers, usually with clay on their hands.':
    '在聊天中问我们吧。回复的是真人，手上多半还沾着陶泥。',
  'Lowtide Ceramics exists only in this demo.': '退潮陶艺只存在于这个演示中。',
};
