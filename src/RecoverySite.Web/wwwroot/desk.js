// The desk without it: the call button records and the next page dials; lists load themselves again as a whole. With it, one
// press records and then dials, and an open page renews itself in place, also after a time without a connection.

const main = document.querySelector('main');
const live = () => document.querySelector('[data-live]');
const parse = async answer => new DOMParser().parseFromString(await answer.text(), 'text/html');
// A line that went silent is one that is gone.
const ask = (url, options) => fetch(url, { signal: AbortSignal.timeout(options ? 30_000 : 10_000), ...options });

// What somebody has typed or chosen, and not sent.
const isTyped = field => field.matches('textarea') ? field.value !== ''
  : field.matches('input[type=text], input[type=date], input[type=time], input:not([type])') ? field.value !== field.defaultValue
  // A radio button changes with its neighbors, also when the page renews itself: only what a hand has touched is chosen.
  : field.matches('input[type=radio], input[type=checkbox]') ? field.checked !== field.defaultChecked && field.dataset.touched === ''
  : field.matches('select') && [...field.options].some(option => option.selected !== option.defaultSelected) && field.dataset.touched === '';
const holdsTyped = node => node.nodeType === Node.ELEMENT_NODE && [node, ...node.querySelectorAll('input, textarea, select')].some(field => field.matches('input, textarea, select') && isTyped(field));
document.addEventListener('change', event => { event.target.dataset.touched = ''; });

// Makes the page say what a fresh one says and leaves alone what is the same: the focus stays where it is, and so does what is typed.
// A page that renews itself also keeps the form that came back with a mistake in it, and the words about the mistake.
let isRenewing = false;
const isKept = node => holdsTyped(node) || (isRenewing && node.nodeType === Node.ELEMENT_NODE && (node.matches('.problem, [data-kept]') || node.querySelector('[data-kept]')));
const kind = node => node.nodeType === Node.ELEMENT_NODE ? node.nodeName + (node.dataset.key ?? (node.id || node.getAttribute('action') || node.classList[0] || '')) : node.nodeName;
const morph = (old, fresh) => {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
  // A form that is being filled in keeps the key with which it would be sent a second time.
  if (isRenewing && (old.matches('[data-kept]') || (old.matches('input[type=hidden]') && old.form && holdsTyped(old.form)))) return;
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== 'open' && name !== 'data-touched') old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.matches('input')) return;
  if (old.matches('select')) {
    if (isTyped(old)) return;
    old.replaceChildren(...document.importNode(fresh, true).childNodes);
    // Options that are put in one by one leave the last of them chosen.
    old.selectedIndex = Math.max(0, [...old.options].findIndex(option => option.defaultSelected));
    return;
  }
  if (old.matches('textarea')) { if (!isTyped(old)) old.defaultValue = fresh.defaultValue; return; }
  // What is gone goes first, so that nothing which stays has to move and lose the focus.
  const wanted = Map.groupBy(fresh.childNodes, kind);
  const kept = new Set();
  for (const child of [...old.childNodes]) {
    if (wanted.get(kind(child))?.pop()) continue;
    if (isKept(child)) kept.add(child); else child.remove();
  }
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    while (kept.has(at)) at = at.nextSibling;
    let match = at;
    while (match && (kept.has(match) || kind(match) !== kind(child))) match = match.nextSibling;
    if (!match) { old.insertBefore(document.importNode(child, true), at); continue; }
    if (match === at) at = at.nextSibling;
    else if (old.moveBefore) old.moveBefore(match, at);
    else old.insertBefore(match, at);
    morph(match, child);
  }
};

const connection = document.querySelector('#connection');
const isThere = is => { if (connection && connection.hidden !== is) connection.hidden = is; };

// Nothing of anybody stays on the screen of somebody who is signed out, but what they were typing does.
let isOver = false;
const over = () => {
  isOver = true;
  if (!holdsTyped(main)) return location.reload();
  const forms = [...main.querySelectorAll('form')].filter(holdsTyped);
  const told = document.createElement('p');
  told.className = 'problem';
  told.setAttribute('role', 'alert');
  told.textContent = 'You are signed out. What you typed is still here. Send it, and sign in: your note then stands where you wrote it.';
  const title = document.createElement('h1');
  title.textContent = document.title = 'Signed out';
  main.replaceChildren(title, told, ...forms);
};

// Erased, or taken out of their sight, while they had it open: the page says so, and what they were writing is theirs to copy.
const gone = page => {
  isOver = true;
  const typed = notes().map(note => note.value).join('\n\n');
  document.title = page.title;
  main.replaceChildren(...document.importNode(page.querySelector('main'), true).childNodes);
  if (!typed) return;
  const [told, text] = [document.createElement('p'), document.createElement('pre')];
  [told.textContent, text.textContent] = ['What you were writing was not sent:', typed];
  (main.querySelector('.narrow') ?? main).append(told, text);
};

