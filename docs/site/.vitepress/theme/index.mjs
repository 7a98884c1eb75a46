// The generator's own theme, without its fonts and in Walkie's colours.
import DefaultTheme from 'vitepress/theme-without-fonts';
import { wordsOf } from '../words.mjs';
import './colours.css';
import './pictures.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ siteData }) {
    siteData.value.themeConfig.search.options.miniSearch = { options: { tokenize: wordsOf } };
  },
};
