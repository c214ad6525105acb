'use strict';
(() => {
  // Paper has nothing to open: what is folded is opened for printing and folded again.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    opened.forEach(d => { d.open = true; });
  });
  addEventListener('afterprint', () => {
    opened.forEach(d => { d.open = false; });
    opened = [];
  });
})();
