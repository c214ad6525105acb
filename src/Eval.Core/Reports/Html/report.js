'use strict';
(() => {
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const collator = new Intl.Collator('en', { numeric: true });
  // Nothing is always last, whichever way the rest is sorted.
  const compare = (a, b, sign) =>
    a === b ? 0 : a === null || a === '' ? 1 : b === null || b === '' ? -1
    : sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)));

  // Signs that are invisible or turn the reading direction round are shown as what they are.
  const visible = text => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    c => '\\u{' + c.codePointAt(0).toString(16) + '}');

  // Headers that sort: pressed once from small to large, twice from large to small.
  const sorter = (header, sort) => {
    const button = element('button', { type: 'button', textContent: header.textContent });
    header.replaceChildren(button);
    button.addEventListener('click', () => {
      const descending = header.getAttribute('aria-sort') === 'ascending';
      header.parentNode.querySelectorAll('th').forEach(th => th.removeAttribute('aria-sort'));
      header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      sort(descending ? -1 : 1);
    });
  };

  const cellKey = cell => {
    const value = cell.dataset.v;
    return value === undefined ? cell.textContent : value === '' ? null : Number(value);
  };
  for (const table of document.querySelectorAll('table.sortable')) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((header, column) => sorter(header, sign => {
      const rows = [...body.rows].map(row => [cellKey(row.cells[column]), row]);
      rows.sort((a, b) => compare(a[0], b[0], sign));
      body.append(...rows.map(r => r[1]));
    }));
  }

  // Paper shows what the screen folds.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    folded.forEach(d => { d.open = true; });
  });
  addEventListener('afterprint', () => folded.forEach(d => { d.open = false; }));

  const source = document.getElementById('data');
  if (!source) {
    return;
  }

  const data = JSON.parse(source.textContent);
  source.remove();
  const worths = ['', 'right', 'partly', 'wrong', 'no score'];
  const prompts = [], targets = [], slices = [];
  let last = '';
  const groups = new Map();
  const rows = data.rows.map((r, index) => {
    const [cell, id, epoch, outcome, worth, score, read, written, time, cost, cached, question, answer, reason, measures, text] = r;
    if (text) {
      const [shared, rest, target, ...fields] = text;
      last = last.slice(0, shared) + (rest ?? '');
      prompts[question] = last;
      targets[question] = target;
      slices[question] = fields;
    }
    const { candidate, suite, epochs, metric } = data.cells[cell];
    const row = { index, id, candidate, suite, epochs, metric, epoch, outcome, worth, score, tokens: read + written, read, written, time, cost, cached, question, answer, reason, measures };
    const key = suite + '\u0000' + id;
    const group = groups.get(key);
    if (group) {
      group.push(row);
    } else {
      groups.set(key, [row]);
    }
    row.group = key;
    return row;
  });
  // Samples of which candidates or repetitions differ in what they are worth.
  const differing = new Set();
  for (const [key, group] of groups) {
    if (group.some(r => r.worth !== group[0].worth)) {
      differing.add(key);
    }
  }

  const money = micro => micro === null ? '' : '$' + (micro / 1e6).toPrecision(3).replace(/\.?0+$/, '');
  const duration = ms => ms === null ? '' : ms < 1000 ? Math.round(ms) + ' ms' : (ms / 1000).toFixed(1) + ' s';
  const count = n => n.toLocaleString('en');
  const word = row => row.worth && row.worth < 4 ? worths[row.worth] + (row.outcome ? ', ' + data.outcomes[row.outcome] : '') : data.outcomes[row.outcome];

  const filters = { quick: 'all', text: '', suite: '', candidate: '', outcome: '' };
  const quick = [
    ['all', 'All', () => true],
    ['wrong', 'Wrong', r => r.worth === 3],
    ['partial', 'Partly right', r => r.worth === 2],
    ['right', 'Right', r => r.worth === 1],
    ['missing', 'No score', r => r.worth === 4],
    ['different', 'Different', r => differing.has(r.group)],
  ];
  let size = 50, page = 0, shown = rows, order = null;

  const view = document.getElementById('samples-view');
  const status = element('span', { className: 'quiet' });
  status.setAttribute('role', 'status');
  const quickButtons = quick.map(([name, label, test]) => {
    const n = rows.filter(test).length;
    const button = element('button', { type: 'button', textContent: `${label} ${count(n)}`, hidden: name !== 'all' && n === 0 });
    button.addEventListener('click', () => { filters.quick = name; update(); });
    return [name, button];
  });
  const search = element('input', { type: 'search', placeholder: 'Search id, prompt, answer, target, slice ( / )' });
  search.setAttribute('aria-label', 'Search samples');
  let pending = 0;
  search.addEventListener('input', () => {
    clearTimeout(pending);
    pending = setTimeout(() => { filters.text = search.value.toLowerCase(); update(); }, 120);
  });
  const chooser = (label, name, values) => {
    const select = element('select', {}, element('option', { value: '', textContent: 'all' }), ...values.map(v => element('option', { value: v, textContent: v })));
    select.addEventListener('change', () => { filters[name] = select.value; update(); });
    return [select, element('label', { hidden: values.length < 2 }, label, select)];
  };
  const distinct = values => [...new Set(values)];
  const [suiteSelect, suiteLabel] = chooser('suite', 'suite', distinct(data.cells.map(c => c.suite)));
  const [candidateSelect, candidateLabel] = chooser('candidate', 'candidate', distinct(data.cells.map(c => c.candidate)));
  const [outcomeSelect, outcomeLabel] = chooser('outcome', 'outcome', distinct(rows.map(r => r.outcome)).sort((a, b) => a - b).map(o => data.outcomes[o]));

  const priced = rows.some(r => r.cost !== null);
  const columns = [
    ['sample', 'id', r => r.id], ['suite', 'suite', r => r.suite], ['candidate', 'candidate', r => r.candidate], ['outcome', 'worth', r => word(r)],
    ['score', 'num n', r => r.score], ['answer', '', r => r.answer ?? ''], ['tokens', 'num n', r => r.tokens], ['time', 'num n', r => r.time],
    ...(priced ? [['cost', 'num n', r => r.cost]] : []),
  ];
  const headers = columns.map(([label, name, value]) => {
    const header = element('th', { className: name, textContent: label, scope: 'col' });
    sorter(header, sign => { order = (a, b) => compare(value(a), value(b), sign) || a.index - b.index; update(); });
    return header;
  });
  const headerRow = element('tr', {}, ...headers);
  const body = element('tbody');
  const table = element('table', { className: 'list' }, element('thead', {}, headerRow), body);

  const back = element('button', { type: 'button', textContent: '‹ Back' });
  const next = element('button', { type: 'button', textContent: 'Next ›' });
  back.addEventListener('click', () => { page--; draw(); });
  next.addEventListener('click', () => { page++; draw(); });
  const sizes = element('select', {}, ...[50, 200, 1000].map(n => element('option', { value: n, textContent: n })));
  sizes.addEventListener('change', () => { size = Number(sizes.value); page = 0; draw(); });

  const matches = (row, text) =>
    row.id.toLowerCase().includes(text) || (row.answer ?? '').toLowerCase().includes(text) || (row.reason ?? '').toLowerCase().includes(text)
    || (prompts[row.question] ?? '').toLowerCase().includes(text) || (targets[row.question] ?? '').toLowerCase().includes(text)
    || slices[row.question].some(s => s.toLowerCase().includes(text));

  function update() {
    const test = quick.find(q => q[0] === filters.quick)[2];
    shown = rows.filter(r => test(r)
      && (!filters.suite || r.suite === filters.suite)
      && (!filters.candidate || r.candidate === filters.candidate)
      && (!filters.outcome || data.outcomes[r.outcome] === filters.outcome)
      && (!filters.text || matches(r, filters.text)));
    if (order) {
      shown.sort(order);
    }
    quickButtons.forEach(([name, button]) => button.setAttribute('aria-pressed', String(name === filters.quick)));
    page = 0;
    draw();
  }

  function draw() {
    const pages = Math.max(1, Math.ceil(shown.length / size));
    page = Math.min(Math.max(page, 0), pages - 1);
    const from = page * size;
    const part = shown.slice(from, from + size);
    body.replaceChildren(...part.map(line));
    back.disabled = page === 0;
    next.disabled = page >= pages - 1;
    status.textContent = shown.length === 0 ? 'no sample matches' : `${count(from + 1)} to ${count(from + part.length)} of ${count(shown.length)}`;
  }

  function line(row) {
    const button = element('button', { type: 'button', textContent: row.id + (row.epochs > 1 ? ` #${row.epoch + 1}` : ''), title: row.id });
    button.setAttribute('aria-expanded', 'false');
    const cells = [
      element('td', {}, button),
      element('td', { textContent: row.suite }),
      element('td', { textContent: row.candidate }),
      element('td', { className: 'worth-' + row.worth, textContent: word(row) }),
      element('td', { className: 'n', textContent: row.score === null ? '' : Number(row.score.toFixed(3)) }),
      element('td', { className: 'one', textContent: visible((row.answer ?? row.reason ?? '').slice(0, 160)) }),
      element('td', { className: 'n', textContent: count(row.tokens) }),
      element('td', { className: 'n', textContent: duration(row.time) }),
      ...(priced ? [element('td', { className: 'n', textContent: money(row.cost) })] : []),
    ];
    const made = element('tr', {}, ...cells);
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-expanded') === 'true';
      button.setAttribute('aria-expanded', String(!open));
      if (open) {
        made.nextSibling.remove();
      } else {
        made.after(detail(row));
      }
    });
    return made;
  }

  const part = (title, text) => text ? [element('h3', { textContent: title }), element('pre', { textContent: visible(text), dir: 'auto' })] : [];

  function detail(row) {
    const others = groups.get(row.group).slice(0, 100);
    const facts = r => [
      word(r), ...(r.score === null ? [] : [`${r.metric} ${Number(r.score.toFixed(4))}`]), `${count(r.read)} tokens read, ${count(r.written)} written`, duration(r.time),
      ...(r.cost === null ? [] : [money(r.cost)]), ...(r.cached ? ['from an earlier run'] : []),
    ].join(', ');
    const measures = r => {
      const pairs = [];
      for (let i = 0; i < r.measures.length; i += 2) {
        pairs.push(`${r.measures[i]} ${r.measures[i + 1]}`);
      }
      return pairs.join(', ');
    };
    const answers = element('div', { className: 'answers' }, ...others.map(r => element('div', {},
      element('h3', { className: 'worth-' + r.worth, textContent: r.candidate + (r.epochs > 1 ? `, repetition ${r.epoch + 1}` : '') + ': ' + facts(r) }),
      element('pre', { textContent: visible(r.answer ?? r.reason ?? ''), dir: 'auto' }),
      ...(r.answer !== null && r.reason ? [element('div', { className: 'quiet', textContent: visible(r.reason) })] : []),
      element('div', { className: 'quiet', textContent: visible(measures(r)) }))));
    const cell = element('td', { colSpan: columns.length }, element('div', { className: 'sheet' },
      ...(slices[row.question].length ? [element('div', { className: 'quiet', textContent: visible(slices[row.question].join(', ')) })] : []),
      ...part('prompt', prompts[row.question]), ...part('target', targets[row.question]), answers));
    return element('tr', { className: 'open' }, cell);
  }

  view.append(
    element('div', { className: 'tools' }, ...quickButtons.map(b => b[1])),
    element('div', { className: 'tools' }, search, suiteLabel, candidateLabel, outcomeLabel),
    element('div', { className: 'wide' }, table),
    element('div', { className: 'tools' }, back, next, status, element('label', {}, 'on a page', sizes)));

  // "/" searches, up and down go from sample to sample, Escape leaves the search.
  addEventListener('keydown', event => {
    const inField = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '');
    if (event.key === '/' && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      return;
    }
    if (event.key === 'Escape' && document.activeElement === search) {
      search.value = filters.text = '';
      update();
      search.blur();
      return;
    }
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && body.contains(document.activeElement)) {
      const buttons = [...body.querySelectorAll('button')];
      const at = buttons.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
      if (buttons[at]) {
        event.preventDefault();
        buttons[at].focus();
      }
    }
  });
  update();
  document.documentElement.dataset.ready = 'yes';
})();
