'use strict';
(() => {
  const root = document.getElementById('votes');
  const pairs = [...root.querySelectorAll('article')];
  const by = id => document.getElementById(id);
  const choices = [...document.querySelectorAll('[data-verdict]')];
  const verdicts = choices.map(c => c.dataset.verdict);
  const ids = new Set(pairs.map(p => p.dataset.id));
  const place = 'votes ' + root.dataset.sheet;
  const votes = new Map();
  const classes = { 'A': 'chose-a', 'B': 'chose-b', 'both bad': 'chose-bad' };
  let at = 0;
  let unsaved = false;
  let isKept = true;

  // What was chosen and not saved is found again when the page is opened again, where the browser allows a file to keep anything.
  const keep = () => {
    try {
      localStorage.setItem(place, JSON.stringify({ votes: [...votes], rater: by('rater').value, at, unsaved }));
    } catch {
      isKept = false;
    }
  };
  try {
    const kept = JSON.parse(localStorage.getItem(place) || '{}');
    for (const [id, verdict] of Array.isArray(kept.votes) ? kept.votes : []) {
      if (ids.has(id) && verdicts.includes(verdict)) {
        votes.set(id, verdict);
      }
    }
    by('rater').value = typeof kept.rater === 'string' ? kept.rater : '';
    at = Number.isInteger(kept.at) && kept.at >= 0 && kept.at < pairs.length ? kept.at : 0;
    unsaved = kept.unsaved === true && votes.size > 0;
  } catch {
    isKept = false;
  }

  const say = words => { by('said').textContent = words; };
  const count = () => `${votes.size} of ${pairs.length} voted on`;
  const show = focus => {
    pairs.forEach((pair, i) => { pair.hidden = i !== at; });
    const verdict = votes.get(pairs[at].dataset.id);
    pairs[at].className = classes[verdict] || '';
    choices.forEach(c => c.setAttribute('aria-pressed', String(c.dataset.verdict === verdict)));
    by('back').disabled = at === 0;
    by('next').disabled = at === pairs.length - 1;
    by('open').disabled = votes.size === pairs.length;
    say(votes.size < pairs.length ? count() : unsaved ? 'All pairs are voted on: save your votes, and send the file back.' : 'All pairs are voted on, and your votes are saved.');
    keep();
    if (focus) {
      // Not left on the button: a second press of the same key would vote on the next pair.
      pairs[at].focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  };
  const go = to => {
    at = Math.min(Math.max(to, 0), pairs.length - 1);
    show(true);
  };
  const openAfter = from => {
    for (let i = 0; i < pairs.length; i++) {
      const next = (from + i) % pairs.length;
      if (!votes.has(pairs[next].dataset.id)) {
        return next;
      }
    }
    return at;
  };
  const vote = verdict => {
    const id = pairs[at].dataset.id;
    unsaved = unsaved || votes.get(id) !== verdict;
    votes.set(id, verdict);
    go(openAfter(at + 1));
  };

  // A name may be anything, and a spreadsheet may open the file: it is no formula, and one line.
  const name = () => by('rater').value.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim().replace(/^[=+\-@＝＋－＠\s]+/, '');
  const cell = text => /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  const save = () => {
    const rater = name();
    if (rater === '') {
      say('Write your name first: votes are counted by who voted.');
      by('rater').focus();
      return;
    }
    if (votes.size === 0) {
      say('There is no vote to save yet.');
      return;
    }
    const lines = ['id,verdict,rater', ...pairs.filter(p => votes.has(p.dataset.id)).map(p => [p.dataset.id, votes.get(p.dataset.id), rater].map(cell).join(','))];
    const address = URL.createObjectURL(new Blob([lines.join('\n') + '\n'], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `votes-${root.dataset.tag}-${rater.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'rater'}.csv`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    unsaved = false;
    show(false);
    say(`${count()}; saved as ${link.download}. Send that file back.`);
  };

  choices.forEach(c => c.addEventListener('click', () => vote(c.dataset.verdict)));
  by('back').addEventListener('click', () => go(at - 1));
  by('next').addEventListener('click', () => go(at + 1));
  by('open').addEventListener('click', () => go(openAfter(at)));
  by('save').addEventListener('click', save);
  by('rater').addEventListener('input', keep);
  addEventListener('keydown', event => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.target.id === 'rater') {
      return;
    }
    const key = event.key.toLowerCase();
    const choice = choices.find(c => c.getAttribute('aria-keyshortcuts').toLowerCase() === key);
    if (choice) {
      event.preventDefault();
      vote(choice.dataset.verdict);
    } else if (key === 'arrowleft' || key === 'arrowright') {
      event.preventDefault();
      go(at + (key === 'arrowleft' ? -1 : 1));
    }
  });
  addEventListener('beforeunload', event => {
    if (unsaved && !isKept) {
      event.preventDefault();
    }
  });

  by('bar').hidden = false;
  show(false);
})();