const renew = async () => {
  const answer = await ask(live().dataset.live);
  if (answer.status >= 500) return isThere(false);
  if (answer.redirected) return over();
  if (answer.status === 404) return gone(await parse(answer));
  if (!answer.ok) return location.reload();
  const page = await parse(answer);
  isThere(true);
  const [old, fresh] = [live(), page.querySelector('[data-live]')];
  // No row moves away under somebody who is choosing rows.
  if (!old || !fresh || (old.dataset.select !== undefined && holdsTyped(old))) return;
  const before = rowKeys();
  isRenewing = true;
  try { morph(old, fresh); } finally { isRenewing = false; }
  if (before !== rowKeys()) {
    main.classList.add('settling');
    clearTimeout(settled);
    settled = setTimeout(() => main.classList.remove('settling'), 700);
  }
  const [untold, news] = [document, page].map(d => d.querySelector('#untold'));
  // Said aloud when it changes, so it is not touched when it does not.
  if (untold.textContent !== news.textContent) untold.replaceChildren(...news.childNodes);
  if (!main.querySelector('.problem')) document.title = page.title;
};

let settled;
const rowKeys = () => rows().map(row => row.dataset.key).join();

// Every two seconds a few bytes; the whole page when they differ, and now and then because the waits grow. Only a page that
// somebody can see says that it is looked at.
const looking = live()?.dataset.looking;
const changes = gone => `/staff/changes?auto${looking && (gone || !document.hidden) ? `&looking=${looking}` : ''}${gone ? '&gone=true' : ''}`;
let beats = 0, isBeating = false;
const beat = async () => {
  if (!live() || isBeating || isOver) return;
  isBeating = true;
  try {
    const answer = await ask(changes());
    if (answer.status >= 500) return isThere(false);
    if (answer.redirected) return over();
    const [number, isBack] = [await answer.text(), !connection.hidden];
    isThere(true);
    beats += 1;
    if (isBack || (beats % 10 === 0 && !document.hidden) || number !== live()?.dataset.changes) await renew();
  } catch {
    isThere(false);
  } finally {
    isBeating = false;
  }
};
if (live()) {
  const heart = async () => { await beat(); if (!isOver) setTimeout(heart, 1500); };
  setTimeout(heart, 1500);
  const leave = () => { if (looking) fetch(changes(true), { keepalive: true }).catch(() => null); };
  document.addEventListener('visibilitychange', () => document.hidden ? leave() : beat());
  addEventListener('pagehide', leave);
}

// Typing a day or a time chooses it, and choosing another time shows where to type it.
document.addEventListener('input', event => {
  const again = event.target.closest('.again');
  if (!again) return;
  const [choice, fields] = [again.querySelector('select'), [...again.querySelectorAll('[type=date], [type=time]')]];
  if (fields.includes(event.target)) [choice.value, choice.dataset.touched] = ['other', ''];
  if (event.target !== choice) return;
  if (choice.value === 'other') again.querySelector('details').open = true;
  else for (const field of fields) field.value = '';
});

// All notes on a page are about the same person: one that was begun beside the form goes with the form.
let isLeaving = false;
const notes = () => [...main.querySelectorAll('textarea[name=note]')].filter(isTyped);
const takeNote = form => {
  const [own, [begun, ...others]] = [form.querySelector('textarea[name=note]'), notes().filter(note => note.form !== form)];
  if (own && own.value === '' && begun && others.length === 0) [own.value, begun.value] = [begun.value, ''];
};
addEventListener('beforeunload', event => { if (!isLeaving && notes().length > 0) event.preventDefault(); });
const leaveFor = url => { isLeaving = true; location.assign(url); };
// To dial leaves nothing.
const dial = link => { isLeaving = true; location.href = link.href; setTimeout(() => { isLeaving = false; }, 1000); };

