import '@walkie/tokens/tokens.css';