// A form that is sent while there is no connection stays, with everything in it.
const focusOn = element => { if (!element.matches('a, button, input')) element.tabIndex = -1; element.focus(); };
const take = async (answer, form) => {
  const page = await parse(answer);
  for (const field of form.elements) {
    delete field.dataset.touched;
    if (field.matches('textarea')) field.defaultValue = '';
  }
  form.reset();
  for (const part of ['.top', 'main']) morph(document.querySelector(part), page.querySelector(part));
  document.title = page.title;
  const problem = main.querySelector('.problem');
  if (problem) focusOn(problem);
  else if (document.activeElement === document.body) focusOn(main.querySelector('.calling a, .done, h1'));
};
document.addEventListener('submit', async event => {
  const { target: form, submitter } = event;
  if (form.method !== 'post' || form.dataset.plain !== undefined || !document.querySelector('.who')) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  // Of the forms that are not about a note, putting it back takes one along; with the others it would be lost.
  const begun = form.querySelector('textarea') ? [] : notes().filter(note => note.form !== form).map(note => note.value);
  const takesNote = new URL(form.action).searchParams.get('handler') === 'Release';
  if (begun.length > 0 && !takesNote && !confirm('You have begun a note and not sent it. Go on without it?')) return;
  form.dataset.sending = 'true';
  takeNote(form);
  const isDialing = form.dataset.dial !== undefined;
  const body = new URLSearchParams(new FormData(form, submitter));
  if (takesNote && begun.length > 0) body.append('note', begun.join('\n\n'));
  try {
    const answer = await ask(submitter?.hasAttribute('formaction') ? submitter.formAction : form.action, { method: 'POST', body });
    if (answer.status >= 500) throw new Error('No page came.');
    isThere(true);
    const to = new URL(answer.url);
    if (answer.redirected && to.pathname + to.search !== location.pathname + location.search) return leaveFor(to);
    await take(answer, form);
    // Dialed only once it is on record that this request is still ours to call.
    const link = isDialing && answer.ok && main.querySelector('[data-dial-now]');
    if (link) dial(link);
  } catch {
    isThere(false);
    connection.scrollIntoView({ block: 'nearest' });
  } finally {
    delete form.dataset.sending;
  }
});

// Claimed and dialed on the list, in one tap.
if (new URLSearchParams(location.search).get('dial') === 'now') {
  history.replaceState(null, '', location.pathname);
  const link = document.querySelector('[data-dial-now]');
  if (link) dial(link);
}

// j and k go down and up, o opens, c claims or calls, n writes a note, / searches, ? says all this. Whoever speaks to the computer, or
// hits keys by chance, switches them off.
const rows = () => [...document.querySelectorAll('[data-row]')];
const current = () => rows().find(row => row.contains(document.activeElement));
const go = step => {
  const all = rows();
  all[Math.max(0, Math.min(all.length - 1, all.indexOf(current()) + step))]?.querySelector('[data-open]').focus();
};
const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => (current() ?? main).querySelector('[data-open]')?.click(),
  // Without a row that was chosen it is whoever is next, and nobody who only stands on top.
  c: () => (current() ? current().querySelector('[data-claim]') : main.querySelector('[data-dial] button, [data-next], [data-claim-this]'))?.click(),
  n: () => {
    const fields = [...main.querySelectorAll('#note, #outcome-note')];
    const field = fields.find(field => field.checkVisibility()) ?? fields[0];
    if (field?.closest('details')) field.closest('details').open = true;
    field?.focus();
  },
  '/': () => document.querySelector('#find') ? document.querySelector('#find').focus() : location.assign('/staff/requests#find'),
  '?': () => document.querySelector('#keys').togglePopover(),
};
const areOff = () => localStorage.getItem('keys') === 'off';
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || areOff() || event.target.closest('input:not([type=radio], [type=checkbox]), textarea, select')) return;
  const act = keys[event.key];
  if (!act || !document.querySelector('#keys')) return;
  // A key that is held down does one thing, or a claim would be a call before anybody has read whose.
  if (event.repeat && !['j', 'k'].includes(event.key)) return;
  event.preventDefault();
  act();
});
const keySwitch = document.querySelector('#key-switch');
if (keySwitch) {
  keySwitch.checked = !areOff();
  keySwitch.addEventListener('change', () => keySwitch.checked ? localStorage.removeItem('keys') : localStorage.setItem('keys', 'off'));
  document.querySelector('#show-keys').hidden = false;
}

// A file leaves the page as it is, with the mistake that was mended on it.
document.querySelector('[data-download]')?.addEventListener('submit', () => {
  main.querySelector('.problem')?.remove();
  document.querySelector('[data-downloading]').hidden = false;
});

// Pressed again, it takes back what it has selected.
const selectAll = document.querySelector('[data-select-all]');
if (selectAll) {
  selectAll.hidden = false;
  selectAll.addEventListener('click', () => {
    const boxes = [...document.querySelectorAll('[data-select] input[type=checkbox]')];
    const to = boxes.some(box => !box.checked);
    for (const box of boxes) [box.checked, box.dataset.touched] = [to, ''];
  });
}

// With the shift key a press selects everything since the last one.
let lastBox = null;
document.querySelector('[data-select]')?.addEventListener('click', event => {
  if (!event.target.matches('input[type=checkbox]')) return;
  const boxes = [...event.currentTarget.querySelectorAll('input[type=checkbox]')];
  const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(event.target)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
  lastBox = event.target;
});
if (location.hash === '#find') document.querySelector('#find')?.focus();

// The one-time code stands behind the # of a link, where no log sees it.
const invite = document.querySelector('#join-code');
if (invite && location.hash.length > 1) {
  invite.value = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  document.querySelector('#email').focus();
}
